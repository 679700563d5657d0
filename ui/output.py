"""What a command says: records on stdout (JSON Lines with `--json`, else plain text), messages on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

_LINE_ENDS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}


def record(made: Mapping[str, Any]) -> None:
    """One record as one line, also for readers that take U+0085, U+2028 and U+2029 for the end of a line."""
    print(json.dumps(made, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS))


def line(text: str = "") -> None:
    print(printable(text))


def message(text: str) -> None:
    print(printable(text), file=sys.stderr)


def printable(text: str) -> str:
    """`text` without control characters, so that no document can drive the terminal."""
    return "".join(c if c in "\n\t" or (ord(c) >= 32 and not 0x7F <= ord(c) < 0xA0) else "\ufffd" for c in text)


def place(made: Mapping[str, Any]) -> str:
    """A location record as a person would cite it: title, agenda item, section, paragraph, page."""
    parts = [str(made["title"])]
    item = made.get("item")
    if item and (item.get("number") or item.get("title")):
        parts.append("item " + " ".join(str(item[key]) for key in ("number", "title") if item.get(key)))
    if made.get("section"):
        parts.append(str(made["section"][-1]))
    if made.get("paragraph"):
        parts.append(f"paragraph {made['paragraph']}")
    if made.get("page"):
        label = made.get("page_label")
        differs = label and label != str(made["page"])
        parts.append(f"page {label} (PDF page {made['page']})" if differs else f"page {made['page']}")
    return ", ".join(" ".join(part.split()) for part in parts)


def table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Columns of text, the numbers to the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    names = list(columns)
    widths = [max([len(name), *(len(row[n]) for row in cells)]) for n, name in enumerate(names)]
    numeric = [bool(cells) and all(_number(row[n]) for row in cells) for n in range(len(names))]
    for row in [names, *cells]:
        line("  ".join(v.rjust(w) if right else v.ljust(w) for v, w, right in zip(row, widths, numeric)).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1 else f"{value:.1f}"
    return " ".join(str(value).split())


def _number(text: str) -> bool:
    return text == "-" or text.replace(".", "", 1).replace("-", "", 1).isdigit()
