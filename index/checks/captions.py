"""Captions and questions that belong to another figure, and captions that their list gives otherwise."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator

from core.text import fold
from index.checks.paper import Figure, Paper
from index.checks.records import Check
from index.checks.tables import Table
from index.words import content_stems, stem

SAME_QUESTION_CHARACTERS = 25
UNLIKE = 0.34  # captions that share less than this are about different things
FITS = 0.4
MISFITS = 0.1
_PLAIN = frozenset(
    content_stems(
        "figure table chart whether extent percentage proportion number respondents las authorities local council question please select apply following last year any your which how what who does have did do"
    )
)
_CONTINUED = re.compile(r"\b(?:continued|cont\.?|cont'd|by)\b", re.IGNORECASE)
_VARIABLES = re.compile(
    r"\b(?:variables|characteristics|categories|measures|groups|criteria)\s?:\s(.+?)[.;]?$", re.IGNORECASE
)
_TOTAL = re.compile(r"^(?:grand |overall |sub-?)?(?:total|all|overall|england|average)\b", re.IGNORECASE)
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2
    )
}
_COUNT = re.compile(
    rf"\b(?:there (?:are|were)|divided into|split into|comprise[sd]?|consist(?:s|ed) of|made up of)\s(?P<n>{'|'.join(_NUMBERS)})\s(?:\w+\s)?(?P<noun>[a-z]{{3,}}s)\b",
    re.IGNORECASE,
)
NEAR = 8  # blocks between a list of variables and its table
_CENSUS = frozenset(stem(word) for word in ("variable", "characteristic", "category", "measure", "group"))


def check_captions(paper: Paper) -> Iterator[Check]:
    """One question under two figures; a question that fits another figure; a caption that differs from its list entry."""
    yield from _one_question(paper)
    yield from _misplaced_question(paper)
    yield from _listed(paper)
    yield from _promised(paper)


def about(words: str) -> frozenset[str]:
    return frozenset(content_stems(words)) - _PLAIN


def share(a: frozenset[str], b: frozenset[str]) -> float:
    """How much of the shorter is in the other, 0-1."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _one_question(paper: Paper) -> Iterator[Check]:
    groups: dict[tuple[str | None, str], list[Figure]] = defaultdict(list)
    for figure in paper.figures:
        question = fold(figure.question or "").strip(" *.")
        if len(question) >= SAME_QUESTION_CHARACTERS:
            groups[figure.item, question].append(figure)
    for group in groups.values():
        for first, second in itertools.pairwise(group):
            asked = about(first.question or "")
            fits = [share(asked, about(figure.words)) for figure in (first, second)]
            alike = share(about(first.words), about(second.words))
            if alike > UNLIKE or _CONTINUED.search(second.words) or min(fits) > MISFITS or max(fits) < FITS:
                continue
            wrong, right = (second, first) if fits[1] <= fits[0] else (first, second)
            yield paper.raised(
                "caption",
                "one question under two figures",
                f"{wrong.label} (“{wrong.words}”) is printed with the question of {right.label} (“{right.words}”), which it is not about.",
                wrong.whole,
                right.whole,
                certainty="certain",
            )


def _misplaced_question(paper: Paper) -> Iterator[Check]:
    """A question that shares nothing with its own caption and most of its words with a neighbour's that has another."""
    asked = [figure for figure in paper.figures if figure.question]
    questions = [fold(figure.question or "") for figure in asked]
    swapped: set[frozenset[str]] = set()
    for n, figure in enumerate(asked):
        if questions.count(questions[n]) > 1:
            continue
        own = about(figure.question or "")
        if len(own) < 3 or share(own, about(f"{figure.words} {' '.join(figure.section[-1:])}")) > 0:
            continue
        for other in asked[max(0, n - 2) : n + 3]:
            fits = share(own, about(other.words)) if other is not figure and other.item == figure.item else 0.0
            if fits >= 0.6 and len(own & about(other.words)) >= 3 and share(own, about(other.question or "")) < 0.5:
                if frozenset((figure.label, other.label)) in swapped:
                    break
                swapped.add(frozenset((figure.label, other.label)))
                yield paper.raised(
                    "caption",
                    "question of another figure",
                    f"The question under {figure.label} (“{figure.words}”) fits {other.label} (“{other.words}”).",
                    figure.whole,
                    other.whole,
                )
                break


