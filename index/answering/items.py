"""Lists as papers print them: the items beside one that was cited, those under a sentence that ends with a colon, and the
recommendations of a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.documents import Block, Passage, Span
from core.text import sentences
from index.answering.listing import ENOUGH, Topic
from index.candidates import Candidate
from index.lexical import Allowed
from index.query import Either, Word
from index.search import Filters, Place, SearchIndex
from index.words import content_stems, stems

MOST_ITEMS = 500  # of one list
LONGEST = 600  # characters of an item; of a longer one its first sentence is cited
FEWEST_OF_SOME = 2  # other items that bear the question's words, where the list as a whole is not about it
HALF = 0.5  # of the question's words, in the words that lead into a list: then its items answer
_MARK = re.compile(r"\s*(?:[-–•*·o▪■●○◦‣\uf000-\uf0ff]\s+|\(?(?:[ivx]{1,4}|[a-z]|\d{1,2})[.)]\s+)?")
_HEADED = re.compile(r"^(?!.*\brespon).*\brecommendations?\b", re.I)
_NUMBERED = re.compile(r"^\W*(?:recommendation\s+[\w.]+|R\d{1,3})\s*[:.–—-]", re.I)
_RECOMMENDS = re.compile(
    r"\b(?:recommends?|recommended)\s+(?:that|to)\b|\b(?:is|are)\s+(?:asked|recommended|invited)\s+to\b", re.I
)
_RECOMMENDING = ("recommend", "recommendation", "asked", "invited")
_WORDED = frozenset(["paragraph", "list_item", "decision", "action", "quotation"])


@dataclass(frozen=True, slots=True)
class Item:
    """A place that is cited: the words and the passage that they stand in (None where it was not read)."""

    place: Place
    span: Span
    passage: Passage | None = None


def rest_of_list(first: Candidate, question: Sequence[str]) -> list[Item]:
    """The other items of the list or table that the sentence stands in, or that it leads into, in the order of the document;
    where nothing that leads into it bears the question's words (stems), only the items that do."""
    place, blocks = first.place, first.place.blocks
    at = next((n for n, block in enumerate(blocks) if block.span.overlaps(first.sentence.span)), None)
    if at is None:
        return []
    kind = blocks[at].kind
    leads = first.sentence.text.rstrip().endswith(":")
    if kind not in ("list_item", "table_row") and not leads:
        return []
    if kind in ("list_item", "table_row"):
        run = [*reversed(_run(blocks, at, -1, kind)), at, *_run(blocks, at, 1, kind)]
        before = _beside(blocks, run[0], -1)
    else:
        following = _beside(blocks, at, 1)
        if following is None or blocks[following].kind not in ("list_item", "table_row"):
            return []
        run, before = [following, *_run(blocks, following, 1, blocks[following].kind)], at
    text = place.document.text
    lead = " ".join([*blocks[run[0]].section[-1:], blocks[before].span.of(text) if before is not None else ""])
    wanted = frozenset(question)
    whole = leads or len(wanted & set(stems(lead))) >= HALF * len(wanted)
    made = []
    for n in run[:MOST_ITEMS]:
        block = blocks[n]
        if block.span.overlaps(first.sentence.span):
            continue
        if whole or len(wanted & set(stems(block.span.of(text)))) >= HALF * len(wanted):
            span = words_of(block, text)
            if span is not None:
                made.append(Item(place, span, first.passage if n in first.passage.blocks else None))
    return made if whole or len(made) >= FEWEST_OF_SOME else []


def _run(blocks: Sequence[Block], at: int, step: int, kind: str) -> list[int]:
    """The blocks of this kind that follow (or go before) without another between, page furniture apart."""
    made: list[int] = []
    n = at + step
    while 0 <= n < len(blocks) and (blocks[n].kind == kind or blocks[n].kind == "furniture"):
        if blocks[n].kind == kind:
            if blocks[n].section != blocks[at].section:
                break
            made.append(n)
        n += step
    return made


def _beside(blocks: Sequence[Block], at: int, step: int) -> int | None:
    n = at + step
    while 0 <= n < len(blocks) and blocks[n].kind == "furniture":
        n += step
    return n if 0 <= n < len(blocks) else None


def words_of(block: Block, text: str) -> Span | None:
    """The words of a block without its mark; of a long one its first sentence."""
    mark = _MARK.match(block.span.of(text)) if block.kind == "list_item" else None
    start = block.span.start + (mark.end() if mark else 0)
    words = text[start : block.span.end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        return None
    if len(words) > LONGEST:
        first = next(iter(sentences(words)), None)
        if first is None:
            return None
        return Span(start + first.start, start + min(first.end, first.start + LONGEST))
    return Span(start, start + len(words))


def recommendations(
    index: SearchIndex, about: Topic, documents: Sequence[str], filters: Filters, *, each: bool = True
) -> list[Item]:
    """What the papers recommend on a topic, paper by paper: what stands under a heading of recommendations, is numbered as one,
    or says "recommends that", "is asked to". each: of a list the items that are on the topic themselves, where any is; False
    for whom the whole list is addressed to."""
    shelf = index.shelf("passage")
    if shelf is None:
        return []
    item = filters.item
    inside = set(documents)
    allowed = Allowed(tuple(name for name in documents if name in set(shelf.names)), None)
    if not allowed.documents:
        return []
    positions = shelf.lexical.matching(Either(tuple(Word((word,)) for word in _RECOMMENDING)), allowed)
    passages = index.source.passages([int(shelf.rows[position]) for position in positions])
    order = {name: n for n, name in enumerate(index.source.facts())}
    made: list[Item] = []
    for passage in sorted(passages.values(), key=lambda one: (order.get(one.document, 0), one.spans[0].start)):
        if passage.document not in inside or passage.kind in ("contents", "heading"):
            continue
        if item is not None and (passage.item is None or str(passage.item.number) != item):
            continue
        headed = any(_HEADED.search(heading) for heading in passage.section[-2:])
        if not headed and not (_NUMBERED.search(passage.text) or _RECOMMENDS.search(passage.text)):
            continue
        place = index.source.place(passage.document)
        if about.borne(about.held(passage.text, place.document.title)) < ENOUGH:
            continue
        found = []
        for n in passage.blocks:
            block = place.blocks[n]
            words = block.span.of(place.document.text)
            if block.kind in _WORDED and (headed or _NUMBERED.search(words) or _RECOMMENDS.search(words)):
                span = words_of(block, place.document.text)
                if span is not None and len(content_stems(span.of(place.document.text))) > 1:
                    found.append(Item(place, span, passage))
        own = [one for one in found if each and about.borne(about.held(one.span.of(place.document.text))) >= ENOUGH]
        made += own or found
    return made
