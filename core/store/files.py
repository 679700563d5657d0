"""The files that were given and what became of each, in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from core.events import now
from core.store import schema


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What became of one path that was given: the `ingest` record of docs/contracts.md."""

    path: str
    status: str
    document: str | None = None
    code: str | None = None
    message: str = ""
    warnings: tuple[str, ...] = ()
    pages: int | None = None
    ocr_pages: int = 0
    passages: int = 0
    sha256: str | None = None

    def record(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "document": self.document,
            "status": self.status,
            "code": self.code,
            "message": self.message,
            "warnings": list(self.warnings),
            "pages": self.pages,
            "ocr_pages": self.ocr_pages,
            "passages": self.passages,
        }


def record_file(connection: Connection, made: FileRecord) -> None:
    connection.execute(schema.files.delete().where(schema.files.c.path == made.path))
    connection.execute(
        schema.files.insert().values(
            path=made.path,
            document=made.document,
            sha256=made.sha256,
            status=made.status,
            code=made.code,
            message=made.message,
            warnings=list(made.warnings),
            pages=made.pages,
            ocr_pages=made.ocr_pages,
            passages=made.passages,
            at=now(),
        )
    )


def file_record(connection: Connection, path: str) -> FileRecord | None:
    row = connection.execute(sa.select(schema.files).where(schema.files.c.path == path)).first()
    return file_from(row) if row else None


def all_files(connection: Connection) -> list[FileRecord]:
    return [
        file_from(row)
        for row in connection.execute(sa.select(schema.files).order_by(schema.files.c.at, schema.files.c.path))
    ]


def file_from(row: Any) -> FileRecord:
    return FileRecord(
        path=row.path,
        status=row.status,
        document=row.document,
        code=row.code,
        message=row.message,
        warnings=tuple(row.warnings),
        pages=row.pages,
        ocr_pages=row.ocr_pages,
        passages=row.passages,
        sha256=row.sha256,
    )
