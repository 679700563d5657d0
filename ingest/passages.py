"""Passages: runs of blocks made for retrieval, with the words that search needs around them.

One numbered paragraph, one list with its lead-in, some rows of a table with their header, or a few short paragraphs of one
section: 60 to 180 words where the document allows it, sentences never cut unless one alone is longer. Furniture and
hidden text are left out; contents pages and contacts stand in passages of their own kinds. The search text begins with
the title and the heading path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.documents import Block, BlockKind, Document, Passage, Span, content_id
from core.text import sentences
from ingest.structure.units import visible

FEWEST_WORDS, MOST_WORDS = 60, 180  # about 80 to 240 word pieces: what the default encoder reads
MOST_WORDS_MERGED = 130  # short paragraphs are put together up to here
LONGEST_WORD = 12  # letters a word, beyond which a stretch without spaces counts as more words than it has
MOST_LEAD = 400  # characters of a header row or lead-in that are put before the words of a passage
LONGEST_TITLE = 14
_ALONE: frozenset[BlockKind] = frozenset(["contents", "contact", "footnote"])
_FIGURE: frozenset[BlockKind] = frozenset(["caption", "survey_question"])


@dataclass(slots=True)
class _Piece:
    """A stretch of one block that goes whole into a passage."""

    index: int
    span: Span
    words: str
    n_words: int


@dataclass(slots=True)
class _Run:
    """Pieces of a passage in the making. `lead` is put before the words in the search text (lead-in, header row, caption)."""

    kind: BlockKind
    pieces: list[_Piece] = field(default_factory=list)
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


def searchable(block: Block) -> bool:
    return block.kind != "furniture" and "hidden" not in block.flags


def _runs(text: str, blocks: Sequence[Block]) -> Iterator[_Run]:
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
                pieces = _pieces(text, index, block)
                if pieces and pieces[0].n_words >= 4:
                    yield _Run("heading", pieces)
            last, header, caption = block, "", ""
            continue
        pieces = _pieces(text, index, block)
        if not pieces:
            continue
        if block.kind == "table_row":
            if last is None or last.kind != "table_row":
                header = pieces[0].words if _header(block, pieces[0].words) else ""
                caption = _words(text, last) if last is not None and last.kind == "caption" else ""
                if run is not None and not caption:
                    yield run
                    run = None
        elif block.kind == "caption":
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


def _pieces(text: str, index: int, block: Block) -> list[_Piece]:
    """The block in stretches of at most MOST_WORDS words, cut between sentences, else (a very long sentence) between words."""
    source = block.span.of(text)
    start = block.span.start + len(source) - len(source.lstrip())
    end = block.span.start + len(source.rstrip())
    if start >= end:
        return []
    words = _cells(text[start:end]) if block.kind == "table_row" else visible(text[start:end], markup=True)
    if not words:
        return []
    n_words = _size(words)
    if n_words <= MOST_WORDS * 1.2:
        return [_Piece(index, Span(start, end), words, n_words)]
    pieces: list[_Piece] = []
    begin = start
    reached = start
    for sentence in [*_bounded(text, start, end), None]:
        stop = end if sentence is None else sentence.end
        size = max(text.count(" ", begin, stop) + 1, (stop - begin) // LONGEST_WORD)
        if begin < reached and (sentence is None or size > MOST_WORDS):
            cut = (
                _cells(text[begin:reached]) if block.kind == "table_row" else visible(text[begin:reached], markup=True)
            )
            if cut:
                pieces.append(_Piece(index, Span(begin, reached), cut, _size(cut)))
            begin = sentence.start if sentence is not None else end
        reached = stop
    return pieces


def _size(words: str) -> int:
    """How long a text is, in words; one without spaces has as many as its letters would make."""
    return max(words.count(" ") + 1, len(words) // LONGEST_WORD)


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """Sentences, those longer than a passage cut at spaces (a text without stops is one sentence)."""
    for sentence in sentences(text[start:end], start):
        low = sentence.start
        while sentence.end - low > MOST_WORDS * LONGEST_WORD:
            cut = text.rfind(" ", low + 1, low + MOST_WORDS * 7)
            cut = cut if cut > low else low + MOST_WORDS * 7
            yield Span(low, cut)
            low = cut
            while low < sentence.end and text[low].isspace():
                low += 1
        if low < sentence.end:
            yield Span(low, sentence.end)


def _joins(run: _Run, blocks: Sequence[Block], block: Block, piece: _Piece) -> bool:
    """Whether a piece goes on with the run rather than beginning the next passage."""
    last = blocks[run.pieces[-1].index]
    total = run.n_words + piece.n_words
    if (
        run.pieces[-1].index == piece.index
        or total > MOST_WORDS
        or last.section != block.section
        or last.item != block.item
    ):
        return False
    if last.kind == "contents" or block.kind == "contents":
        return last.kind == block.kind
    if last.kind in _ALONE or block.kind in _ALONE:
        return last.kind == block.kind
    if block.kind == "table_row" or last.kind == "table_row":
        return last.kind == block.kind or (last.kind == "caption" and block.kind == "table_row")
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


def _lead(text: str, block: Block, piece: _Piece, header: str, caption: str) -> str:
    """What a passage that begins here needs before it to be understood."""
    if block.kind == "table_row":
        parts = [caption, header if header != piece.words else ""]
        return "\n".join(part[:MOST_LEAD] for part in parts if part)
    if block.lead_in is not None:
        return visible(block.lead_in.of(text), markup=True)[:MOST_LEAD]
    return ""


def _header(block: Block, words: str) -> bool:
    """Whether the first row of a table names its columns: it says so, or has no figures."""
    return "header" in block.flags or not any(character.isdigit() for character in words)


def _cells(source: str) -> str:
    cells = source.replace("\t", "\x1f")
    return " | ".join(visible(cell, markup=True) for cell in cells.split("\x1f") if cell.strip())


def _words(text: str, block: Block) -> str:
    return visible(block.span.of(text), markup=True)


def _label(text: str, block: Block, piece: _Piece) -> str:
    """The number that the format prints before a block but keeps out of its text: "3.10 ", "(b) "; else nothing."""
    number = block.number
    if not number or text[block.span.start : piece.span.start].strip():
        return ""
    if piece.words.lstrip("-•*([ ").casefold().startswith(number.casefold()):
        return ""
    return f"({number}) " if number.isalpha() else f"{number} "


def _passage(document: Document, blocks: Sequence[Block], run: _Run) -> Passage:
    first = blocks[run.pieces[0].index]
    title = document.title if document.title.count(" ") < LONGEST_TITLE else ""
    path = [visible(heading, markup=True) for heading in first.section]
    above = " > ".join(
        part
        for part in ([title] if title and title not in path and not (path and title.startswith(f"{path[0]}: ")) else [])
        + path
        if part
    )
    body = "\n".join(_label(document.text, blocks[piece.index], piece) + piece.words for piece in run.pieces)
    if body.startswith(above):
        above = ""  # the title block itself, or a document of one line
    parts = [part for part in (above, run.lead, body) if part]
    spans = tuple(piece.span for piece in run.pieces)
    weight: dict[BlockKind, int] = {}
    for piece in run.pieces:
        kind = blocks[piece.index].kind
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
