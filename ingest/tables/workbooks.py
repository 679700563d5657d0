"""Excel workbooks as rows of strings: the first visible sheet that holds a table, each cell as it is shown."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from core.errors import RefusedFile, UserError
from ingest.tables.reading import MAX_CELL_CHARACTERS, MAX_ROWS, MAX_UNZIPPED_BYTES, shown


def workbook_rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows of the first visible sheet that holds a table, read as a stream; formulas as their last computed values."""
    import warnings

    import openpyxl

    try:
        with zipfile.ZipFile(path) as archive:
            unzipped = sum(entry.file_size for entry in archive.infolist())
            names = set(archive.namelist())
        if unzipped > MAX_UNZIPPED_BYTES:
            raise RefusedFile("too_large", f"{path} unpacks to more than {MAX_UNZIPPED_BYTES >> 20} MiB. Split it.")
        if "xl/workbook.xml" not in names:
            raise RefusedFile(
                "unsupported_type", f"{path} is an archive but not an Excel workbook. Give CSV, XLSX or ODS."
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                yield from _sheet_rows(path, book)
            finally:
                book.close()
    except UserError:
        raise
    except Exception as error:  # openpyxl and its parsers raise many kinds on damaged workbooks
        raise UserError(
            f"{path} is damaged: Excel's format could not be read ({error.__class__.__name__}). "
            "Open it in Excel and save it again, or save it as CSV UTF-8."
        ) from error


def _sheet_rows(path: Path, book: Any) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows of the first visible sheet with a row of two cells, from that row on: what stands alone above it is a title or
    a note. Where no sheet has such a row, all rows of the first visible sheet with anything on it."""
    alone: list[tuple[int, Sequence[str]]] = []
    formulas = _formula_book(path)
    try:
        for sheet in book.worksheets:
            if getattr(sheet, "sheet_state", "visible") != "visible":
                continue
            found = False
            held: list[tuple[int, Sequence[str]]] = []
            for number, row in enumerate(_cells(sheet, formulas), start=1):
                if number > MAX_ROWS:
                    raise RefusedFile(
                        "too_large", f"{path} has more than {MAX_ROWS} rows. Split it into several files."
                    )
                if any(len(cell) > MAX_CELL_CHARACTERS for cell in row):
                    raise RefusedFile(
                        "too_large",
                        f"{path}, row {number}: a cell holds more than {MAX_CELL_CHARACTERS} characters. Shorten it.",
                    )
                found = found or sum(bool(cell.strip()) for cell in row) > 1
                if found:
                    yield number, row
                elif any(row):
                    held.append((number, row))
            if found:
                return
            alone = alone or held
    finally:
        if formulas is not None:
            formulas.close()
    yield from alone


def _cells(sheet: Any, formulas: Any) -> Iterator[list[str]]:
    """Rows as shown. A text that begins with "=" is kept by some programs as a formula that was never computed: it is
    shown as it was written, since it would be lost otherwise."""
    sheet.reset_dimensions()  # some programs write a wrong size, and cells would be lost
    if formulas is None:
        for cells in sheet.iter_rows(values_only=True):
            yield [shown(cell) for cell in cells]
        return
    written = formulas[sheet.title]
    written.reset_dimensions()
    for cells, sources in zip(sheet.iter_rows(), written.iter_rows(values_only=True)):
        row = [shown(cell.value) for cell in cells]
        for n, (cell, source) in enumerate(zip(cells, sources)):
            # a computed formula has a value, or the data type of an empty text
            if cell.value is None and cell.data_type == "n" and isinstance(source, str) and source.startswith("="):
                row[n] = source
        yield row


def _formula_book(path: Path) -> Any:
    """The workbook with its formulas as written, None where no sheet has any."""
    import openpyxl

    with zipfile.ZipFile(path) as archive:
        sheets = [entry for entry in archive.infolist() if entry.filename.startswith("xl/worksheets/")]
        if not any(_has_formula(archive, entry) for entry in sheets):
            return None
    return openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)


def _has_formula(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    with archive.open(entry) as stream:
        tail = b""
        while chunk := stream.read(1 << 20):
            seen = tail + chunk
            if b"<f>" in seen or b"<f " in seen:
                return True
            tail = seen[-2:]
    return False
