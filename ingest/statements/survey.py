"""The survey behind a report's text: its figures with question and base, section totals, which part is a summary, waves."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.documents import Block, Document, Span
from core.statements import SampleBase
from core.text import cleaned, plain
from ingest.statements.figures import find_base
from ingest.statements.sentences import Sentence
from ingest.statements.stated_bases import base_line, total_of_answers

CAPTION = re.compile(
    r"\b(?P<kind>Figure|Fig\.?|Chart|Graph|Table)\s+(?P<number>\d+(?:\.\d+)*[a-z]?)\b\s*[:.–—-]?\s*(?P<title>.*)",
    re.I | re.S,
)
REFERENCE = re.compile(r"\b(?P<kind>Figure|Fig\.|Chart|Graph|Table)s?\s+(?P<number>\d+(?:\.\d+)*[a-z]?)\b", re.I)
_QUESTION = re.compile(r"^\W*(?:survey\s+)?(?:question|q)\s*\d*[a-z]?\s*[:.–-]\s*(?P<text>.+)", re.I | re.S)
_HEADED_QUESTION = re.compile(
    r"^(?:(?:survey\s+)?(?:question|q)\s*\d+[a-z]?\s*[:.)–-]*\s*(?P<text>\S.+)|(?P<asked>.{8,}\?))$", re.I | re.S
)
_BASE_START = re.compile(r"\W*(?:un)?(?:weighted\s+)?bases?(?:\s+sizes?)?\s*[:–-]", re.I)
_BASE_IN_CAPTION = re.compile(
    r"[(\[,;.–—-]\s*(?P<base>(?:un)?(?:weighted\s+)?(?:bases?(?:\s+sizes?)?\s*[:=–-]|sample(?:\s+size)?\s*[:=]|[nN]\s?=)\s*[^)\]]*\d[\d,]*[^)\]]*)[)\]]?\s*$",
    re.I,
)
_SUBGROUP = re.compile(r"\b(?:who|which|that|where|with|those|minus|excluding|except)\b|\bif\b", re.I)
_SUMMARY = re.compile(
    r"\b(?:executive summary|key findings|summary of (?:key |main )?findings|main findings|headlines?(?: (?:findings|results|figures|messages|statistics))?|key (?:messages|results|points|statistics|facts|figures)|overview of (?:findings|results|responses)|at a glance|summary)\b"
)
_SUMMARY_ENDS = re.compile(
    r"\b(?:introduction|background|method\w*|contents|about this|conclusions?|recommendations?|appendix|annex|chapter|context|findings$|results$)\b"
)
_WAVE = re.compile(
    r"\b(?:wave|round|phase|sweep)\s+(?P<n>\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b", re.I
)
_OWN_WAVE = re.compile(
    r"\b(?:(?:findings|results) (?:from|of)(?: the)? (?:\w+ )?wave (?P<a>\d+)|wave (?P<b>\d+) (?:research )?(?:report|summary|findings|results)|from wave (?P<c>\d+))\b",
    re.I,
)
_ORDINALS = {
    w: n
    for n, w in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
_WORD = re.compile(r"[a-z][a-z'-]{2,}")
_STOP = frozenset(
    ["the", "and", "for", "with", "that", "this", "said", "say", "saying", "they", "their", "them", "was", "were", "are", "had", "has", "have", "from", "when", "asked", "about", "which", "who", "what", "how", "most", "all", "las", "local", "authorities", "councils", "respondents", "responding", "percent", "per", "cent", "just", "almost", "around", "nearly", "under", "over", "than", "more", "less", "fewer", "said", "thought", "felt", "whilst", "while", "only", "also", "other", "not", "did", "been", "very", "fairly", "into"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or table: its label as printed, where its caption is, its title, question and base."""

    label: str
    block: int
    section: tuple[str, ...]
    title: str
    question: str | None
    base: SampleBase | None

    @property
    def is_table(self) -> bool:
        return self.label.lower().startswith("table")

    @property
    def words(self) -> str:
        return f"{self.title} {self.question or ''}"


