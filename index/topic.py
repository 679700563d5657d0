"""What the documents hold on a topic, for a page that a board reads: commitments, findings, sentences, and what is not there.

Search brings whatever comes near; a page for a board wants what is about the topic. So a row counts only where it bears the
topic's words (`about`), a synonym counting a little less, in its own words or in the headings that it stands under. Everything in a topic is a place in a
document; no sentence is made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.answers import Hit, HitKind, Receipt
from core.documents import Location, Passage, Span, content_id, locate
from core.text import fold
from index.answer import answer
from index.answering.list_questions import asked_list
from index.answering.listing import ENOUGH, topic_of
from index.answering.listing import Topic as Subject
from index.candidates import subject_stems
from index.query import Query, parse
from index.question import understood
from index.requoting import Words
from index.search import Filters, Found, SearchIndex
from index.sentences import sentences_of
from index.words import asked, content_stems, stems

TWIN = 0.7  # share of common words from which two findings of one value, or a quote and a row, say the same
MOST = 60  # rows of a kind that are looked at
LONGEST_SENTENCE = 600  # characters; a longer one is a table or a list read as one
FEWEST_WORDS = 6  # a shorter sentence says little by itself
SENTENCE_KINDS = frozenset(["paragraph", "list_item", "decision", "action", "quotation"])


@dataclass(frozen=True, slots=True)
class Row:
    """A commitment or a finding and what is said of it in the very words of its document: who, when, much (how much), value,
    of (whom), base; "" where it says none, or where a person recorded what does not stand there."""

    hit: Hit
    who: str = ""
    when: str = ""
    much: str = ""
    value: str = ""
    of: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """What was found, best first. `answered`: how many of the first quotes answer the query, which is a question then.
    missing: words of the query that no passage searched bears; reason: why there is nothing at all, or None."""

    query: str
    commitments: tuple[Row, ...]
    findings: tuple[Row, ...]
    quotes: tuple[Location, ...]
    answered: int
    searched: Receipt
    missing: tuple[str, ...]
    reason: str | None

    @property
    def empty(self) -> bool:
        return not (self.commitments or self.findings or self.quotes)


def topic(index: SearchIndex, query: str, filters: Filters | None = None) -> Topic:
    """What the documents hold on `query`: words or a question."""
    filters = filters or Filters()
    parsed = parse(asked(query))
    first = index.find(query, MOST, filters=filters)
    documents = index.source.allowed(filters) if index.refresh() else ()
    passages = index.source.passage_count(documents) if documents else 0
    receipt = Receipt(len(documents), passages, tuple(parsed.telling_words) + parsed.prefixes)
    if not documents or parsed.empty:
        return Topic(query, (), (), (), 0, receipt, (), first.reason)
    rows: dict[HitKind, tuple[Hit, ...]] = {
        kind: about(index, index.find(query, MOST, (kind,), filters)) for kind in ("commitment", "finding")
    }
    taken = [hit.location for hits in rows.values() for hit in hits]
    answers: list[Location] = []
    if query.rstrip().endswith("?"):
        given = answer(index, query, filters)
        answers = [citation.location for citation in given.citations] if given.answer is not None else []
    quotes = _distinct([*answers, *_sentences(index, about(index, first), parsed)], taken, len(answers))
    return Topic(
        query, _dated_first(_rows(index, rows["commitment"])), _each_once(_rows(index, rows["finding"])), tuple(quotes), len(answers), receipt, _missing(index, parsed, filters),
        first.reason,
    )  # fmt: skip


def about(index: SearchIndex, found: Found) -> tuple[Hit, ...]:
    """The hits that are about the query, in their order: those that bear most of its telling words, by rarity, and the one
    that tells most in what is said rather than in the title alone; all where the query demands (phrases, AND, prefixes)."""
    if found.query.demanded is not None:
        return tuple(found.hits)
    wanted = _wanted(index, found)
    return tuple(hit for hit in found.hits if any(_bears(one, hit) for one in wanted))


def _bears(wanted: Subject, hit: Hit) -> bool:
    if not wanted.words:
        return False
    near, above = _text_of(hit)
    said = wanted.held(near)
    return wanted.rarest_in(said) and wanted.borne(said | wanted.held(above)) >= ENOUGH


def _dated_first(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Commitments with a date or a sum before those that have neither; else as they are."""
    return tuple(sorted(rows, key=lambda row: not (row.when or row.much)))


