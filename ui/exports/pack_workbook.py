"""The table pack as .xlsx, by the Analysis Function's own package gptables, with what it leaves open mended: text is never
taken for a formula, a link or a note; table names are valid; the document has a title; heading rows stay in sight."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from ui.exports.columns import Cell
from ui.exports.pack import notes, sheets, title

if TYPE_CHECKING:
    from coding.publication import Publication

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def pack_xlsx(made: Publication) -> bytes:
    """Cover, contents, notes, one table a sheet."""
    import gptables
    import pandas as pd

    found = sheets(made)
    said = notes(made)
    marks = "".join(f"$$note{n}$$" for n in range(1, len(said) + 1))
    tables = {
        sheet.name: gptables.GPTable(
            table=pd.DataFrame([[safe(cell) for cell in row] for row in sheet.rows], columns=[safe(c) for c in sheet.columns], dtype=object),
            table_name=f"verbatim_{sheet.name}",
            title=f"{safe(sheet.title)}{marks if sheet.name.startswith('Table_') else ''}",
            subtitles=[safe(sheet.caption)] if sheet.caption else [],
            instructions="This worksheet contains one table. Notes are on the notes worksheet.",
            index_columns={2: 0},
        )
        for sheet in found
    }  # fmt: skip
    cover = gptables.Cover(
        title=safe(title(made)),
        intro=[f"{len(made.tables)} tables of how often each theme was given, and what stands beside them."],
        about=[f"{name}: {safe(value)}" for name, value in made.about],
        contact=["Whoever publishes this pack adds how they can be reached."],
        cover_label="Cover",
    )
    stream: Any = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its advice on cells of symbols: the shorthand is explained on the notes sheet
        book = gptables.produce_workbook(
            filename=stream, sheets=tables, cover=cover, contentsheet_options={"column_names": ["Worksheet", "Contents"]},
            notes_table=pd.DataFrame({"Note reference": [f"note{n}" for n in range(1, len(said) + 1)], "Note text": [safe(note) for note in said]}),
            workbook_options=OPTIONS,
        )  # fmt: skip
    book.set_properties({"title": title(made), "author": "Verbatim", "comments": "Made with Verbatim"})
    for page in book.worksheets():
        table = tables.get(page.get_name())
        if table is not None:
            page.freeze_panes(table.data_range[0] + 1, 1)
    book.close()
    return bytes(stream.getvalue())


def safe(cell: Cell) -> Any:
    """Text that gptables reads as it stands: "$$" would begin a note, "](" a link."""
    return cell.replace("$$", "$ $").replace("](", "] (") if isinstance(cell, str) else cell