class Survey:
    """Figures, totals, summary region and waves of one document."""

    def __init__(self, document: Document, blocks: Sequence[Block], found: Sequence[Sentence]) -> None:
        self._text = document.text
        self._blocks = blocks
        self.figures = _figures(document.text, blocks)
        self._by_label = {figure.label.lower(): figure for figure in self.figures}
        self.summary = _summary_blocks(document, blocks, self.figures)
        self.totals = [
            (sentence.block, base)
            for sentence in found
            if (base := find_base(sentence.text)) and re.search(r"\b(?:section|question|answered|completed|took part|responded)\b", sentence.text)
            and "pilot" not in sentence.text
        ]  # fmt: skip
        self.invited = _invited(found)
        self._lines = _base_lines(document.text, blocks)
        self._said: dict[tuple[str, ...], list[str]] = {}
        for sentence in found:
            self._said.setdefault(blocks[sentence.block].section, []).append(sentence.text)
        self.wave = _own_wave(document, found)
        counts: Counter[str] = Counter()
        for sentence in found:
            counts.update(set(terms(sentence.text)))
        self._n = max(1, len(found))
        self._counts = counts

    def idf(self, term: str) -> float:
        return math.log(1 + self._n / (1 + self._counts.get(term, 0)))

    def similarity(self, a: str, b: str) -> float:
        """Weighted share of common words, 0 to 1 (cosine of inverse-document-frequency vectors)."""
        first, second = set(terms(a)), set(terms(b))
        if not first or not second:
            return 0.0
        common = sum(self.idf(t) ** 2 for t in first & second)
        norm = math.sqrt(sum(self.idf(t) ** 2 for t in first) * sum(self.idf(t) ** 2 for t in second))
        return common / norm if norm else 0.0

    def referred(self, text: str) -> Figure | None:
        match = REFERENCE.search(text)
        return self._by_label.get(_label(match["kind"], match["number"]).lower()) if match else None

    def next_figure(self, index: int) -> Figure | None:
        """The next figure under the same heading, else the last one before, else None; tables are linked by name only."""
        section = self._blocks[index].section
        same = [f for f in self.figures if f.section == section and not f.is_table]
        after = [f for f in same if f.block > index]
        return after[0] if after else same[-1] if same else None

    def section_base(self, index: int) -> SampleBase | None:
        """The base printed in a line of its own above block `index` in a section without figures, or its total of answers."""
        section = self._blocks[index].section
        if any(figure.section == section for figure in self.figures):
            return None
        return self.line_above(index) or total_of_answers(self._said.get(section, []))

    def line_above(self, index: int) -> SampleBase | None:
        """The base printed in a line of its own above block `index` under the same heading."""
        section = self._blocks[index].section
        above = [base for at, base in self._lines if at < index and self._blocks[at].section == section]
        return above[-1] if above else None

    def headed_question(self, index: int) -> str | None:
        """The survey question that the heading above block `index` prints ("Q7. How safe do you feel?"), or None."""
        section = self._blocks[index].section
        heading = " ".join(section[-1].split()).strip("*_# ") if section else ""
        match = _HEADED_QUESTION.match(heading)
        return match["text"] or match["asked"] if match else None

    def total_at(self, index: int) -> SampleBase | None:
        """The number who answered the chapter that block `index` stands in, where the text says it."""
        here = index in self.summary
        before = [(at, base) for at, base in self.totals if at <= index and (at in self.summary) == here]
        for at, base in reversed(before):
            section = self._blocks[at].section
            if (
                not here
                and section
                and section[-1] not in self._blocks[index].section
                and not _same_chapter(section, self._blocks[index].section)
            ):
                continue
            return base
        return None


def _same_chapter(total: tuple[str, ...], here: tuple[str, ...]) -> bool:
    """Whether two sections share a chapter; headings printed at one level cannot tell, so siblings count as one."""
    return len(total) >= 1 and len(here) >= 1 and total[: len(total) - 1] == here[: len(total) - 1]


def terms(text: str) -> list[str]:
    words = (w.removesuffix("'s").rstrip("'") for w in _WORD.findall(plain(text)))
    return [w[:-1] if len(w) > 4 and w.endswith("s") and not w.endswith("ss") else w for w in words if w not in _STOP]


def _label(kind: str, number: str) -> str:
    word = {"fig": "Figure", "fig.": "Figure"}.get(kind.lower(), kind.capitalize())
    return f"{word} {number}"


def _words(text: str, span: Span) -> str:
    return cleaned(span.of(text), markup=True).text.strip("*_ #")


def _figures(text: str, blocks: Sequence[Block]) -> list[Figure]:
    found = []
    for index, block in enumerate(blocks):
        if block.kind != "caption":
            continue
        words = _words(text, block.span)
        match = CAPTION.search(words)
        if not match or match.start() > 12:
            continue
        question, base = _beneath(text, blocks, index)
        title = match["title"].strip()
        if base is None and (printed := _BASE_IN_CAPTION.search(title)):
            base = find_base(printed["base"].strip())
        found.append(Figure(_label(match["kind"], match["number"]), index, block.section, title, question, base))
    return found


