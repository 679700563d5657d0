"""A coding sheet as an Excel workbook: responses to code, the frame, instructions, and hidden what the sheet is.

What must not be changed is locked; a response's text is text, whatever it begins with. `ingest.tables.coding_sheets` reads
it back.
"""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, Any

import xlsxwriter

from core.text import plain
from ui.exports.workbook import clean

if TYPE_CHECKING:
    from coding.rounds.sheets import CodingSheet
    from core.codebooks import Code

FORMAT = "verbatim coding sheet 1"
HIDDEN = "verbatim"
FRAME_TAB, CODING_TAB, HELP_TAB = "Code frame", "Coding", "Instructions"
NONE_FITS, NOTE = "No code fits", "Note"
HEADER_ROW = 3  # 0-based; above it the question, the coder and a line of help
DEFAULT_LISTS = 5
MAX_NAME = 200


def sheet_bytes(sheet: CodingSheet, lists: int | None = DEFAULT_LISTS) -> bytes:
    """The workbook. `lists`: so many drop-down columns to choose codes from (more where the coder has given more); None: one
    0/1 column a code."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": f"Coding sheet for {sheet.coder}", "author": "Verbatim"})
    names = shown_names(sheet.codes)
    if lists is not None:
        lists = max([lists, 1, *(len(row.codes or ()) for row in sheet.rows)])
    _coding(book, sheet, names, lists)
    _frame(book, sheet.codes, names)
    _instructions(book, sheet, lists)
    _hidden(book, sheet, names, lists)
    book.close()
    return stream.getvalue()


def shown_names(codes: tuple[Code, ...]) -> dict[str, str]:
    """What a coder sees of each code: its label; with the code where labels are alike, or as a cell cannot hold it."""
    labels = {code.code: clean(" ".join(code.label.split()))[:MAX_NAME] for code in codes}
    times = Counter(plain(label) for label in labels.values())
    made: dict[str, str] = {}
    taken: set[str] = set()
    for n, code in enumerate(codes, 1):
        label = labels[code.code]
        name = label if label and times[plain(label)] == 1 else f"{label} ({code.code})"[:MAX_NAME].strip()
        if plain(name) in taken:
            name = f"{name[:MAX_NAME]} [{n}]"
        taken.add(plain(name))
        made[code.code] = name
    return made


def _coding(book: Any, sheet: CodingSheet, names: dict[str, str], lists: int | None) -> None:
    page = book.add_worksheet(CODING_TAB)
    bold, head = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8F1F8"})  # fmt: skip
    fixed = book.add_format(
        {"text_wrap": True, "valign": "top", "locked": True, "quote_prefix": True, "num_format": "@"}
    )
    free = book.add_format(
        {"valign": "top", "locked": False, "text_wrap": True, "border": 1, "border_color": "#B1B4B6"}
    )
    page.write_string(0, 0, clean(sheet.question.text), bold)
    page.write_string(
        1, 0, clean(f"Coder: {sheet.coder}. {len(sheet.rows):,} responses, code frame version {sheet.version}.")
    )
    page.write_string(2, 0, f"Fill in the columns with a border; the sheet '{FRAME_TAB}' says what the codes mean.")
    given = [f"Code {n + 1}" for n in range(lists)] if lists is not None else list(names.values())
    columns = ["response_id", "text", *sheet.attributes, *given, NONE_FITS, NOTE]
    first = 2 + len(sheet.attributes)
    top, last = HEADER_ROW + 1, HEADER_ROW + len(sheet.rows)
    for at, name in enumerate(columns):
        page.write_string(HEADER_ROW, at, clean(name), head)
    for n, row in enumerate(sheet.rows):
        line = top + n
        for at, text in enumerate((row.response, row.text, *row.attributes)):
            page.write_string(line, at, clean(text), fixed)
        for at, value in enumerate(_entries(row.codes, names, lists, row.note), first):
            if isinstance(value, int):
                page.write_number(line, at, value, free)
            elif value:
                page.write_string(line, at, clean(value), free)
            else:
                page.write_blank(line, at, None, free)
    wrong = {"error_title": "Not a code of the frame", "error_message": "Choose from the list."}
    end = first + len(given) - 1
    if given:
        rule = {"validate": "list", "source": f"='{FRAME_TAB}'!$A$2:$A${len(names) + 1}", **wrong}
        page.data_validation(
            top, first, last, end, rule if lists is not None else {"validate": "list", "source": [1, 0], **wrong}
        )
    page.data_validation(top, end + 1, last, end + 1, {"validate": "list", "source": ["x"], "error_message": "Write x, or leave it empty."})  # fmt: skip
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 70)
    if first > 2:
        page.set_column(2, first - 1, 16)
    page.set_column(first, max(end, first), 24 if lists is not None else 14)
    page.set_column(end + 1, end + 1, 12)
    page.set_column(end + 2, end + 2, 40)
    page.freeze_panes(top, 1)
    page.autofilter(HEADER_ROW, 0, last, len(columns) - 1)
    page.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})


def _entries(codes: tuple[str, ...] | None, names: dict[str, str], lists: int | None, note: str) -> list[str | int]:
    """What the coder has said so far, cell by cell."""
    none_fits = "x" if codes is not None and not codes else ""
    if lists is not None:
        chosen = [names[code] for code in codes or ()]
        return [*chosen, *[""] * (lists - len(chosen)), none_fits, note]
    if codes is None:
        return [*[""] * len(names), none_fits, note]
    return [*(int(code in codes) for code in names), none_fits, note]


def _frame(book: Any, codes: tuple[Code, ...], names: dict[str, str]) -> None:
    page = book.add_worksheet(FRAME_TAB)
    head, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    fields = ("definition", "include", "exclude", "typical", "borderline", "parent", "code")
    filled = [name for name in fields if any(getattr(code, name) for code in codes)]
    for at, name in enumerate(["What to choose", *(name.capitalize() for name in filled)]):
        page.write_string(0, at, name, head)
    for line, code in enumerate(codes, 1):
        page.write_string(line, 0, names[code.code], wrap)
        for at, name in enumerate(filled, 1):
            page.write_string(line, at, clean(str(getattr(code, name) or "")), wrap)
    page.set_column(0, 0, 30)
    page.set_column(1, max(1, len(filled)), 45)
    page.freeze_panes(1, 1)
    page.protect("", {"format_columns": True, "format_rows": True})


def _instructions(book: Any, sheet: CodingSheet, lists: int | None) -> None:
    page = book.add_worksheet(HELP_TAB)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 100, wrap)
    how = (
        f"Choose up to {lists} codes a response from the drop-down lists (Alt and the down arrow opens one)."
        if lists is not None
        else "Write 1 in the column of each code that applies. An empty cell in a row that you have coded counts as 0."
    )
    lines = [
        "How to code in this workbook",
        f"1. Go to the sheet '{CODING_TAB}'. Read each response and decide by the definitions in the sheet '{FRAME_TAB}'.",
        f"2. {how}",
        f"3. Where no code fits, write x under '{NONE_FITS}'. A row with no entry counts as not coded yet.",
        f"4. What you want to discuss goes under '{NOTE}'.",
        "5. Code on your own: do not look at another coder's sheet, and do not discuss single responses until both are done.",
        "6. Responses are the words of people who answered: do not send the file on.",
        "7. The other cells are locked. Filter as you like; do not add, delete or move rows or columns.",
        "8. Save the workbook (as .xlsx or .ods) and give it back. It says by itself whose it is and of which question.",
    ]
    for line, text in enumerate(lines):
        page.write_string(line, 0, clean(text), wrap)
    page.protect()


def _hidden(book: Any, sheet: CodingSheet, names: dict[str, str], lists: int | None) -> None:
    page = book.add_worksheet(HIDDEN)
    about = {
        "format": FORMAT,
        "question": sheet.question.id,
        "question_text": clean(sheet.question.text),
        "version": str(sheet.version),
        "coder": sheet.coder,
        "layout": "columns" if lists is None else "lists",
        "given": str(len(names) if lists is None else lists),
        "first_row": str(HEADER_ROW + 2),
        "checksum": sheet.checksum,
    }
    line = 0
    for pairs in (about.items(), (("code:" + code, shown) for code, shown in names.items())):
        for key, value in pairs:
            page.write_string(line, 0, key)
            page.write_string(line, 1, value)
            line += 1
    for row in sheet.rows:
        page.write_string(line, 0, "id")
        page.write_string(line, 1, row.response)
        line += 1
    page.protect()
    page.very_hidden()
