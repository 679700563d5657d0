"""Small papers for the checks, written as a person would write them; a few marks say what each line is.

"# X": heading; "Figure 2: X", "Table 1: X": caption; "Question: X", "Base: X": as printed under a figure; a line with a tab:
table row; "- X": list item; "> X": quotation; "X ..... 4": an entry of a list of figures; anything else: a paragraph.
"""

from __future__ import annotations

import re

from core.documents import Block, Span
from index.checks.paper import Paper, Statistic, Undertaking
from tests.builders import make_document

_KINDS = (
    (re.compile(r"# "), "heading"),
    (re.compile(r".*\.{4,} \d+$"), "contents"),
    (re.compile(r"(?:Figure|Table|Chart) \d+[:.] "), "caption"),
    (re.compile(r"(?:Question|Base)\b.{0,3}: "), "survey_question"),
    (re.compile(r"- "), "list_item"),
    (re.compile(r"> "), "quotation"),
    (re.compile(r"\d+\. "), "paragraph"),
)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")


def make_paper(
    text: str,
    date: str | None = "2023-03-14",
    figures: dict[str, str] | None = None,
    undertakings: tuple[tuple[str, str], ...] = (),
) -> Paper:
    """The paper with a percentage of each sentence as a statistic of the next figure of its section. `figures`: the figure
    of a percentage in a summary, by its words ("86%"); undertakings: (quote, strength);
    "£N million" and "by the end of Y" in the quote are its sum and its deadline."""
    text = text.strip() + "\n"
    blocks: list[Block] = []
    section: tuple[str, ...] = ()
    start = 0
    for line in text.splitlines(keepends=True):
        kind = next(
            (kind for pattern, kind in _KINDS if pattern.match(line)), "table_row" if "\t" in line else "paragraph"
        )
        if not line.strip() and blocks:
            last = blocks.pop()
            blocks.append(_block(Span(last.span.start, start + len(line)), last.kind, last.section, last.number))
        else:
            number = re.match(r"(\d+(?:\.\d+)?)\.? ", line)
            own = () if kind == "heading" else section
            blocks.append(_block(Span(start, start + len(line)), kind, own, number[1] if number else None))
            if kind == "heading":
                section = (line.lstrip("# ").strip(),)
        start += len(line)
    document = make_document(text, date=date)
    bare = Paper(document, tuple(blocks))
    return Paper(
        document, tuple(blocks), tuple(_statistics(bare, figures or {})),
        tuple(_undertaking(text, quote, strength) for quote, strength in undertakings),
    )  # fmt: skip


def _block(span: Span, kind: str, section: tuple[str, ...], number: str | None) -> Block:
    return Block(span, kind, section=section, number=number, paragraph=number)  # type: ignore[arg-type]


def _statistics(paper: Paper, figures: dict[str, str]) -> list[Statistic]:
    made = []
    for sentence in paper.sentences:
        block = paper.blocks[sentence.block]
        summary = "ummary" in " ".join(block.section)
        following = next(
            (figure for figure in paper.figures if figure.block > sentence.block and figure.section == block.section),
            None,
        )
        for match in _PERCENT.finditer(sentence.text):
            label = figures.get(match[0]) if summary else following.label if following else None
            shown = next((figure for figure in paper.figures if figure.label == label), None)
            base = shown.base.n if shown and shown.base else None
            made.append(
                Statistic(
                    f"f{len(made)}", sentence.span, match[0], float(match[1]), float(match[1]), "percent", sentence.text, None, base,
                    label, None, False, summary, False,
                )
            )  # fmt: skip
    return made


def _undertaking(text: str, quote: str, strength: str) -> Undertaking:
    at = text.index(quote)
    money, due = re.search(r"£(\d+) million", quote), re.search(r"by the end of (\d{4})", quote)
    sum_of = (float(money[1]) * 1e6, float(money[1]) * 1e6) if money else None
    deadline = (None, f"{due[1]}-12-31") if due else None
    return Undertaking(
        Span(at, at + len(quote)), quote, quote, strength, deadline, sum_of, due[0] if due else "", money[0] if money else ""
    )  # fmt: skip
