"""What a document says it is: title, organisation, date, type, reference, ISBN and address, each with how it was found.

Read in this order: opening (the lines that are looked at), types, titles, organisations, dates, references. All of it is a
guess from the genre's habits, and all of it can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.documents import Block, DatePrecision, DocumentType
from ingest.metadata.dates import date_of
from ingest.metadata.opening import opening
from ingest.metadata.organisations import organisation_of
from ingest.metadata.references import isbn_of, reference_of, url_of
from ingest.metadata.titles import title_of
from ingest.metadata.types import type_of

if TYPE_CHECKING:
    from ingest.readers.reading import Reading

__all__ = ["Guess", "guess"]


@dataclass(frozen=True, slots=True)
class Guess:
    """`date` is an ISO day; of a month or a year it is the first, and `date_precision` says so. `found`: (field, how)."""

    title: str
    organisation: str | None
    date: str | None
    type: DocumentType
    date_precision: DatePrecision | None = None
    reference: str | None = None
    isbn: str | None = None
    source_url: str | None = None
    found: tuple[tuple[str, str], ...] = ()


def guess(reading: Reading, blocks: Sequence[Block], stem: str, *, web: bool = False) -> Guess:
    """What the document says it is, from its first and last blocks; the file's properties and name only where it says nothing.

    web: an HTML page, whose properties are what its publisher wrote into its meta tags."""
    opened = opening(reading, blocks)
    plain, _ = title_of(opened, "other", reading.stated_title, stem)
    kind, kind_found = type_of(opened, plain, blocks, reading, stem)
    title, title_found = title_of(opened, kind, reading.stated_title, stem)
    found = {"title": title_found}
    organisation = organisation_of(opened, kind, title, reading.stated_author, reading.text)
    when = date_of(opened, kind, title, stem, reading.stated_date, web, reading.text)
    reference = reference_of(opened, kind)
    isbn = isbn_of(opened)
    url = (reading.source_url, "meta tag" if web else "file") if reading.source_url else url_of(opened)
    if organisation is not None:
        found["organisation"] = organisation[1]
    if when is not None:
        found["date"] = when.found
    found["type"] = kind_found
    for field, value in (("reference", reference), ("isbn", isbn), ("source_url", url)):
        if value is not None:
            found[field] = value[1]
    return Guess(
        title, organisation[0] if organisation else None, when.day if when else None, kind, when.precision if when else None,
        reference[0] if reference else None, isbn[0] if isbn else None, url[0] if url else None, tuple(found.items()),
    )  # fmt: skip