def _beneath(text: str, blocks: Sequence[Block], index: int) -> tuple[str | None, SampleBase | None]:
    """The question and the base printed under a caption (or between it and the next text)."""
    lines: list[str] = []
    for block in blocks[index + 1 : index + 14]:
        if block.kind in ("furniture", "table_row", "footnote") or not block.span.of(text).strip():
            continue
        words = _words(text, block.span)
        if block.kind == "survey_question" or _QUESTION.match(words) or _BASE_START.match(words):
            lines.append(words)
        else:
            break
    whole = " ".join(lines)
    if not whole:
        return None, None
    at = re.search(r"(?:^|\s)\W{0,3}(?:un)?(?:weighted\s+)?bases?(?:\s+sizes?)?\s*[:–-]\s", whole, re.I)
    question_words = whole[: at.start()] if at else whole
    asked = re.sub(r"^\W*(?:survey\s+)?(?:question|q)\s*\d*[a-z]?\s*[:.–-]\s*", "", question_words, flags=re.I).strip(
        "*_ "
    )
    base = find_base(whole[at.start() :].strip("*_ ")) if at else None
    return asked or None, base


def _base_lines(text: str, blocks: Sequence[Block]) -> list[tuple[int, SampleBase]]:
    found = []
    for index, block in enumerate(blocks):
        if block.kind not in ("heading", "furniture", "table_row", "caption", "contents"):
            words = _words(text, block.span)
            if base_line(words) and (base := find_base(words)):
                found.append((index, base))
    return found


def subgroup(text: str) -> bool:
    """Whether a base's wording restricts it to some of the respondents ("who said they had a strategy")."""
    return bool(_SUBGROUP.search(re.sub(r"\(.*?\)", "", text)))


def _summary_blocks(document: Document, blocks: Sequence[Block], figures: Sequence[Figure]) -> frozenset[int]:
    """Indices of the blocks that stand in a summary: under its heading, or everywhere in a document that is one."""
    titles = Counter(_heading(document.text, b) for b in blocks if b.kind == "heading")
    inside: set[int] = set()
    level: int | None = None
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            words = _heading(document.text, block)
            if level is None:
                if _SUMMARY.search(words) and len(words) < 60:
                    level, seen = block.level or 1, set()
                continue
            own = block.level or 1
            repeated = words in seen
            if _SUMMARY_ENDS.search(words) or own < level or repeated or (own == level and titles[words] < 2):
                level = None
                if _SUMMARY.search(words) and own >= 1 and not repeated:
                    level = own
            seen.add(words)
        elif level is not None and block.kind not in ("contents", "furniture"):
            inside.add(index)
    opening = plain(document.title)
    if not [f for f in figures if not f.is_table] and (
        _SUMMARY.search(opening) or _headed_summary(document.text, blocks)
    ):
        return frozenset(range(len(blocks)))
    return frozenset(inside)


def _heading(text: str, block: Block) -> str:
    return plain(_words(text, block.span))


def _headed_summary(text: str, blocks: Sequence[Block]) -> bool:
    first = [_heading(text, b) for b in blocks[:40] if b.kind == "heading"][:3]
    return any(
        re.search(r"\b(?:research brief|summary report|summary of findings|findings summary|: summary)\b", words)
        for words in first
    )


def _invited(found: Sequence[Sentence]) -> SampleBase | None:
    for sentence in found:
        match = re.search(
            r"\b(?:sent to|invited|distributed to|issued to|emailed to|posted to|delivered to)\s+(?:all\s+)?(?:of\s+)?(?:the\s+)?(?:an?\s+(?:[\w-]+\s+){0,3}sample\s+of\s+)?(?P<n>\d{1,3}(?:,\d{3})+|\d{2,6})\s+(?P<who>[\w\s-]{3,60}?)(?:\s+(?:in|and|during|between|across|on)\b|[.,(]|$)",
            sentence.text,
        )
        if match:
            return SampleBase(int(match["n"].replace(",", "")), match["who"].strip())
    return None


def wave_number(text: str) -> int | None:
    match = _WAVE.search(text)
    if not match:
        return None
    written = match["n"].lower()
    names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return int(written) if written.isdigit() else names.index(written) + 1


def _own_wave(document: Document, found: Sequence[Sentence]) -> int | None:
    """The wave that the document itself reports, or None where it does not say one."""
    opening = cleaned(document.text[:3000], markup=True).text
    for text in (document.title, opening, *(s.text for s in found[:60])):
        match = _OWN_WAVE.search(text)
        if match:
            return int(next(value for value in match.groups() if value))
        ordinal = re.search(r"\b(?:findings|results) (?:from|of) the (\w+) wave\b", text, re.I)
        if ordinal and ordinal[1].lower() in _ORDINALS:
            return _ORDINALS[ordinal[1].lower()]
    return None
