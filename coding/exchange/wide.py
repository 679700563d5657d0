"""Codings as statistics packages want them: a row a response and coder, one 0/1 column a code, names that are legal
everywhere, and what each column means in a table of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.codebooks import Code, Coding
from core.responses import Response

MAX_NAME = 32  # Stata's limit; SPSS has 64 bytes, R none
# Words that SPSS (reserved keywords), Stata (reserved names) or R (reserved words) would not have as a name.
RESERVED = frozenset(
    [
        "all",
        "and",
        "by",
        "eq",
        "ge",
        "gt",
        "le",
        "lt",
        "ne",
        "not",
        "or",
        "to",
        "with",
        "byte",
        "double",
        "float",
        "if",
        "in",
        "int",
        "long",
        "strl",
        "using",
        "_all",
        "_b",
        "_cons",
        "_n",
        "_pi",
        "_pred",
        "_rc",
        "_skip",
        "else",
        "repeat",
        "while",
        "function",
        "for",
        "next",
        "break",
        "true",
        "false",
        "null",
        "inf",
        "nan",
        "na",
        "str",
    ]
)
FIXED = ("response", "coder", "source")


@dataclass(frozen=True, slots=True)
class WideColumn:
    """`kind`: `id`, `attribute`, `weight` or `code`; `means`: the code's or attribute's own name, `label` at length."""

    name: str
    kind: str
    means: str
    label: str


@dataclass(frozen=True, slots=True)
class WideTable:
    """`rows` as wide as `columns`: 1 where the code applies, 0 where the coder decided that it does not, None where they
    made no decision on it."""

    columns: tuple[WideColumn, ...]
    rows: tuple[tuple[str | float | int | None, ...], ...]


def legal_name(written: str, taken: set[str]) -> str:
    """A name of ASCII letters, digits and underscores that begins with a letter, has at most 32 characters, does not end in
    an underscore, is no reserved word and differs from those taken by more than case; remembered in `taken`."""
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_") or "code"
    if not name[0].isalpha() or name.casefold() in RESERVED or re.fullmatch(r"str\d+", name.casefold()):
        name = f"c_{name}"
    name = name[:MAX_NAME].rstrip("_")
    made, n = name, 2
    while made.casefold() in taken:
        tail = f"_{n}"
        made, n = name[: MAX_NAME - len(tail)].rstrip("_") + tail, n + 1
    taken.add(made.casefold())
    return made


def wide_table(codes: Sequence[Code], responses: Iterable[Response], codings: Iterable[Coding]) -> WideTable:
    """A row for each response and coder who dealt with it (people and the adjudicated codings; never the machine's
    suggestions), in the order of the responses, with the response's attributes and weight beside the codes."""
    known = {made.id: made for made in responses}
    attributes = list(dict.fromkeys(name for made in known.values() for name in made.attributes))
    weighted = any(made.weight is not None for made in known.values())
    taken: set[str] = set()
    columns = [WideColumn(legal_name(name, taken), "id", name, name.capitalize()) for name in FIXED]
    columns += [WideColumn(legal_name(name, taken), "attribute", name, name) for name in attributes]
    if weighted:
        columns.append(WideColumn(legal_name("weight", taken), "weight", "weight", "Survey weight"))
    columns += [WideColumn(legal_name(code.code, taken), "code", code.code, code.label) for code in codes]
    found: dict[tuple[str, str, str], dict[str, bool]] = {}
    for coding in codings:
        if coding.source != "machine" and coding.response in known:
            key = (coding.response, "adjudicated" if coding.source == "adjudicated" else coding.coder, coding.source)
            found.setdefault(key, {})[coding.code] = coding.value
    rows = []
    for (name, coder, source), values in found.items():
        made = known[name]
        row: list[str | float | int | None] = [name, coder, source, *(made.attributes.get(a, "") for a in attributes)]
        if weighted:
            row.append(made.weight)
        row += [None if code.code not in values else int(values[code.code]) for code in codes]
        rows.append(tuple(row))
    return WideTable(tuple(columns), tuple(rows))
