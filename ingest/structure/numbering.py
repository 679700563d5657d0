"""Printed numbers at the start of a paragraph, item or heading: "3.10", "12.", "12(b)", "45/19", "(iv)", "Recommendation 4"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Shape = Literal["decimal", "simple", "letter", "roman", "named"]

_SUB = r"(?:\s?\([a-z0-9]{1,4}\))"
_NUMBER = re.compile(
    rf"""(?:
      (?P<annexed>(?:Appendix|Annexe?|Schedule|Part|Section)\s+(?:\d{{1,2}}|[A-Z])\s+\d{{1,3}}(?:\.\d{{1,3}}){{1,4}})(?=\s+[A-Z“"'‘(]|\s*$)
    | (?P<named>(?:Recommendation|Action|Priority|Objective|Principle|Proposal|Commitment|Standard|Appendix|Annexe?|Chapter
          |Part|Section|Schedule|Mission|Pillar|Theme|Step|Phase|Question|Article)\s+(?:\d{{1,3}}(?:\.\d{{1,2}})*[a-z]?|[A-Z]\d{{0,2}}|[IVX]{{1,5}}))
          (?=\s*[:.–—-]|\s+[A-Z“"'‘]|\s*$)
    | (?P<clause>§\s?\d{{1,3}}(?:\.\d{{1,3}}){{0,4}})[.:]?(?=\s|$)
    | (?P<decimal>[A-Z]{{0,2}}\d{{1,3}}(?:\.\d{{1,3}}){{1,5}}\.?)(?P<sub>{_SUB}+)?(?=\s|$|(?<=\d\.)[A-Z[{{“‘"'])
    | (?P<dotted>\d{{1,3}}(?:\.\d{{1,3}}){{0,4}}\.[a-z])[.)]?(?=\s|$)
    | (?P<minute>[A-Z]{{0,3}}\d{{1,4}}/\d{{1,4}}(?:\.\d{{1,2}})?)(?P<sub3>{_SUB}*)[.:)]?(?=\s+(?:\d{{1,2}}\.\s+)?[A-Z“"'‘(]|\s*$)
    | (?P<lettered>[A-Z]\d{{1,3}})[.:]?(?=\s|$)
    | \(?(?P<simplesub>\d{{1,3}})(?P<sub2>\([a-z0-9]{{1,4}}\)(?:\([a-z0-9]{{1,4}}\))*|\s\([a-z]\)(?=\s[A-Za-z]))(?=\s|$)
    | (?P<simple>\d{{1,3}})[.):](?=\s|$)
    | \((?P<bracket>\d{{1,3}}|[a-z]{{1,2}}|[ivxl]{{1,6}}|[A-Z])\)(?=\s|$)
    | (?P<letter>[a-z]|[ivx]{{2,5}}|[A-H])[.)](?=\s|$)
    )""",
    re.VERBOSE,
)
_NOT_A_NUMBER = re.compile(  # "3.5 million", "1.00 pm", "12.5 per cent", "4.2 hectares": small letters, or what is never a word
    r"\d[\d.]*\s*(?:%|[Pp]er\s?cent|percent|million|billion|thousand|hundred|bn\b|m\b|mn\b|p\b|pm\b|am\b|p\.m|a\.m|hours?\b|noon\b|midnight\b|kg\b|km\b|mm\b|cm\b|ha\b|FTEs?\b|[GMk]Wh?\b"
    r"|hectares?\b|acres?\b|met(?:re|er)s?\b|miles?\b|tonnes?\b|times\b|days?\b|weeks?\b|months?\b|years?\b|percentage\b|points?\b|pence\b|pounds\b|degrees?\b|litres?\b|stars?\b|(?:AM|PM)(?=\s*(?:$|[,.;)–-]|on\b|to\b|in\b)))"
)
_DATE = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)?\d{2})\.?$")
_FINANCIAL_YEAR = re.compile(r"(?:(?:19|20)\d\d)/\d\d(?!\d)")
_ABBREVIATION = re.compile(
    r"(?:[cpv]\.\s+\d|[A-H]\.\s+[A-Z][a-z]+\s+[a-z])"
)  # "c. 400 homes", "p. 12", "B. Jones said"
_SUBS = re.compile(r"\(([a-z0-9]{1,4})\)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_LABEL = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,5})\.?")
_BARE = re.compile(r"(?P<simple>\d{1,3})(?=\s)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number: `parts` outermost first ("12(b)" is ("12", "b")), `length` of what was printed, stop included."""

    number: str
    shape: Shape
    parts: tuple[str, ...]
    length: int
    bracketed: bool = False
    n_subs: int = 0

    @property
    def stem(self) -> str:
        """The number without its bracketed parts: "12" of "12(b)"."""
        return self.number.split("(")[0] if self.n_subs else self.number

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
    if found["annexed"]:
        number = " ".join(found["annexed"].split())
        outer, _, inner = number.rpartition(" ")
        return Printed(number, "decimal", (outer, *inner.split(".")), match.end())
    if found["clause"]:
        number = found["clause"]
        return Printed(number, "decimal", tuple(number.split(".")), match.end())
    if found["decimal"]:
        number = found["decimal"].rstrip(".")
        if _NOT_A_NUMBER.match(text) or _is_date(found["decimal"], text[match.end() :].lstrip()):
            return None
        return _numbered(number, found["sub"], "decimal", match.end())
    if found["dotted"]:
        return Printed(found["dotted"], "decimal", tuple(found["dotted"].split(".")), match.end())
    if found["minute"]:
        if _FINANCIAL_YEAR.match(text):
            return None
        return _numbered(found["minute"], found["sub3"], "simple", match.end(), whole=True)
    if found["lettered"]:
        return Printed(found["lettered"], "decimal", (found["lettered"],), match.end())
    if found["simplesub"]:
        return _numbered(found["simplesub"], found["sub2"], "simple", match.end())
    if found["simple"]:
        if _NOT_A_NUMBER.match(text):
            return None
        return Printed(found["simple"], "simple", (found["simple"],), match.end(), match.group().endswith(")"))
    if found["letter"] and _ABBREVIATION.match(text):
        return None
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
    if match := _LABEL.fullmatch(label):  # never a date: "13.5.10" is a list's
        return Printed(match[1], "decimal", tuple(match[1].split(".")), len(label))
    found = printed_number(label)
    if found is not None:
        return found
    if re.fullmatch(r"\d{1,3}", label):
        return Printed(label, "simple", (label,), len(label))
    if re.fullmatch(r"[a-z]|[ivxl]{1,5}|[A-Z]", label):
        return Printed(label, "roman" if set(label) <= set("ivxl") else "letter", (label,), len(label), bracketed=True)
    return None


def _numbered(number: str, sub: str | None, shape: Shape, length: int, *, whole: bool = False) -> Printed:
    """A number with its bracketed parts: "4.2 (a)(ii)" is 4.2(a)(ii)."""
    subs = tuple(_SUBS.findall(sub or ""))
    parts = (number,) if whole else tuple(number.split("."))
    return Printed(number + "".join(f"({part})" for part in subs), shape, parts + subs, length, n_subs=len(subs))


def _is_date(number: str, rest: str) -> bool:
    """Whether "14.3.2023" or "01.04.23" is a date. Minute numbers such as 11.20.01 look like dates: most end in a leading
    zero or have no such month; a number of three parts goes on with a sentence, a date does not."""
    match = _DATE.fullmatch(number)
    if match is None or not 1 <= int(match["day"]) <= 31 or not 1 <= int(match["month"]) <= 12:
        return False
    if len(match["year"]) == 4:
        return True
    if match["year"].startswith("0"):
        return False
    padded = len(match["day"]) == 2 and len(match["month"]) == 2
    return padded or not rest or rest[0].islower()


def roman_value(text: str) -> int:
    values = [_ROMAN.get(letter, 0) for letter in text.lower()]
    return sum(-v if n + 1 < len(values) and v < values[n + 1] else v for n, v in enumerate(values))


def follows(earlier: str, later: str) -> bool:
    """Whether `later` is the next in the series of `earlier`: 3 after 2, c after b, iv after iii."""
    if earlier.isdigit() and later.isdigit():
        return int(later) == int(earlier) + 1
    if "/" in earlier and "/" in later:
        prefix = re.match(r"[A-Z]*", earlier).group()  # type: ignore[union-attr]
        if not later.startswith(prefix):
            return False
        a, b = earlier[len(prefix) :].split("/"), later[len(prefix) :].split("/")
        return (a[0] == b[0] and follows(a[1], b[1])) or (a[1] == b[1] and follows(a[0], b[0]))
    if (
        len(earlier) == 1
        and len(later) == 1
        and earlier.isalpha()
        and later.isalpha()
        and ord(later) == ord(earlier) + 1
    ):
        return True
    return bool(earlier) and set(earlier + later) <= set("ivxl") and roman_value(later) == roman_value(earlier) + 1
