"""Printed numbers at the start of a paragraph, item or heading: "3.10", "12.", "12(b)", "(iv)", "Recommendation 4"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Shape = Literal["decimal", "simple", "letter", "roman", "named"]

_NUMBER = re.compile(
    r"""(?:
      (?P<named>(?:Recommendation|Action|Priority|Objective|Principle|Proposal|Commitment|Standard|Appendix|Annexe?|Chapter
          |Part|Section|Schedule|Mission|Pillar|Theme|Step|Phase|Question|Article)\s+(?:\d{1,3}(?:\.\d{1,2})*|[A-Z]|[IVX]{1,5}))
          (?=\s*[:.–—-]|\s+[A-Z“"'‘]|\s*$)
    | (?P<decimal>[A-Z]{0,2}\d{1,3}(?:\.\d{1,3}){1,5}\.?)(?P<sub>\([a-z0-9]{1,4}\)(?:\([a-z0-9]{1,4}\))*)?(?=\s|$)
    | (?P<lettered>[A-Z]\d{1,3})\.?(?=\s|$)
    | \(?(?P<simplesub>\d{1,3})(?P<sub2>\([a-z0-9]{1,4}\)(?:\([a-z0-9]{1,4}\))*)(?=\s|$)
    | (?P<simple>\d{1,3})[.):](?=\s|$)
    | \((?P<bracket>\d{1,3}|[a-z]{1,2}|[ivxl]{1,6}|[A-Z])\)(?=\s|$)
    | (?P<letter>[a-z]|[ivx]{2,5}|[A-H])[.)](?=\s|$)
    )""",
    re.VERBOSE,
)
_NOT_A_NUMBER = re.compile(  # "3.5 million", "1.00 pm", "12.5 per cent", "2.30pm", and dates such as 14.3.2023
    r"\d[\d.]*\s*(?:%|per\s?cent|percent|million|billion|thousand|bn\b|m\b|pm\b|am\b|p\.m|a\.m|hours?\b|noon|kg\b|km\b|FTE)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:19|20)?\d{2}\.?$")
_SUBS = re.compile(r"\(([a-z0-9]{1,4})\)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_BARE = re.compile(r"(?P<simple>\d{1,3})(?=\s)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number: `parts` outermost first ("12(b)" is ("12", "b")), `length` of what was printed, stop included."""

    number: str
    shape: Shape
    parts: tuple[str, ...]
    length: int
    bracketed: bool = False

    @property
    def depth(self) -> int:
        return len(self.parts)


def printed_number(text: str) -> Printed | None:
    """The number that `text` begins with, or None. Sums, times, dates and the like are not numbers of a paragraph."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    found = match.groupdict()
    if found["named"]:
        name = " ".join(found["named"].split())
        return Printed(name, "named", (name,), match.end())
    if found["decimal"]:
        number = found["decimal"].rstrip(".")
        if _NOT_A_NUMBER.match(text) or (_DATE.fullmatch(found["decimal"]) and not _item_like(number)):
            return None
        parts = tuple(number.split("."))
        subs = tuple(_SUBS.findall(found["sub"] or ""))
        return Printed(number + (found["sub"] or ""), "decimal", parts + subs, match.end())
    if found["lettered"]:
        return Printed(found["lettered"], "decimal", (found["lettered"],), match.end())
    if found["simplesub"]:
        parts = (found["simplesub"], *_SUBS.findall(found["sub2"]))
        return Printed(found["simplesub"] + found["sub2"], "simple", parts, match.end())
    if found["simple"]:
        if _NOT_A_NUMBER.match(text):
            return None
        return Printed(found["simple"], "simple", (found["simple"],), match.end(), match.group().endswith(")"))
    inner = found["bracket"] or found["letter"]
    if inner.isdigit():
        return Printed(inner, "simple", (inner,), match.end(), bracketed=True)
    shape: Shape = "roman" if set(inner) <= set("ivxl") else "letter"
    return Printed(inner, shape, (inner,), match.end(), bracketed=True)


def bare_number(text: str) -> Printed | None:
    """A number without a stop ("4 Delivering better value"): only where something else says that it is one."""
    match = _BARE.match(text)
    if match is None or _NOT_A_NUMBER.match(text):
        return None
    return Printed(match["simple"], "simple", (match["simple"],), match.end())


def label_number(label: str) -> Printed | None:
    """The number in a list label, which may lack the stop that running text needs ("12", "3.10", "b")."""
    label = label.strip()
    if not label:
        return None
    found = printed_number(label)
    if found is not None:
        return found
    if re.fullmatch(r"\d{1,3}", label):
        return Printed(label, "simple", (label,), len(label))
    if re.fullmatch(r"[a-z]|[ivxl]{1,5}|[A-Z]", label):
        return Printed(label, "roman" if set(label) <= set("ivxl") else "letter", (label,), len(label), bracketed=True)
    return None


def _item_like(number: str) -> bool:
    """Minute numbers such as 11.20.01 look like dates; a leading zero in the last part tells them apart from most."""
    return number.split(".")[-1].startswith("0")


def roman_value(text: str) -> int:
    values = [_ROMAN.get(letter, 0) for letter in text.lower()]
    return sum(-v if n + 1 < len(values) and v < values[n + 1] else v for n, v in enumerate(values))


def follows(earlier: str, later: str) -> bool:
    """Whether `later` is the next in the series of `earlier`: 3 after 2, c after b, iv after iii."""
    if earlier.isdigit() and later.isdigit():
        return int(later) == int(earlier) + 1
    if (
        len(earlier) == 1
        and len(later) == 1
        and earlier.isalpha()
        and later.isalpha()
        and ord(later) == ord(earlier) + 1
    ):
        return True
    return bool(earlier) and set(earlier + later) <= set("ivxl") and roman_value(later) == roman_value(earlier) + 1
