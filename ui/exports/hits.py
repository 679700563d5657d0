"""Results of a search as a file: CSV and XLSX with the contract's columns, a Word table with citations; all with sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.answers import Hit
from core.documents import Document, Location
from core.errors import UsageError
from ui.exports.columns import with_sha256
from ui.exports.files import records_bytes
from ui.exports.word import Column, quoted, table_bytes
from ui.viewdata.places import citation

FORMATS = (".csv", ".xlsx", ".docx")
FIRST_COLUMNS = (
    "rank",
    "kind",
    "quote",
    "citation",
    "title",
    "item.number",
    "item.title",
    "page",
    "page_label",
    "paragraph",
)
LAST_COLUMNS = ("score", "text", "highlights", "blocks", "duplicates")
WORD_COLUMNS = (Column("No", 1.2), Column("What is said", 15.6), Column("Where", 9.4))

Described = Callable[[str], Document]
"""Document id -> the document, for its organisation, date and address."""


def check_hits_format(path: Path) -> None:
    """Raises UsageError for a format in which results cannot be written: asked before the work, not after."""
    if path.suffix.lower() not in FORMATS:
        raise UsageError(f"{path.name}: the format is told by the suffix; choose one of {', '.join(FORMATS)}.")


class Citing:
    """Citations of places, each document looked up once."""

    def __init__(self, described: Described) -> None:
        self._described, self._known = described, dict[str, Document]()

    def document(self, name: str) -> Document:
        if name not in self._known:
            self._known[name] = self._described(name)
        return self._known[name]

    def __call__(self, location: Location) -> str:
        """Organisation, title, date, item, paragraph, page, address."""
        return citation(self.document(location.document), location)


def hit_records(hits: Sequence[Hit], citing: Citing, sha256: Mapping[str, str]) -> list[dict[str, Any]]:
    """The contract's records of the hits with a citation to copy and the hash of their document."""
    made = []
    for hit in hits:
        record = hit.record() | {"citation": citing(hit.location)}
        made.append({name: record[name] for name in record if name not in LAST_COLUMNS} | {
            name: record[name] for name in LAST_COLUMNS if name in record
        })  # fmt: skip
    return with_sha256(made, sha256)


def hits_bytes(
    suffix: str, query: str, hits: Sequence[Hit], citing: Citing, sha256: Mapping[str, str], notes: Sequence[str] = ()
) -> bytes:
    """The results as a file of the format that `suffix` (".csv", ".xlsx", ".docx") names."""
    records = hit_records(hits, citing, sha256)
    said = f"{len(hits):,} results of the search “{' '.join(query.split())}”, the best first."
    if suffix.lower() == ".docx":
        rows = [[str(record["rank"]), quoted(record), str(record["citation"])] for record in records]
        return table_bytes("Results of a search", [said, *notes], WORD_COLUMNS, rows, records)
    return records_bytes(suffix, "Results of a search", records, [said, *notes], FIRST_COLUMNS if records else ())
