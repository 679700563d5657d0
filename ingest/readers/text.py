"""Plain text and Markdown: the decoded file as it is, and its lines as units.

The text rule (docs/methods.md): marks and newlines stay, the byte-order mark goes, control characters other than
tab, newline, return and form feed become U+FFFD one for one, a form feed ends a page.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import replace

from core.documents import BlockKind
from ingest.readers.reading import Reading
from ingest.readers.text_layout import Layout, Line, layout
from ingest.structure import patterns
from ingest.structure.numbering import Printed, follows, printed_number
from ingest.structure.report_headers import report_label
from ingest.structure.units import Unit, visible

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff]")
_LINE = re.compile(  # a run of blank lines, which may be millions, is one
    r"(?:[ \t]*(?:\r\n|[\n\r\f\u2028\u2029]))+|[^\n\r\f\u2028\u2029]*(?:\r\n|[\n\r\f\u2028\u2029]|$)"
)
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:\s+|$)")
_CLOSING_HASHES = re.compile(r"\s+#+\s*$")
_RULE = re.compile(r"\s{0,3}(?:(?:-\s?){3,}|(?:\*\s?){3,}|(?:_\s?){3,}|={3,})\s*$")
_TABLE_RULE = re.compile(r"\s*(?:\|\s*)?:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*(?:\|\s*)?$")
_BREAK_MARK = re.compile(r"<br\s*/?>\s*$", re.IGNORECASE)
_WHOLE_BOLD = re.compile(
    r"\s*(?:\*\*(?:(?!\*\*).)+\*\*|__(?:(?!__).)+__|<(?:b|strong)>(?:(?!</(?:b|strong)>).)+</(?:b|strong)>)\s*:?\s*$",
    re.IGNORECASE,
)
_WHOLE_ITALIC = re.compile(r"\s*(?:\*(?!\*)[^*]+\*|_(?!_)[^_]+_|<(?:i|em)>[^<]+</(?:i|em)>)\s*:?\s*$", re.IGNORECASE)
_STARS = re.compile(r"^[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}$")
_DOTS = re.compile(r"(?:[.…] ?){4,}\s*\d{1,4}\s*$")
_NUMBER_ALONE = re.compile(r"\d{1,2}(?:\.|(?:\.\d{1,2}){1,3}\.?)")
_REFERENCE = re.compile(r"\s{0,3}\[(?!\^)[^\]]{1,200}\]:\s+\S+")
FEW = 6  # words of a line that no width wrapped
LONGEST_LINE_FOR_MARKS = 2_000
LONGEST_JOINED = 20_000  # characters of a paragraph: a longer run of lines is a list or a table that nothing marks
_SEQUENCE = re.compile(b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
STRAY_SHARE = 3  # letters of UTF-8 for each stray byte, for a file to be UTF-8; in cp1252 such pairs hardly occur


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    """The byte that is no UTF-8 as Windows would read it: a page pasted together from two files has such bytes."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


codecs.register_error("verbatim-one-byte", _one_byte)


