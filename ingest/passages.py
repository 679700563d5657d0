"""Passages: runs of blocks made for retrieval, with the words that search needs around them.

One numbered paragraph, one list with its lead-in, some rows of a table with their header, or a few short paragraphs of one
section: 60 to 180 words where the document allows it, sentences never cut unless one alone is longer. Furniture and
hidden text are left out; contents pages and contacts stand in passages of their own kinds. The search text begins with
the title and the heading path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from core.documents import AgendaItem, Block, BlockKind, Document, Passage, content_id
from core.text import fold
from ingest.pieces import FEWEST_WORDS, MOST_WORDS, Piece, pieces_of, searchable
from ingest.structure.units import visible

__all__ = ["searchable", "split"]

MOST_WORDS_MERGED = 130  # short paragraphs are put together up to here
MOST_LEAD = 400  # characters of a header row or lead-in that are put before the words of a passage
MOST_HEADINGS = 60  # words of headings with nothing under them that wait for the text after them
FEW = 8  # words of a line beside a table that are no passage of their own
LONGEST_TITLE = 14
_ALONE: frozenset[BlockKind] = frozenset(["contents", "contact", "footnote"])
_FIGURE: frozenset[BlockKind] = frozenset(["caption", "survey_question"])


@dataclass(slots=True)
class _Run:
    """Pieces of a passage in the making. `lead` is put before the words in the search text (lead-in, header row, caption)."""

    kind: BlockKind
    pieces: list[Piece] = field(default_factory=list)
    lead: str = ""

    @property
    def n_words(self) -> int:
        return sum(piece.n_words for piece in self.pieces)


def split(document: Document, blocks: Sequence[Block]) -> list[Passage]:
    """The passages of a document in order; every one stands in blocks that are neither furniture nor hidden."""
    made: list[Passage] = []
    seen: set[str] = set()
    for run in _runs(document.text, blocks):
        passage = _passage(document, blocks, run)
        if passage.id not in seen:
            seen.add(passage.id)
            made.append(passage)
    return made


def _runs(text: str, blocks: Sequence[Block]) -> Iterator[_Run]:
    """Headings with nothing under them go before the text after them, at the end of a document after the text before."""
    waiting: list[Piece] = []
    held: _Run | None = None
    for run in _text_runs(text, blocks):
        if run.kind == "heading":
            waiting += run.pieces
            if sum(piece.n_words for piece in waiting) <= MOST_HEADINGS:
                continue
            run = _Run("heading", waiting)
        else:
            run.pieces[:0] = waiting
        waiting = []
        if held is not None:
            yield held
        held = run
    if waiting and held is not None:
        held.pieces += waiting
    elif waiting:
        held = _Run("heading", waiting)
    if held is not None:
        yield held


def _text_runs(text: str, blocks: Sequence[Block]) -> Iterator[_Run]:
    run: _Run | None = None
    last: Block | None = None
    header, caption = "", ""
    for index, block in enumerate(blocks):
        if not searchable(block):
            continue
        if block.kind == "heading":
            if run is not None:
                yield run
                run = None
            if _childless(blocks, index):
                pieces = pieces_of(text, blocks, index)
                if pieces:
                    yield _Run("heading", pieces)
            last, header, caption = block, "", ""
            continue
        pieces = pieces_of(text, blocks, index)
        if not pieces:
            continue
        if block.kind == "table_row":
            if last is None or last.kind != "table_row":
                header = pieces[0].words if _header(block, pieces[0].words) else ""
                if last is not None and last.kind == "caption":
                    caption = _words(text, last)
                if run is not None and last is not None and last.kind not in _FIGURE and run.n_words >= FEW:
                    yield run
                    run = None
        elif block.kind == "caption" or (block.kind != "survey_question" and caption):
            caption = ""
        for piece in pieces:
            if run is not None and not _joins(run, blocks, block, piece):
                yield run
                run = None
            if run is None:
                run = _Run(block.kind, lead=_lead(text, block, piece, header, caption))
            run.pieces.append(piece)
        last = block
    if run is not None:
        yield run


def _joins(run: _Run, blocks: Sequence[Block], block: Block, piece: Piece) -> bool:
    """Whether a piece goes on with the run rather than beginning the next passage."""
    last = blocks[run.pieces[-1].index]
    total = run.n_words + piece.n_words
    if piece.runs_on and last.kind == block.kind and total <= 2 * MOST_WORDS:
        return True  # the rest of a sentence that a page break cut
    if total > MOST_WORDS or last.section != block.section or last.item != block.item:
        return False
    if run.pieces[-1].index == piece.index:
        return True
    if last.kind == "contents" or block.kind == "contents":
        return last.kind == block.kind
    if last.kind in _ALONE or block.kind in _ALONE:
        return last.kind == block.kind
    if block.kind == "table_row" or last.kind == "table_row":
        if last.kind == block.kind or (last.kind in _FIGURE and block.kind == "table_row"):
            return True
        return (piece.n_words if last.kind == "table_row" else run.n_words) < FEW and block.kind not in _FIGURE
    if "continued" in block.flags:
        return True
    if block.kind in _FIGURE:
        return last.kind in _FIGURE and block.kind != "caption"
    if last.kind in _FIGURE:
        return False
    if (block.kind in ("list_item", "decision", "action") and block.number is None) or block.lead_in is not None:
        return last.kind in ("paragraph", "list_item", "decision", "action", "quotation")
    if block.paragraph != last.paragraph:
        return block.number is not None and last.number is not None and total < FEWEST_WORDS // 2
    if block.number is not None:
        return total <= FEWEST_WORDS
    return total <= MOST_WORDS_MERGED


def _childless(blocks: Sequence[Block], index: int) -> bool:
    """Whether nothing stands under a heading: the next searchable block is a heading of no deeper level, or none."""
    for block in blocks[index + 1 :]:
        if searchable(block):
            return block.kind == "heading" and len(block.section) <= len(blocks[index].section)
    return True


def _lead(text: str, block: Block, piece: Piece, header: str, caption: str) -> str:
    """What a passage that begins here needs before it to be understood."""
    if block.kind == "table_row":
        parts = [caption, header if header != piece.words else ""]
        return "\n".join(part[:MOST_LEAD] for part in parts if part)
    if block.kind == "survey_question":
        return caption[:MOST_LEAD]
    if block.lead_in is not None:
        return visible(block.lead_in.of(text), markup=True)[:MOST_LEAD]
    return ""


def _header(block: Block, words: str) -> bool:
    """Whether the first row of a table names its columns: it says so, or has no figures."""
    return "header" in block.flags or not any(character.isdigit() for character in words)


def _words(text: str, block: Block) -> str:
    return visible(block.span.of(text), markup=True)


def _label(text: str, block: Block, piece: Piece) -> str:
    """The number that the format prints before a block but keeps out of its text: "3.10 ", "(b) "; else nothing."""
    number = block.number
    if not number or text[block.span.start : piece.span.start].strip():
        return ""
    if piece.words.lstrip("-•*([ ").casefold().startswith(number.casefold()):
        return ""
    return f"({number}) " if number.isalpha() else f"{number} "


def _passage(document: Document, blocks: Sequence[Block], run: _Run) -> Passage:
    first = blocks[next((p.index for p in run.pieces if blocks[p.index].kind != "heading"), run.pieces[0].index)]
    above = _path(document.title, first.section, first.item)
    body = ""
    for piece in run.pieces:
        between = (
            "" if not body else " " if piece.runs_on or blocks[piece.index].span.start < piece.span.start else "\n"
        )
        body += between + _label(document.text, blocks[piece.index], piece) + piece.words
    if body.startswith(above):
        above = ""  # the title block itself, or a document of one line
    parts = [part for part in (above, run.lead, body) if part]
    spans = tuple(piece.span for piece in run.pieces)
    weight: dict[BlockKind, int] = {}
    for piece in run.pieces:
        kind = blocks[piece.index].kind
        if kind != "heading" or first.kind == "heading":
            weight[kind] = weight.get(kind, 0) + piece.n_words
    return Passage(
        id=content_id("p", document.id, spans[0].start, spans[-1].end),
        document=document.id,
        kind=max(weight, key=lambda kind: weight[kind]),
        text="\n".join(parts),
        spans=spans,
        blocks=tuple(dict.fromkeys(piece.index for piece in run.pieces)),
        section=first.section,
        paragraph=first.paragraph,
        item=first.item,
        page=first.page,
    )


@lru_cache(maxsize=64)
def _path(title: str, section: tuple[str, ...], item: AgendaItem | None) -> str:
    """What stands over a passage: the document's title, the report of a pack, the headings."""
    path = [visible(heading, markup=True) for heading in section]
    title = title if title.count(" ") < LONGEST_TITLE else ""
    known = [fold(part) for part in path]
    report = item.title if item is not None and item.title else ""
    if report and not any(fold(report) in part or part in fold(report) for part in known if part):
        path.insert(0, report)
    if title and title not in path and not (path and title.startswith(f"{path[0]}: ")):
        path.insert(0, title)
    return " > ".join(part for part in path if part)
