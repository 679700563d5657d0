"""The numbers that a browser prints before the items of an ordered list (HTML Living Standard, 4.4.5 to 4.4.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.readers.docx.numerals import numeral

_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "decimal-leading-zero": "decimalZero",
}  # fmt: skip
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_OWN_NUMBERS = frozenset(["legislative-list", "list-none", "list-unstyled", "no-list-style"])


@dataclass(slots=True)
class Item:
    """The label of a list item, for the first of its blocks; None for a bullet."""

    label: str | None
    used: bool = False


@dataclass(slots=True)
class Series:
    """`next_label` counts on. form None: the list prints no numbers (bullets, or numbers typed in the items)."""

    form: str | None
    number: int = 1
    step: int = 1

    def next_label(self, attributes: Any) -> str | None:
        if self.form is None:
            return None
        stated = _whole(attributes.get("value"))
        if stated is not None:
            self.number = stated
        label = f"{numeral(self.number, _FORMS.get(attributes.get('type') or '', self.form))}."
        self.number += self.step
        return label


def series(node: Any, attributes: Any) -> Series:
    """The numbers of an `ol`, or none for an `ul`."""
    if node.tag != "ol":
        return Series(None)
    style = _STYLE.search(attributes.get("style") or "")
    named = style[1].lower() if style else ""
    if named in ("none", "disc", "circle", "square") or _OWN_NUMBERS & set((attributes.get("class") or "").split()):
        return Series(None)
    form = _STYLES.get(named) or _FORMS.get(attributes.get("type") or "1", "decimal")
    start = _whole(attributes.get("start"))
    if "reversed" not in attributes:
        return Series(form, 1 if start is None else start)
    return Series(form, _items(node) if start is None else start, -1)


def _items(node: Any) -> int:
    n, child = 0, node.child
    while child is not None:
        n += child.tag == "li"
        child = child.next
    return n


def _whole(text: str | None) -> int | None:
    try:
        number = int((text or "").strip())
    except ValueError:
        return None
    return number if abs(number) < 1_000_000 else None
