"""The library: documents, files that were refused, and what was understood of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from core.documents import DOCUMENT_TYPES, Block, Document
from ui.viewdata.places import block_kind, one_line, shown_date

if TYPE_CHECKING:
    from core.jobs import Job
    from ui.services import FileRecord

TYPES = (*sorted(DOCUMENT_TYPES - {"other"}), "other")

REASONS = {
    "empty_file": "The file is empty.",
    "password_required": "The file is protected by a password.",
    "damaged_docx": "The Word file is damaged.",
    "damaged_pdf": "The PDF is damaged.",
    "not_a_pdf": "The file is called PDF and is not one.",
    "unsupported_legacy_word": "This is the old Word format (.doc).",
    "unsupported_rtf": "This is a Rich Text file (.rtf).",
    "unsupported_image": "This is a picture.",
    "unsupported_type": "This kind of file is not read.",
    "too_large": "The file is too large.",
    "too_deep": "The file is nested too deep.",
}

WARNINGS = {
    "extension_mismatch": "the name ends in another type than the content",
    "repaired": "the file was damaged and has been repaired",
    "needs_ocr": "some pages are pictures without text",
    "no_text": "no text was found",
    "garbled_text": "some text is garbled",
    "failed_or_empty": "some parts could not be read",
    "tracked_changes": "holds tracked changes; read with all of them accepted",
    "active_content": "holds scripts or attachments; they were not opened",
    "hidden_text": "holds hidden text",
}


def shown_type(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class LibraryRow:
    title: str
    organisation: str
    date: str
    type: str
    pages: int | None
    file: str
    alike: str = ""


Near = Mapping[str, Sequence[tuple[str, float]]]
"""Document id -> (other document, share of the longer text that both have), the nearest first."""


def library_rows(documents: Sequence[Document], near: Near | None = None) -> list[LibraryRow]:
    """A row a document; `alike` names the current documents that say nearly the same."""
    titles = {d.id: one_line(d.title) for d in documents}
    return [
        LibraryRow(
            titles[d.id], d.organisation or "", shown_date(d.written_date), shown_type(d.type), d.pages, file_name(d.path),
            "; ".join(f"{titles[other]} ({share:.0%})" for other, share in (near or {}).get(d.id, ()) if other in titles),
        )
        for d in documents
    ]  # fmt: skip


def file_name(path: str) -> str:
    """The last part of a path that may be Windows's or Unix's."""
    return PurePath(path.replace("\\", "/")).name or path


@dataclass(frozen=True, slots=True)
class RefusedRow:
    file: str
    reason: str
    message: str


def refused_rows(files: Sequence[FileRecord]) -> list[RefusedRow]:
    """Files that could not be read: name, why in a sentence, what the reader said."""
    return [
        RefusedRow(file_name(made.path), REASONS.get(made.code or "", "The file could not be read."), made.message)
        for made in files
        if made.status == "refused"
    ]


def warnings_text(codes: Sequence[str]) -> str:
    """Warnings as one sentence, or ""."""
    said = [WARNINGS.get(code, code.replace("_", " ")) for code in codes]
    return ("Note: " + "; ".join(said) + ".") if said else ""


_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def edit_problem(title: str, date: str) -> str | None:
    """Why these values cannot be saved, or None."""
    if not title.strip():
        return "A document needs a title."
    if date.strip() and not _DATE.fullmatch(date.strip()):
        return "Write the date as 2023-03-14, or 2023-03, or 2023."
    return None


def changes(document: Document, values: dict[str, str]) -> dict[str, str | None]:
    """What differs between the form and the document; an emptied field is None."""
    current = {
        "title": document.title,
        "organisation": document.organisation,
        "date": document.written_date,
        "type": document.type,
        "source_url": document.source_url,
        "reference": document.reference,
        "isbn": document.isbn,
    }
    given = {name: (value.strip() or None) for name, value in values.items()}
    return {name: value for name, value in given.items() if value != current[name]}


def facts_of(document: Document) -> list[tuple[str, str]]:
    """What is known of a document, each fact with how it was found."""
    how = dict(document.found)

    def said(field: str, value: str | None) -> str:
        return f"{value or 'not known'}{f' ({how[field]})' if field in how else ''}"

    rows = [
        ("Organisation", said("organisation", document.organisation)),
        ("Date", said("date", shown_date(document.written_date) or None)),
        ("Type", said("type", shown_type(document.type))),
    ]
    rows += [
        (name, said(field, value))
        for name, field, value in (("Reference", "reference", document.reference), ("ISBN", "isbn", document.isbn))
        if value
    ]
    rows.append(("File", file_name(document.path)))
    if document.pages:
        rows.append(("Pages", f"{document.pages:,}"))
    return rows


def version_line(document: Document) -> str:
    """A version in a list of them: "Draft strategy, March 2024 (draft.docx)"."""
    date = shown_date(document.written_date)
    return f"{one_line(document.title)}{', ' + date if date else ''} ({file_name(document.path)})"


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A block as one line: kind in English, text cut to a line, depth below the document, its span."""

    kind: str
    text: str
    depth: int
    start: int
    end: int
    page: int | None


def outline(document: Document, blocks: Sequence[Block], *, headings_only: bool) -> list[OutlineLine]:
    """What was understood, in the document's order."""
    made = []
    for block in blocks:
        if headings_only and block.kind != "heading":
            continue
        text = one_line(block.span.of(document.text))
        if not text:
            continue
        depth = (block.level or 1) - 1 if block.kind == "heading" else len(block.section)
        number = f" {block.paragraph}" if block.paragraph and block.kind != "heading" else ""
        made.append(
            OutlineLine(
                block_kind(block.kind) + number,
                text[:160] + (" …" if len(text) > 160 else ""),
                depth,
                block.span.start,
                block.span.end,
                block.page or document.page_at(block.span.start),
            )
        )
    return made


def kinds(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """How many blocks of each kind, the most frequent first."""
    return [(block_kind(kind).capitalize(), f"{n:,}") for kind, n in Counter(b.kind for b in blocks).most_common()]


_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


def clean_name(name: str) -> str:
    """A file name that came from a browser, safe to write: no folders, no control characters, not hidden, not too long."""
    last = PurePath(name.replace("\\", "/")).name
    cleaned = _UNSAFE.sub("_", last).strip(". ")
    if len(cleaned) > 120:
        stem, dot, suffix = cleaned.rpartition(".")
        cleaned = f"{stem[: 119 - len(suffix)]}{dot}{suffix}" if dot and len(suffix) < 12 else cleaned[:120]
    return cleaned or "file"


def job_line(job: Job) -> str:
    """A job's state as a sentence."""
    if job.state == "queued":
        return "Waiting to start."
    if job.state == "running":
        done = f"{job.done:,} of {job.total:,}. " if job.total else ""
        return (done + job.message).strip() or "Working."
    if job.state == "done":
        return "Done."
    if job.state == "cancelled":
        return job.message or "Cancelled. What was done so far is saved."
    return job.message or "The work failed."


def job_share(job: Job) -> float:
    """How much of a job is done, 0 to 1."""
    return min(1.0, job.done / job.total) if job.total else 0.0
