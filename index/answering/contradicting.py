"""What says another value, date or sum of the very thing that an answer cites: looked up row by row, not by running all checks.

For the rows that rest on the cited words, the rows of like words are fetched from the word index of their register. Figures
within one paper are then judged as the checks judge them (index/checks/values.py), over the paragraphs of those rows alone;
undertakings as the changes between papers are (index/changes.py). A reader sees both quotes; nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.answers import Citation, Contradiction
from core.documents import Location, Span, locate
from index.answering.citing import span_of
from index.checks.paper import Paper, statistics_of
from index.checks.values import check_values
from index.lexical import Allowed
from index.mentions import LIKELY, Said, intervals_agree, reworded_pairs, said
from index.registers import RegisterRow
from index.search import SearchIndex, StatementName
from index.words import content_stems

LOOKED_AT = 3  # citations whose rows are looked up
NEAREST = 40  # rows of like words that are compared
LONGEST_SENTENCE = 900  # characters


def contradictions(
    index: SearchIndex, citations: Sequence[Citation], documents: Sequence[str]
) -> tuple[Contradiction, ...]:
    """What other rows of the registers say against the first citations; each place once."""
    made: list[Contradiction] = []
    cited = [(one.location.document, Span(one.location.start, one.location.end)) for one in citations]
    for number, one in enumerate(citations[:LOOKED_AT]):
        rows = [index.source.keyed().by_id.get(str(record["id"])) for record in one.records]
        held = [row for row in rows if row is not None]
        findings = [row for row in held if row.kind == "finding" and row.fields.get("value")]
        if findings:
            made += _of_figures(index, number, one, findings)
        for row in held:
            if row.kind == "commitment":
                made += _of_commitment(index, number, row, documents)
    kept: list[Contradiction] = []
    for found in made:
        span = Span(found.location.start, found.location.end)
        beside = any(
            n != found.citation and name == found.location.document and other.overlaps(span)
            for n, (name, other) in enumerate(cited)
        )
        again = any(k.id == found.id and k.field == found.field for k in kept)
        if not again and not (beside and _cited_before(found, kept)):
            kept.append(found)
    return tuple(kept)


def _cited_before(found: Contradiction, kept: Sequence[Contradiction]) -> bool:
    """Whether the same two values were already set against each other, the other way round."""
    return any((one.says, one.instead_of) == (found.instead_of, found.says) for one in kept)


def _nearest(index: SearchIndex, kind: StatementName, words: str, documents: Sequence[str]) -> list[RegisterRow]:
    """The rows of like words, the nearest first; people's edits applied, rejected rows left out."""
    shelf = index.shelf(kind)
    inside = tuple(name for name in documents if shelf is not None and name in set(shelf.names))
    stems = list(dict.fromkeys(content_stems(words)))
    if shelf is None or not inside or not stems:
        return []
    positions, _ = shelf.lexical.rank("stems", stems, NEAREST, Allowed(inside))
    held = index.source.statements([int(shelf.rows[position]) for position in positions])
    keyed = index.source.keyed()
    made = {one.id: keyed.by_id[one.id] for rows in held.values() for one in rows if one.id in keyed.by_id}
    return list(made.values())


# Figures --------------------------------------------------------------------------------------------------------------


def _of_figures(index: SearchIndex, number: int, cited: Citation, rows: Sequence[RegisterRow]) -> list[Contradiction]:
    """Other places of the same paper that give another value of a cited statistic or sum."""
    document = cited.location.document
    near = {row.id: row for row in rows}
    for row in rows:
        words = f"{row.fields.get('subject') or ''} {row.fields.get('quote') or ''}"
        near |= {one.id: one for one in _nearest(index, "finding", words, [document])}
    place = index.source.place(document)
    spans = sorted((span_of(row) for row in near.values()), key=lambda span: span.start)
    blocks = tuple(block for block in place.blocks if any(block.span.overlaps(span) for span in spans))
    paper = Paper(place.document, blocks, statistics_of([row.fields for row in near.values()]))
    here = Span(cited.location.start, cited.location.end)
    made = []
    for check in check_values(paper):
        if check.b is None:
            continue
        for mine, other in ((check.a, check.b), (check.b, check.a)):
            if not Span(mine.start, mine.end).overlaps(here) or Span(other.start, other.end).overlaps(here):
                continue
            pair = _values(check.explanation)
            against = next((row for row in near.values() if _stands_at(row, other, pair)), None)
            if pair is None or against is None:
                continue
            instead, says = pair if mine is check.a else pair[::-1]
            location = locate(place.document, place.blocks, Span(other.start, other.end))
            made.append(Contradiction(number, "finding", against.id, "value", instead, says, location))
    return made


def _values(explanation: str) -> tuple[str, str] | None:
    """The two values, as printed, of "... is given as 45% in one place and as 54% in the other"."""
    parts = explanation.partition(" is given as ")[2].split(" in one place and as ")
    return (parts[0], parts[1].split(" in the other")[0]) if len(parts) == 2 else None


def _stands_at(row: RegisterRow, place: Location, pair: tuple[str, str] | None) -> bool:
    return pair is not None and span_of(row).overlaps(Span(place.start, place.end))


# Commitments ----------------------------------------------------------------------------------------------------------


def _of_commitment(index: SearchIndex, number: int, row: RegisterRow, documents: Sequence[str]) -> list[Contradiction]:
    """Rows that promise the same in nearly the same words by another date or with another sum."""
    fields = row.fields
    words = f"{fields.get('action') or ''} {fields.get('quote') or ''}"
    near = {one.id: one for one in _nearest(index, "commitment", words, documents) if one.id != row.id}
    if not near or not (fields.get("deadline") or fields.get("amount")):
        return []
    made = []
    for _, first, second in reworded_pairs([_said(row), *(_said(one) for one in near.values())], LIKELY):
        if row.id not in (first, second):
            continue
        other = near[second if first == row.id else first]
        if other.document == row.document and other.fields.get("section") == fields.get("section"):
            continue  # rows of one list or table that are alike are steps or cases, not the same said again
        for name, differ in (("deadline", _dates_differ), ("amount", _sums_differ)):
            mine, theirs = fields.get(name), other.fields.get(name)
            if mine and theirs and differ(mine, theirs):
                place = index.source.place(other.document)
                location = locate(place.document, place.blocks, span_of(other))
                made.append(
                    Contradiction(
                        number, "commitment", other.id, name, _line(mine["text"]), _line(theirs["text"]), location
                    )
                )
    return made


def _said(row: RegisterRow) -> Said:
    """A row with its words of time and money taken out, so that only what is promised is compared."""
    span = span_of(row)
    return replace(said(row.id, row.document, span.start, span.end, row.fields), deadline=None, amount=None)


def _dates_differ(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    first, second = (a.get("start"), a.get("end")), (b.get("start"), b.get("end"))
    return any(first) and any(second) and not intervals_agree(first, second)


def _sums_differ(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    ends = [one.get(name) for one in (a, b) for name in ("low", "high")]
    if a.get("currency") != b.get("currency") or any(end is None for end in ends):
        return False
    low_a, high_a, low_b, high_b = (float(end) for end in ends if end is not None)
    return low_b > high_a or low_a > high_b


def _line(text: object) -> str:
    return " ".join(str(text or "").split())