def decode(data: bytes) -> str:
    """The file's characters: by its byte-order mark, else UTF-8 (a stray byte in it as cp1252), else UTF-16 where every
    other byte is zero, else cp1252."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    sample = data[:4000]
    for name, odd in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if sample and odd.count(0) > 0.6 * max(1, len(odd)):
            return data.decode(name, "replace")
    if len(_SEQUENCE.findall(data)) > STRAY_SHARE * sum(byte > 0x7F for byte in _SEQUENCE.sub(b"", data)):
        return data.decode("utf-8", "verbatim-one-byte")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def tame(text: str) -> str:
    """Control characters replaced one for one, so that no escape or NUL reaches a terminal, JSON or the database."""
    return _CONTROL.sub("\ufffd", text)


def read_text(data: bytes) -> Reading:
    text = tame(decode(data))
    if text.startswith("\ufeff"):
        text = text[1:]
    starts = [0]
    last = len(text.rstrip())
    starts += [match.end() for match in re.finditer("\f", text) if match.end() < last]
    units = tuple(units_of(text, tuple(starts)))
    warnings = ("hidden_text",) if any("hidden" in unit.flags for unit in units) else ()
    return Reading(text, units, page_starts=tuple(starts) if len(starts) > 1 else (), warnings=warnings)


def units_of(text: str, page_starts: tuple[int, ...] = (0,)) -> list[Unit]:
    """The lines of `text` gathered into units: a marked line is one, lines that run on are one together."""
    lines = [
        Line(match.start(), match.end(), match.group().rstrip("\r\n\f\u2028\u2029"))
        for match in _LINE.finditer(text)
        if match.start() < match.end()
    ]
    laid_out = layout(lines)
    units: list[Unit] = []
    last_line: Line | None = None  # the plain line before this one, which it may run on from
    paged = len(page_starts) > 1
    for line in lines:
        if line.is_blank:
            if units:
                units[-1] = replace(units[-1], end=line.end)
            last_line = None
            continue
        page = bisect_right(page_starts, line.start) if paged else None
        made = _laid_out_unit(line, page, laid_out) or _line_unit(line.body, line.start, line.end, page)
        if last_line is not None and units and _joins(text, units[-1], made, last_line, line, laid_out):
            units[-1] = _joined(text, units[-1], made)
        else:
            units.append(made)
        last_line = line if made.kind not in ("heading", "table_row", "furniture") and not made.flags else None
    if units and units[0].start:
        units[0] = replace(units[0], start=0)
    elif not units and text:
        units = [Unit(0, len(text), "", kind="furniture")]
    return _mark_edges(units) if paged else units


def _laid_out_unit(line: Line, page: int | None, laid_out: Layout) -> Unit | None:
    """The unit of a line that its neighbours make what it is: an underlined title, a row, a rule, a comment."""
    start, end = line.start, line.end
    if start in laid_out.hidden:
        words = visible(line.body.replace("<!--", " ").replace("-->", " "))
        return Unit(start, end, words, flags=("hidden",), page=page)
    if start in laid_out.rules:
        return Unit(start, end, "", kind="furniture", page=page)
    if start in laid_out.plain:
        return Unit(start, end, visible(line.body), page=page)
    if start in laid_out.titles:
        words = visible(line.body, markup=True).strip("*_ ")
        return Unit(start, end, words, kind="heading", level=laid_out.titles[start], page=page)
    if start in laid_out.cells:
        return _row(laid_out.cells[start], start, end, page)
    return None


def _joins(text: str, last: Unit, made: Unit, last_line: Line, line: Line, laid_out: Layout) -> bool:
    if line.start in laid_out.plain or last.end - last.start > LONGEST_JOINED:
        return False
    if last.kind == made.kind == "quotation" and not made.bullet:
        return bool(made.text) and bool(last.text)
    if _inside_bold(text, last, made):
        return True
    return _runs_on(last, made) and not laid_out.ends_paragraph(last_line, line)


def _joined(text: str, last: Unit, made: Unit) -> Unit:
    if last.kind in ("list_item", "quotation") or last.end - last.start > LONGEST_LINE_FOR_MARKS:
        words = f"{last.text} {made.text}"
    else:
        words = visible(text[last.start : made.end], markup=True).strip("*_ ")
    return replace(last, end=made.end, text=words, bold=last.bold and made.bold, italic=last.italic and made.italic)


def _line_unit(line: str, start: int, end: int, page: int | None) -> Unit:
    body = _BREAK_MARK.sub("", line.rstrip())
    marks = len(body) <= LONGEST_LINE_FOR_MARKS
    indent = float(len(body) - len(body.lstrip()))
    heading = _HEADING.match(body)
    if heading:
        words = visible(_CLOSING_HASHES.sub("", body[heading.end() :]), markup=marks).strip("*_ ")
        if words:
            return Unit(start, end, words, kind="heading", level=len(heading.group(1)), page=page)
    if _RULE.match(body) or _TABLE_RULE.match(body) or (marks and _REFERENCE.match(body)):
        return Unit(start, end, "", kind="furniture", page=page)
    cells = _cells(body)
    if cells:
        return _row(cells, start, end, page)
    bold = marks and bool(_WHOLE_BOLD.match(body))
    italic = marks and not bold and bool(_WHOLE_ITALIC.match(body))
    kind: BlockKind | None = None
    bullet = patterns.BULLET.match(body.lstrip())
    if bullet and not bold and not italic:
        words = visible(body.lstrip()[bullet.end() :], markup=marks)
        return Unit(start, end, words, kind="list_item", indent=indent, page=page, bullet=True)
    if body.lstrip().startswith(">"):
        kind, body = "quotation", body.lstrip().lstrip("> ")
    elif (note := patterns.FOOTNOTE.match(body.lstrip())) and not bold:
        kind, body = "footnote", body.lstrip()[note.end() :]
    words = _plain(body) if marks else visible(body)
    return Unit(start, end, words, kind=kind, bold=bold, italic=italic, indent=indent, page=page)


def _row(cells: tuple[str, ...], start: int, end: int, page: int | None) -> Unit:
    bold = all(_WHOLE_BOLD.match(cell) for cell in cells if cell.strip())
    shown = tuple(_plain(cell) for cell in cells)
    words = " ".join(cell for cell in shown if cell)
    return Unit(start, end, words, kind="table_row", cells=shown, bold=bold, page=page)


def _plain(source: str) -> str:
    return _STARS.sub("", visible(source, markup=True)).strip()


def _cells(body: str) -> tuple[str, ...]:
    """The cells of a tab-separated row or of a Markdown table row; empty where the line is neither."""
    if body.count("|") >= 2 and body.strip().startswith("|"):
        return tuple(body.strip().strip("|").split("|"))
    if "\t" in body.strip() or body.startswith("\t"):
        parts = body.split("\t")
        number = printed_number(parts[0].strip())
        if len(parts) == 2 and number and number.length >= len(parts[0].strip()) and len(parts[1].split()) > 12:
            return ()  # "12.<tab>A numbered paragraph ..."
        if len(parts) == 2 and patterns.BULLET.match(parts[0].strip() + " x"):
            return ()
        return tuple(parts)
    return ()


def _runs_on(last: Unit, made: Unit) -> bool:
    """Whether a line goes on with the unit before it rather than beginning one of its own."""
    if made.kind not in (None,) or last.kind in ("heading", "table_row", "furniture"):
        return False
    if patterns.LEADER.search(last.text[-80:]) or (_DOTS.search(last.text[-80:]) and _DOTS.search(made.text[-80:])):
        return False  # the lines of a contents page
    if patterns.CAPTION.match(made.text) or patterns.SURVEY_QUESTION.match(made.text) or patterns.BASE.match(made.text):
        return False
    if patterns.CAPTION.match(last.text) and last.bold and not made.bold:
        return False
    if (printed := printed_number(made.text)) and (not made.text[:1].isalpha() or _itemises(last, made, printed)):
        return False
    if _NUMBER_ALONE.fullmatch(last.text) and _short(made) and made.text[-1:] not in ".;,":
        return False  # a title under its number
    if report_label(made.text) is not None or (
        patterns.LABEL_VALUE.match(made.text) and (patterns.LABEL_VALUE.match(last.text) or last.n_words <= FEW)
    ):
        return False
    if last.bold != made.bold and ((last.bold and _short(last)) or made.bold):
        return False
    if patterns.CONTACT_LABEL.match(made.text):
        return False
    return not (patterns.DECISION.match(made.text) or patterns.ACTION.match(made.text))


def _itemises(last: Unit, made: Unit, printed: Printed) -> bool:
    """Whether a line that begins with a letter or a name as number is an item: "b) Boats", "B. Boats" after "A. Pilots",
    "Recommendation 2: ..." after a stop."""
    if printed.shape == "named":
        return made.text[printed.length :].lstrip().startswith(":") and last.text.endswith((".", ":", ";"))
    if printed.shape not in ("letter", "roman"):
        return False
    if made.text[printed.length - 1] == ")":
        return True
    before = printed_number(last.text)
    return before is not None and follows(before.number.lower(), printed.number.lower())


def _inside_bold(text: str, last: Unit, made: Unit) -> bool:
    """Whether bold that the last unit opened is still open, so that the dash which begins this line is no bullet."""
    return (
        made.bullet
        and last.end - last.start < LONGEST_LINE_FOR_MARKS
        and text.count("**", last.start, last.end) % 2 == 1
    )


def _short(unit: Unit) -> bool:
    return unit.n_words <= 15


def _mark_edges(units: list[Unit]) -> list[Unit]:
    """Marks the first two and the last two units of each page, where running lines stand."""
    by_page: dict[int | None, list[int]] = {}
    for n, unit in enumerate(units):
        by_page.setdefault(unit.page, []).append(n)
    out = list(units)
    for numbers in by_page.values():
        for n in numbers[:2]:
            out[n] = replace(out[n], edge=1)
        for n in numbers[-2:]:
            if n not in numbers[:2]:
                out[n] = replace(out[n], edge=-1)
    return out
