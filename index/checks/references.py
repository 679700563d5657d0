"""Cross-references that lead nowhere, or to a figure about something else; figures numbered twice."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from index.checks.captions import about
from index.checks.paper import Figure, Paper, Sentence, item_key, label_of
from index.checks.records import Check

FEWEST_CAPTIONS = (
    3  # of one kind, numbered without a gap, before a missing one can be told from a caption that was not read
)
FEWEST_PARAGRAPHS = 8
FITS = 3  # telling words that the sentence shares with the figure that it should have named
FURTHER = 4  # times as many as with the one that it names
MOST_REFERENCES = 2  # a figure that is named more often is there, and its caption was not read
_REFERENCE = re.compile(
    r"\b(?P<kind>Figure|Fig\.?|Table|Chart|Graph)\s(?P<number>\d+)\b(?![.\d]|\s?[-–]\s?\d)(?P<after>.{0,24})",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"^\s*(?:,\s*)?(?:of|in|from|at|on|to)\s(?:the|that|this|its|their|our|page|our|[A-Z])|^\s*\)?\s*(?:of|in)\s",
    re.IGNORECASE,
)
_OTHER_PAPER = re.compile(
    r"\b(?:Act|Regulations?|NPPF|White Paper|Green Paper|Code of Practice|Schedule|Circular|Directive|Order \d{4}|Local Plan|previous (?:report|paper)|earlier report|published|guidance|website"
    r"|gov\.uk|https?:|framework|policy|standing orders?|constitution|financial regulations|minutes?|et al)\b",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"\b(?:minutes?|decisions?|note of|resolved)\b", re.IGNORECASE)
_PARAGRAPH = re.compile(
    r"\b(?:paragraphs?|paras?\.?)\s(?P<number>\d{1,3}(?:\.\d{1,3}){0,2})\b(?!\s?[-–(]?\s?\d)(?P<after>.{0,60})",
    re.IGNORECASE,
)
_APPENDIX = re.compile(
    r"\b(?P<kind>Appendix|Annex|Annexe)\s(?P<number>[A-Z]|\d{1,2})\b(?!\.?\d|['’])(?P<after>.{0,60})"
)


def check_references(paper: Paper) -> Iterator[Check]:
    """References to a figure, table, paragraph, appendix or annex that is not there, or that is about something else."""
    yield from _missing_figures(paper)
    yield from _wrong_figures(paper)
    yield from _numbered_twice(paper)
    yield from _missing_paragraphs(paper)
    yield from _missing_appendices(paper)


def _by_kind(paper: Paper) -> dict[tuple[str | None, str], list[Figure]]:
    groups: dict[tuple[str | None, str], list[Figure]] = defaultdict(list)
    for figure in paper.figures:
        if figure.number.isdigit():
            groups[figure.item, figure.kind].append(figure)
    return groups


def _whole_series(figures: Sequence[Figure]) -> int | None:
    """The last number of a series of captions that begins at 1 and has no gap, else None."""
    numbers = {int(figure.number) for figure in figures}
    last = max(numbers, default=0)
    return last if last >= FEWEST_CAPTIONS and numbers == set(range(1, last + 1)) else None


def _references(paper: Paper) -> Iterator[tuple[Sentence, re.Match[str], str | None]]:
    for sentence in paper.sentences:
        for match in _REFERENCE.finditer(sentence.text):
            if not _ELSEWHERE.match(match["after"]) and not _OTHER_PAPER.search(sentence.text):
                yield sentence, match, item_key(paper.blocks[sentence.block])


def _missing_figures(paper: Paper) -> Iterator[Check]:
    groups = _by_kind(paper)
    listed = set(paper.listed_figures)
    named = Counter(label_of(match) for _, match, _ in _references(paper))
    for sentence, match, item in _references(paper):
        label = label_of(match)
        series = groups.get((item, label.split()[0].casefold()), [])
        last = _whole_series(series)
        number = int(match["number"])
        if last is None or 1 <= number <= last or label in listed or paper.blocks[sentence.block].kind == "footnote":
            continue
        if named[label] > MOST_REFERENCES or re.search(rf"^\W*{label}\b", paper.document.text, re.MULTILINE):
            continue
        yield paper.raised(
            "reference",
            "no such figure",
            f"The text refers to {label}; the paper has {label.split()[0]} 1 to {last}.",
            sentence.span,
            series[-1].span,
            certainty="certain",
        )


def _wrong_figures(paper: Paper) -> Iterator[Check]:
    """ "(see Figure 37)" in a sentence about what the figure beneath it shows, and not about what Figure 37 shows."""
    groups = _by_kind(paper)
    for sentence, match, item in _references(paper):
        series = groups.get((item, label_of(match).split()[0].casefold()), [])
        if len(series) < FEWEST_CAPTIONS or len({figure.number for figure in series}) < len(series):
            continue
        cited = next((figure for figure in series if figure.number == match["number"]), None)
        following = next((figure for figure in series if figure.block > sentence.block), None)
        if cited is None or following is None or cited is following:
            continue
        if following.section != paper.blocks[sentence.block].section or following.section[-1:] == cited.section[-1:]:
            continue
        said = about(sentence.text[: match.start()])
        fits_cited = len(said & _all_words(cited))
        fits_following = len(said & _all_words(following))
        if fits_following >= FITS and FURTHER * fits_cited <= fits_following and not _cited(paper, following, sentence):
            yield paper.raised(
                "reference",
                "figure about something else",
                f"The text refers to {cited.label} (“{cited.words}”), but speaks of what {following.label} shows (“{following.words}”).",
                sentence.span,
                cited.span,
            )


def _all_words(figure: Figure) -> frozenset[str]:
    return about(f"{figure.words} {figure.question or ''}")


def _cited(paper: Paper, figure: Figure, beside: Sentence) -> bool:
    """Whether the text between the sentence and the figure cites the figure itself."""
    pattern = re.compile(rf"\b{figure.label}\b", re.IGNORECASE)
    return any(
        pattern.search(one.text)
        for one in paper.sentences
        if beside.block <= one.block <= figure.block and one != beside
    )


def _numbered_twice(paper: Paper) -> Iterator[Check]:
    """Two captions with one number in a series that otherwise goes up by one."""
    for (_, _kind), series in _by_kind(paper).items():
        numbers = [int(figure.number) for figure in series]
        if len(series) < FEWEST_CAPTIONS + 1 or sorted(numbers) != numbers or len(set(numbers)) < FEWEST_CAPTIONS:
            continue
        if len(numbers) - len(set(numbers)) != 1:
            continue
        for first, second in itertools.pairwise(series):
            if first.number == second.number and len(about(first.words) & about(second.words)) * 2 < min(
                len(about(first.words)), len(about(second.words))
            ):
                yield paper.raised(
                    "reference",
                    "one number, two figures",
                    f"Two different captions are numbered {first.label}: “{first.words}” and “{second.words}”.",
                    second.span,
                    first.span,
                    certainty="certain",
                )


def _missing_paragraphs(paper: Paper) -> Iterator[Check]:
    """A paragraph number above the last one of a report whose own paragraphs are numbered without a gap. Minutes speak of
    the paragraphs of the reports that were before the meeting, not of their own."""
    if paper.document.type == "minutes":
        return
    numbers: dict[str | None, dict[str, int]] = defaultdict(dict)
    for n, block in enumerate(paper.blocks):
        for number in (block.number, block.paragraph):
            if block.kind != "heading" and number and re.fullmatch(r"\d{1,3}(?:\.\d{1,3}){0,2}", number):
                numbers[item_key(block)].setdefault(number, n)
    for sentence in paper.sentences:
        if _OTHER_PAPER.search(sentence.text) or _MINUTES.search(" ".join(paper.blocks[sentence.block].section)):
            continue
        own = numbers[item_key(paper.blocks[sentence.block])]
        for match in _PARAGRAPH.finditer(sentence.text):
            if _ELSEWHERE.match(match["after"]) and not re.match(
                r"\s*(?:of|in) this (?:report|paper)", match["after"], re.IGNORECASE
            ):
                continue
            last = _last_sibling(match["number"], own)
            if match["number"] not in own and last is not None and not _printed(paper, match["number"], last):
                yield paper.raised(
                    "reference",
                    "no such paragraph",
                    f"The text refers to paragraph {match['number']}; the last one of that series is {last}.",
                    sentence.span,
                    paper.blocks[own[last]].span,
                )


def _printed(paper: Paper, number: str, last: str) -> bool:
    """Whether the number, or the one after the last that was read, begins a line: then the reader missed it, not the author."""
    stem, _, final = last.rpartition(".")
    following = f"{stem}.{int(final) + 1}" if stem else str(int(final) + 1)
    begins = "|".join(re.escape(one) for one in (number, following))
    return re.search(rf"^\W*(?:{begins})\b", paper.document.text, re.MULTILINE) is not None


def _last_sibling(number: str, own: Mapping[str, int]) -> str | None:
    """The last paragraph of the series to which `number` would belong ("3.12" to 3.1, 3.2 ...), where the series is whole,
    has enough members and ends before `number`."""
    stem, _, last = number.rpartition(".")
    series = sorted(int(one.rpartition(".")[2]) for one in own if one.rpartition(".")[0] == stem)
    enough = FEWEST_PARAGRAPHS if not stem else 3
    if len(series) < enough or series != list(range(1, len(series) + 1)) or int(last) <= series[-1]:
        return None
    if stem and len(own) < FEWEST_PARAGRAPHS:
        return None
    return f"{stem}.{series[-1]}" if stem else str(series[-1])


def _missing_appendices(paper: Paper) -> Iterator[Check]:
    """An appendix beyond the last of those that the paper prints or lists, where it has at least two, without a gap."""
    there: dict[tuple[str | None, str], dict[str, int]] = defaultdict(dict)
    for n, (block, line) in enumerate(zip(paper.blocks, paper.lines)):
        match = _APPENDIX.match(line.text.lstrip("#•-–* "))
        if match and (block.kind in ("heading", "contents", "table_row") or len(line.text) < 120):
            there[item_key(block), _family(match["kind"])].setdefault(match["number"], n)
    for sentence in paper.sentences:
        if _OTHER_PAPER.search(sentence.text):
            continue
        for match in _APPENDIX.finditer(sentence.text):
            own = there.get((item_key(paper.blocks[sentence.block]), _family(match["kind"])), {})
            if match["number"] in own or _ELSEWHERE.match(match["after"]) or len(own) < 2:
                continue
            order = sorted(own, key=lambda one: (len(one), one))
            if order != _expected(order) or (len(match["number"]), match["number"]) <= (len(order[-1]), order[-1]):
                continue
            yield paper.raised(
                "reference",
                "no such appendix",
                f"The text refers to {match['kind']} {match['number']}; the paper has {match['kind']} {order[0]} to {order[-1]}.",
                sentence.span,
                paper.blocks[own[order[-1]]].span,
            )


def _family(kind: str) -> str:
    return "appendix" if kind.startswith("App") else "annex"


def _expected(order: Sequence[str]) -> list[str]:
    if order[0].isdigit():
        return [str(n) for n in range(1, len(order) + 1)]
    return [chr(ord("A") + n) for n in range(len(order))]