def _each_once(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Findings, those of one sentence as one with all their values, and what a summary and the body both say only once."""
    together: dict[tuple[str, int, int], Row] = {}
    for row in rows:
        where = row.hit.location
        key = (where.document, where.start, where.end)
        before = together.get(key)
        if before is None:
            together[key] = row
        elif row.value and row.value not in before.value.split("; "):
            together[key] = replace(before, value=f"{before.value}; {row.value}" if before.value else row.value)
    kept: list[tuple[frozenset[str], Row]] = []
    for row in together.values():
        words = frozenset(content_stems(row.hit.location.quote))
        if not any(_figures(row) == _figures(other) and _twins(words, held) for held, other in kept):
            kept.append((words, row))
    return tuple(row for _, row in kept)


def _figures(row: Row) -> frozenset[str]:
    return frozenset(one for one in stems(row.value) if any(character.isdigit() for character in one))


def _twins(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two texts (their stems) say nearly the same, figures included: £24 million is not said again by £27 million."""
    new = {one for one in a if any(character.isdigit() for character in one)} - b
    return bool(a and b) and not new and len(a & b) >= TWIN * min(len(a), len(b))


def _rows(index: SearchIndex, hits: Sequence[Hit]) -> tuple[Row, ...]:
    texts: dict[str, Words] = {}
    made = []
    for hit in hits:
        name, fields = hit.location.document, dict(hit.fields)
        words = texts.setdefault(name, Words(index.source.place(name).document.text))
        base: dict[str, Any] = fields.get("base") or {}

        def stated(field: str, part: str | None = "text", words: Words = words, fields: dict[str, Any] = fields) -> str:
            held = fields.get(field)
            text = str((held or {}).get(part) or "") if part else str(held or "")
            return text if text and words.find(text) is not None else ""

        n = base.get("n")
        printed = next((text for text in (f"{n:,}", str(n)) if words.find(text)), "") if isinstance(n, int) else ""
        made.append(
            Row(
                hit, stated("actor"), stated("deadline"), stated("amount"), stated("value") or stated("prominence", None),
                stated("population", None), stated("base") or printed,
            )
        )  # fmt: skip
    return tuple(made)


def _wanted(index: SearchIndex, found: Found) -> list[Subject]:
    """What the query is about, and the same with its short forms written out; of a question without the words of asking."""
    parsed = found.query
    listed = asked_list(parsed.text)
    words = list(parsed.telling_words)
    if listed is not None and listed.topic:
        words = listed.topic.split()
    kept = set(subject_stems(" ".join(words), understood(parsed.text)))
    words = [word for word in words if not stems(word) or set(stems(word)) & kept] or words
    shelf = index.shelf("passage")
    known = [word for word in words if shelf is not None and any(shelf.lexical.frequency(one) for one in stems(word))]
    if len(known) > 1:
        words = known  # what stands nowhere is said to be missing, and hides nothing
    made = [topic_of(" ".join(words), index)]
    for expansion in found.expansions:
        rest = " ".join(word for word in words if word not in fold(expansion.written).split())
        made += [topic_of(f"{rest} {also}", index) for also in expansion.also]
    return made


def _text_of(hit: Hit) -> tuple[str, str]:
    """A hit's words with the heading over them and, of a register's row, what it is about; and what stands above: the other
    headings, the item, the title."""
    where, fields = hit.location, dict(hit.fields)
    actor: dict[str, Any] = fields.get("actor") or {}
    near = [
        hit.text, where.quote, *where.section[-1:], where.item.title if where.item else None,
        *(fields.get(name) for name in ("action", "theme", "population", "survey_question", "subject")),
    ]  # fmt: skip
    above = [where.title, *where.section, actor.get("name")]
    return "\n".join(str(part) for part in near if part), "\n".join(str(part) for part in above if part)


def _sentences(index: SearchIndex, hits: Sequence[Hit], parsed: Query) -> list[Location]:
    """Of each passage the sentence that bears most of the query's words."""
    wanted = set(parsed.ranking_stems)
    made: list[Location] = []
    for hit in hits:
        fields = dict(hit.fields)
        if fields.get("kind") not in SENTENCE_KINDS:
            continue
        place = index.source.place(hit.location.document)
        blocks = [place.blocks[n] for n in fields.get("blocks", ()) if n < len(place.blocks)]
        spans = tuple(block.span for block in blocks if block.kind in SENTENCE_KINDS)
        if not spans:
            continue
        passage = Passage(content_id("p", hit.id), hit.location.document, blocks[0].kind, "", spans, (0,))
        best: tuple[int, Span] | None = None
        for sentence in sentences_of(passage, place.document.text):
            held = stems(sentence.text)
            begins = sentence.text[:1].isupper() or sentence.text[:1].isdigit() or sentence.text[:1] in "“£‘"
            if len(sentence.text) > LONGEST_SENTENCE or len(held) < FEWEST_WORDS or not begins:
                continue
            score = len(wanted.intersection(held)) + sum(
                len(span.of(place.document.text)) > 0 and sentence.span.overlaps(span) for span in hit.highlights
            )
            if score and (best is None or score > best[0]):
                best = (score, sentence.span)
        if best is not None:
            made.append(locate(place.document, place.blocks, best[1]))
    return made


def _distinct(places: Sequence[Location], taken: Sequence[Location], first: int) -> list[Location]:
    """The places, each text once; after the `first`, which answer, without those that a row of a register quotes
    or that say nearly the same as one."""
    seen: set[str] = set()
    said = [frozenset(content_stems(one.quote)) for one in taken]
    kept: list[Location] = []
    for n, place in enumerate(places):
        text = fold(place.quote)
        quoted = any(
            one.document == place.document and one.start < place.end and place.start < one.end for one in taken
        )
        words = frozenset(content_stems(place.quote))
        if text in seen or (n >= first and (quoted or any(_twins(words, one) for one in said))):
            continue
        seen.add(text)
        said.append(words)
        kept.append(place)
    return kept


def _missing(index: SearchIndex, parsed: Query, filters: Filters) -> tuple[str, ...]:
    words = [word for word in parsed.telling_words if not word.startswith("£")]
    return tuple(word for word in words[:20] if not index.find(word, 1, filters=filters, meaning=False).hits)