def _listed(paper: Paper) -> Iterator[Check]:
    """A caption whose telling words are not those of its entry in the list of figures."""
    counted = [figure.label for figure in paper.figures]
    for figure in paper.figures:
        entry = paper.listed_figures.get(figure.label)
        if entry is None or counted.count(figure.label) > 1 or not figure.words:
            continue
        own, listed = about(figure.words), about(entry[0])
        common = own & listed
        if min(len(own), len(listed)) < 2 or max(len(own), len(listed)) - len(common) == 0:
            continue
        if len(common) / max(len(own), len(listed)) < 0.5 and len(own - listed) >= 1 and len(listed - own) >= 1:
            yield paper.raised(
                "caption",
                "caption against its list",
                f"{figure.label} is “{entry[0]}” in the list and “{figure.words}” where it stands.",
                entry[1],
                figure.span,
                severity="minor",
            )


def _promised(paper: Paper) -> Iterator[Check]:
    """A caption "by A and B", or a list of variables in the text, against a table that names its variables."""
    for table in paper.tables:
        header = table.header
        if header is None or not header.cells:
            continue
        named = [row.cells[0].text for row in table.body if row.cells[0].text]
        first = {stem(word) for word in header.cells[0].text.casefold().split()}
        figure = next((one for one in paper.figures if one.block == table.caption), None)
        if figure is not None:
            yield from _counted(paper, table, figure)
        if not first & _CENSUS or len(named) == len(table.body):
            continue
        inside = about(" ".join(cell.text for row in table.rows for cell in row.cells[:2]))
        match = re.search(r"\bby\s+(.+)$", figure.words) if figure else None
        if figure is not None and match is not None:
            missing = _missing(match[1], inside)
            if missing:
                yield paper.raised(
                    "caption",
                    "caption against its table",
                    f"The caption says “by {match[1]}”, but the table has no “{missing}”; its variables are {', '.join(named)}.",
                    figure.span,
                    table.head,
                )
        for sentence in paper.sentences:
            listed = _VARIABLES.search(sentence.text)
            missing = _missing(listed[1], inside) if listed and 0 < header.block - sentence.block <= NEAR else None
            if missing:
                yield paper.raised(
                    "caption",
                    "list of variables against its table",
                    f"The text lists “{missing}” among the variables, but the table has no such row; its variables are {', '.join(named)}.",
                    sentence.span,
                    table.head,
                )


def _missing(words: str, inside: frozenset[str]) -> str | None:
    """The first part of "A, B and C" that is not in the table, where at least half of the parts are."""
    parts = [part.strip() for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", words) if part.strip()]
    missing = [part for part in parts if about(part) and not about(re.sub(r"\(.*?\)", "", part)) & inside]
    return missing[0] if missing and 2 * len(missing) <= len(parts) else None


def _counted(paper: Paper, table: Table, figure: Figure) -> Iterator[Check]:
    """ "There are three sections, as Table 2 shows" over a table of four."""
    header = table.header
    heads = {stem(word) for word in header.cells[0].text.casefold().split()} if header else set()
    rows = [row for row in table.body if row.cells[0].text and not _TOTAL.match(row.cells[0].text)]
    if not heads or len(rows) < 2 or len(rows) != len({row.cells[0].text for row in rows}) or not table.regular:
        return
    for sentence in paper.sentences:
        if figure.label.casefold() not in sentence.text.casefold():
            continue
        for match in _COUNT.finditer(sentence.text):
            n = _NUMBERS[match["n"].casefold()]
            lost = paper.document.pages is not None and n > len(rows)  # rows of a PDF's table may not have been read
            if stem(match["noun"].casefold()) in heads and n != len(rows) and not lost:
                yield paper.raised(
                    "value",
                    "count against its table",
                    f"The text counts {match['n']} {match['noun']}; {figure.label} has {len(rows)} rows.",
                    sentence.span,
                    table.head,
                )
