"""A paper as the checks read it: its prose in sentences, its figures with question and base, its tables, its findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.documents import Block, Document, Span, block_at, locate
from core.text import Mapped, cleaned, sentences
from index.checks.records import Certainty, Check, CheckKind, Severity, check_id
from index.checks.tables import Table, read_tables

PROSE = frozenset(["paragraph", "list_item", "footnote", "decision", "action"])
LONGEST_NOTE = 2000  # characters under a figure in which its base is looked for
LONGEST_QUOTE = 560  # a quote that is longer is cut: it must be read at a glance, and matches no gold item over 600
_CAPTION = re.compile(
    r"^(?:[A-Z]{2,3} )?(?P<kind>Figure|Fig\.?|Table|Chart|Graph|Exhibit)\s+(?P<number>[A-Z]?\d+(?:\.\d+)*[a-z]?)\b\s*(?:(?P<mark>[:.\-–—|])\s*)?(?P<words>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BASE = re.compile(
    r"\b(?:base(?: size)?s?|sample)\s*(?:[:=]|\bis\b|-)\s*(?P<words>.*?)\(?\s*\bn\s*=\s*(?P<n>\d[\d,]*)\s*\)?"
    r"|\b(?:base(?: size)?)\s*[:=]\s*(?P<words2>[^(]*?)\((?P<n2>\d[\d,]*)\)",
    re.IGNORECASE | re.DOTALL,
)
_QUESTION = re.compile(
    r"^\s*(?:survey )?(?:question|q)\s*\d*[a-z]?\s*[.:)]\s*(?P<words>.+)$", re.IGNORECASE | re.DOTALL
)
_LIST_MARK = re.compile(r"^[-–•*·o▪■●○◦‣\uf000-\uf0ff]\s+")
_LEADER = re.compile(r"[\s.\-–—_…]{3,}\d*\s*$|\t\d+\s*$|\s+\d+\s*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of prose: where it stands, as a person reads it, and the block that it is in."""

    span: Span
    text: str
    block: int


@dataclass(frozen=True, slots=True)
class Base:
    """A printed base: whom it counts, how many, and where it stands."""

    words: str
    n: int
    span: Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or table by its caption, with the question and base printed with it."""

    label: str  # "Figure 9"
    kind: str  # "figure" or "table"
    number: str
    words: str
    span: Span
    block: int
    section: tuple[str, ...]
    item: str | None
    question: str | None = None
    question_span: Span | None = None
    base: Base | None = None

    @property
    def whole(self) -> Span:
        """From the caption to the base, where that can be read at a glance; else the base, the question, or the caption."""
        parts = [part for part in (self.span, self.question_span, self.base.span if self.base else None) if part]
        whole = Span(min(part.start for part in parts), max(part.end for part in parts))
        return whole if whole.end - whole.start <= LONGEST_QUOTE else parts[-1]


@dataclass(frozen=True, slots=True)
class Statistic:
    """One stated figure as the register of findings holds it; `span` is that of the finding's quote."""

    id: str
    span: Span
    text: str
    low: float
    high: float
    unit: str
    subject: str
    population: str | None
    base: int | None
    figure: str | None
    wave: str | None
    compared: bool
    in_summary: bool
    in_table: bool


@dataclass(frozen=True, slots=True)
class Undertaking:
    """One mention of a commitment as the register holds it."""

    span: Span
    action: str
    quote: str
    strength: str
    deadline: tuple[str | None, str | None] | None
    amount: tuple[float | None, float | None] | None
    deadline_text: str
    amount_text: str


@dataclass(frozen=True)
class Paper:
    """Everything that the checks look at; derived parts are worked out once."""

    document: Document
    blocks: tuple[Block, ...]
    statistics: tuple[Statistic, ...] = ()
    undertakings: tuple[Undertaking, ...] = ()

    @cached_property
    def lines(self) -> tuple[Mapped, ...]:
        """Each block's text as a person reads it, with its way back; in the order of the blocks."""
        text = self.document.text
        return tuple(cleaned(b.span.of(text), b.span.start, markup=True) for b in self.blocks)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        made = []
        for n, (block, line) in enumerate(zip(self.blocks, self.lines)):
            if block.kind not in PROSE or not line.text or "hidden" in block.flags:
                continue
            for span in sentences(line.text):
                words = span.of(line.text)
                mark = _LIST_MARK.match(words) if span.start < 4 else None
                start = span.start + (mark.end() if mark and mark.end() < len(words) else 0)
                made.append(Sentence(line.source(start, span.end), line.text[start : span.end], n))
        return tuple(made)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        found = list(_figures(self))
        marks = Counter(mark for mark, _ in found)
        usual = marks.most_common(1)[0][0] if marks else ""
        if len(found) > 3 and marks[usual] > 0.7 * len(
            found
        ):  # "see\nTable 3. This is due to" is no caption among "Table 3:"
            return tuple(figure for mark, figure in found if mark == usual)
        return tuple(figure for _, figure in found)

    @cached_property
    def listed_figures(self) -> Mapping[str, tuple[str, Span]]:
        """The entries of the lists of figures and tables: label to (words, span)."""
        found: dict[str, tuple[str, Span]] = {}
        for block, line in zip(self.blocks, self.lines):
            match = _CAPTION.match(line.text) if block.kind == "contents" else None
            if match:
                words = _LEADER.sub("", match["words"]).strip()
                found.setdefault(label_of(match), (words, line.source(0, len(line.text))))
        return found

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return read_tables(self.document.text, self.blocks, self.lines)

    @cached_property
    def sentence_starts(self) -> tuple[int, ...]:
        return tuple(sentence.span.start for sentence in self.sentences)

    def sentence_at(self, span: Span) -> Sentence | None:
        """The first sentence that overlaps `span`, or None (a finding's span may begin at the bullet before its words)."""
        from bisect import bisect_right

        first = max(0, bisect_right(self.sentence_starts, span.start) - 1)
        return next((one for one in self.sentences[first : first + 2] if one.span.overlaps(span)), None)

    def block_of(self, offset: int) -> Block | None:
        return block_at(self.blocks, offset)

    def section_of(self, span: Span) -> tuple[str, ...]:
        block = self.block_of(span.start)
        return block.section if block else ()

    def raised(
        self,
        kind: CheckKind,
        rule: str,
        explanation: str,
        a: Span,
        b: Span | None = None,
        *,
        severity: Severity = "major",
        certainty: Certainty = "check",
    ) -> Check:
        """A check on these two places of the paper."""
        first = locate(self.document, self.blocks, self._short(a))
        second = locate(self.document, self.blocks, self._short(b)) if b is not None else None
        return Check(
            check_id(kind, first, second), kind, severity, certainty, first, second, " ".join(explanation.split()), rule
        )

    def _short(self, span: Span) -> Span:
        text = self.document.text
        end = min(span.end, span.start + LONGEST_QUOTE)
        while end > span.start + 1 and text[end - 1].isspace():
            end -= 1
        return Span(span.start, end)


