"""What the documents hold on a topic, for a page that a board reads: commitments, findings, sentences, and what is not there.

Search brings whatever comes near; a page for a board wants what is about the topic. So a row counts only where it bears the
topic's words (`bears`), in its own words or in the headings that it stands under. Everything in a topic is a place in a
document; no sentence is made up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.answers import Hit, HitKind, Receipt
from core.documents import Location, Passage, Span, content_id, locate
from core.text import fold
from index.answer import answer
from index.query import Query, parse
from index.requoting import Words
from index.search import Expansion, Filters, Found, SearchIndex
from index.sentences import sentences_of
from index.words import asked, content_stems, stems

SHARE = 0.6  # of the topic's telling words that a row bears, rounded up: both of two, two of three, three of four
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
        kind: about(index.find(query, MOST, (kind,), filters)) for kind in ("commitment", "finding")
    }
    taken = [hit.location for hits in rows.values() for hit in hits]
    answers: list[Location] = []
    if query.rstrip().endswith("?"):
        given = answer(index, query, filters)
        answers = [citation.location for citation in given.citations] if given.answer is not None else []
    quotes = _distinct([*answers, *_sentences(index, about(first), parsed)], taken, len(answers))
    return Topic(
        query, _rows(index, rows["commitment"]), _rows(index, rows["finding"]), tuple(quotes), len(answers), receipt, _missing(index, parsed, filters),
        first.reason,
    )  # fmt: skip


def about(found: Found) -> tuple[Hit, ...]:
    """The hits that bear the words of the query, in their order; all where the query demands (phrases, AND, prefixes)."""
    if found.query.demanded is not None:
        return tuple(found.hits)
    wanted = _wanted(found.query, found.expansions)
    return tuple(hit for hit in found.hits if bears(wanted, hit))


def bears(wanted: Sequence[Sequence[str]], hit: Hit) -> bool:
    """Whether the hit bears enough of one of the lists of stems (the query's, and with its short forms written out)."""
    held = set(stems(_text_of(hit)))
    return any(
        bool(terms) and len(held.intersection(terms)) >= math.ceil(SHARE * len(set(terms)) - 1e-9) for terms in wanted
    )


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


def _wanted(parsed: Query, expansions: Sequence[Expansion]) -> list[list[str]]:
    words = " ".join(parsed.telling_words)
    made = [content_stems(words)]
    for expansion in expansions:
        rest = " ".join(word for word in parsed.telling_words if word not in fold(expansion.written).split())
        made += [content_stems(f"{rest} {also}") for also in expansion.also]
    return made


def _text_of(hit: Hit) -> str:
    """A hit's words with what they stand under: title, item, headings; of a register's row also what it is about."""
    where, fields = hit.location, dict(hit.fields)
    actor: dict[str, Any] = fields.get("actor") or {}
    parts = [
        hit.text, where.quote, where.title, where.item.title if where.item else None, *where.section, actor.get("name"),
        *(fields.get(name) for name in ("action", "theme", "population", "survey_question", "subject")),
    ]  # fmt: skip
    return "\n".join(str(part) for part in parts if part)


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
    """The places, each text once; after the `first`, which answer, without those that a row of a register quotes."""
    seen: set[str] = set()
    kept: list[Location] = []
    for n, place in enumerate(places):
        text = fold(place.quote)
        quoted = any(
            one.document == place.document and one.start < place.end and place.start < one.end for one in taken
        )
        if text in seen or (quoted and n >= first):
            continue
        seen.add(text)
        kept.append(place)
    return kept


def _missing(index: SearchIndex, parsed: Query, filters: Filters) -> tuple[str, ...]:
    words = [word for word in parsed.telling_words if not word.startswith("£")]
    return tuple(word for word in words[:20] if not index.find(word, 1, filters=filters, meaning=False).hits)
