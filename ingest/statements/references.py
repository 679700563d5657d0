"""From what day relative dates count: the publication that a passage reports on, else its agenda item, else the document.

The same module reads what a document says of named periods ("this Spending Review period in March 2025")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from core.documents import Block, Document
from core.text import cleaned
from ingest.statements.dates import find_deadlines
from ingest.statements.sentences import Sentence

_PUBLISHED = re.compile(r"\b(?:published|launched|announced|set out|released|issued)\b", re.I)
_MEETING = re.compile(r"\b(?:meeting|minutes|note)\b", re.I)
_PERIOD = re.compile(
    r"\bSpending Review(?: period)?,?\s*(?:which\s+)?(?:\(|in|to|until|ends?(?: in| on)?|ending(?: in| on)?)\s+(?P<when>[\w ]{0,20}20\d\d)"
)


class References:
    """The reference day of each block of one document."""

    def __init__(self, document: Document, blocks: Sequence[Block], found: Sequence[Sentence]) -> None:
        self._document = _iso(document.date) or _first_date(document.text[:4000])
        self._blocks = blocks
        self.named_periods: dict[str, date] = {}
        body = cleaned(document.text, markup=True).text
        for match in _PERIOD.finditer(body):
            for phrase in find_deadlines("by " + match["when"].strip()):
                if phrase.deadline.end:
                    self.named_periods.setdefault("spending review", date.fromisoformat(phrase.deadline.end))
        self._published: list[tuple[int, date]] = []
        for sentence in found:
            if not _PUBLISHED.search(sentence.text) or not re.match(r"(?:On|In)\b", sentence.text):
                continue
            days = [
                date.fromisoformat(p.deadline.start)
                for p in find_deadlines(sentence.text)
                if p.deadline.precision == "day" and p.deadline.start and p.deadline.assumption is None
            ]
            if days:
                self._published.append((sentence.block, days[0]))
        self._meetings = self._meeting_dates(document)

    def _meeting_dates(self, document: Document) -> list[tuple[int, date]]:
        """Where in the blocks minutes of another day begin: a day standing alone under a heading that says minutes."""
        found = []
        for index, block in enumerate(self._blocks):
            words = " ".join(block.span.of(document.text).split()).strip("#*_ ")
            if len(words) < 80 and any(_MEETING.search(h) for h in block.section[-2:]):
                days = [p for p in find_deadlines(words) if p.deadline.precision == "day" and not p.deadline.assumption]
                if days and days[0].deadline.start and len(days[0].deadline.text) > len(words) * 0.5:
                    found.append((index, date.fromisoformat(days[0].deadline.start)))
        return found

    def at(self, index: int) -> date | None:
        """The day from which relative dates in block `index` count."""
        block = self._blocks[index]
        item = block.item
        base = _iso(item.date) if item else None
        for start, day in reversed(self._meetings):
            if (
                start <= index
                and set(self._blocks[start].section[:1]) & set(block.section)
                and self._blocks[start].item == item
            ):
                base = base or day
                break
        best = None
        for start, day in self._published:
            if start <= index and self._blocks[start].item == item:
                best = day
        return best or base or self._document


def _iso(written: str | None) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(
            written[:10] if len(written) >= 10 else f"{written}-01" if len(written) == 7 else f"{written}-01-01"
        )
    except ValueError:
        return None


def _first_date(text: str) -> date | None:
    for phrase in find_deadlines(cleaned(text, markup=True).text):
        if phrase.deadline.precision in ("day", "month") and phrase.deadline.start:
            return date.fromisoformat(phrase.deadline.start)
    return None
