"""An answer as a file: a row for each quote with what the registers hold of it, its citation and its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.answers import Answer
from core.errors import UsageError
from ui.exports.columns import with_sha256
from ui.exports.files import records_bytes
from ui.exports.hits import Citing
from ui.exports.word import Column, quoted, table_bytes
from ui.viewdata.answers import list_line, read_line

FORMATS = (".csv", ".xlsx", ".docx")
FIRST_COLUMNS = (
    "citation",
    "quote",
    "says",
    "cited_as",
    "title",
    "item.number",
    "item.title",
    "page",
    "page_label",
    "paragraph",
)
WORD_COLUMNS = (
    Column("No", 1.2),
    Column("What is said", 12.4),
    Column("What was read from it", 5.2),
    Column("Where", 7.4),
)


def check_answer_format(path: Path) -> None:
    """Raises UsageError for a format in which an answer cannot be written: asked before the work, not after."""
    if path.suffix.lower() not in FORMATS:
        raise UsageError(f"{path.name}: the format is told by the suffix; choose one of {', '.join(FORMATS)}.")


def answer_records(answer: Answer, citing: Citing, sha256: Mapping[str, str]) -> list[dict[str, Any]]:
    """A record for each citation: a list in its order, then the other quotes, then what stands against them, marked so."""
    order = list(answer.listed.citations) if answer.listed else []
    order += [n for n in range(len(answer.citations)) if n not in order]
    made: list[dict[str, Any]] = []
    for n in order:
        cited = answer.citations[n]
        read = read_line(cited.records)
        made.append(
            _record(len(made) + 1, read.line if read else None, cited.location.record(), citing(cited.location))
        )
    for one in answer.contradicts:
        says = f"says “{one.says}”, where another place says “{one.instead_of}”"
        made.append(_record(len(made) + 1, says, one.location.record(), citing(one.location)))
    return with_sha256(made, sha256)


def _record(number: int, says: str | None, place: Mapping[str, Any], cited_as: str) -> dict[str, Any]:
    return {"citation": number, "says": says, "cited_as": cited_as, **place}


def answer_bytes(
    suffix: str, answer: Answer, citing: Citing, sha256: Mapping[str, str], notes: Sequence[str] = ()
) -> bytes:
    """The answer as a file of the format that `suffix` (".csv", ".xlsx", ".docx") names."""
    records = answer_records(answer, citing, sha256)
    searched = answer.searched
    said = [
        f"Question: {' '.join(answer.question.split())}",
        list_line(answer, whole=True) or answer.reason or "",
        f"Searched {searched.passages:,} passages in {searched.documents:,} documents. Every quote stands word for word in its document.",
        *notes,
    ]  # fmt: skip
    kept = [line for line in said if line]
    if suffix.lower() == ".docx":
        rows = [
            [str(record["citation"]), quoted(record), str(record["says"] or ""), str(record["cited_as"])]
            for record in records
        ]
        return table_bytes("Answer", kept, WORD_COLUMNS, rows, records)
    return records_bytes(suffix, "Answer", records, kept, FIRST_COLUMNS if records else ())