def label_of(match: re.Match[str]) -> str:
    """The label of a caption or a reference in its one form: "Fig. 9" is "Figure 9"."""
    kind = match["kind"].casefold().rstrip(".")
    return f"{'Figure' if kind == 'fig' else kind.capitalize()} {match['number']}"


def item_key(block: Block) -> str | None:
    """Which report of an agenda pack a block belongs to, or None outside packs."""
    return f"{block.item.number}|{block.item.title}" if block.item else None


def _figures(paper: Paper) -> Iterable[tuple[str, Figure]]:
    for n, (block, line) in enumerate(zip(paper.blocks, paper.lines)):
        match = _CAPTION.match(line.text) if block.kind == "caption" else None
        if match is None:
            continue
        label = label_of(match)
        question, question_span, base = _beneath(paper, n)
        yield match["mark"] or "", Figure(
            label, label.split()[0].casefold(), match["number"], match["words"].strip(), line.source(0, len(line.text)),
            n, block.section, item_key(block), question, question_span, base,
        )  # fmt: skip


def _beneath(paper: Paper, caption: int) -> tuple[str | None, Span | None, Base | None]:
    """The question and the base in the blocks that follow a caption, up to the next heading or caption (8 blocks at most)."""
    question: list[str] = []
    spans: list[Span] = []
    base: Base | None = None
    for n in range(caption, min(caption + 9, len(paper.blocks))):
        block, line = paper.blocks[n], paper.lines[n]
        if n > caption and (block.kind in ("heading", "caption") or base is not None):
            break
        if block.kind not in ("survey_question", "caption", "paragraph", "footnote") or not line.text:
            continue
        found = _BASE.search(line.text[:LONGEST_NOTE])
        if found:
            words = (found["words"] if found["n"] else found["words2"]) or ""
            base = Base(
                words.strip(" ,;:("),
                int((found["n"] or found["n2"]).replace(",", "")),
                line.source(found.start(), found.end()),
            )
        asked = _QUESTION.match(line.text[: found.start()] if found else line.text) if n > caption else None
        if asked and (block.kind == "survey_question" or "?" in asked["words"]):
            question.append(asked["words"].strip())
            spans.append(line.source(0, found.start() if found and found.start() > 3 else len(line.text)))
        if block.kind == "paragraph" and not found and not asked and len(line.text) > 60:
            break
    span = Span(spans[0].start, spans[-1].end) if spans else None
    return " ".join(question) or None, span, base


def statistics_of(findings: Iterable[Mapping[str, Any]]) -> tuple[Statistic, ...]:
    """The quantitative findings among these records of the register, in the order of the text."""
    made = []
    for fields in findings:
        value = fields.get("value")
        if fields.get("kind") != "quantitative" or not value:
            continue
        base = fields.get("base") or {}
        made.append(
            Statistic(
                str(fields["id"]), Span(int(fields["start"]), int(fields["end"])), str(value["text"]),
                float(value["low"]), float(value["high"]), str(value["unit"]), str(fields.get("subject") or ""),
                fields.get("population"), base.get("n"), fields.get("figure"), fields.get("wave"),
                bool(fields.get("comparison")), bool(fields.get("in_summary")), fields.get("rule") == "table row",
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda one: (one.span.start, one.span.end, one.id)))


def undertakings_of(mentions: Iterable[Mapping[str, Any]]) -> tuple[Undertaking, ...]:
    """Mentions of commitments, from their records in the register, in the order of the text."""
    made = []
    for fields in mentions:
        deadline, amount = fields.get("deadline") or {}, fields.get("amount") or {}
        dated = deadline.get("start") or deadline.get("end")
        made.append(
            Undertaking(
                Span(int(fields["start"]), int(fields["end"])), str(fields.get("action") or ""), str(fields.get("quote") or ""),
                str(fields.get("strength") or ""), (deadline.get("start"), deadline.get("end")) if dated else None,
                (amount.get("low"), amount.get("high")) if amount else None, str(deadline.get("text") or ""), str(amount.get("text") or ""),
            )
        )  # fmt: skip
    return tuple(sorted(made, key=lambda one: (one.span.start, one.span.end)))
