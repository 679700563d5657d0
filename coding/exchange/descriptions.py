"""The fields of a code in one description, as a person reads them in another program, and back.

The standard has one text for a code. Ours has the definition first, then a line for each field that is filled:

    It costs more than they can pay.
    Include: fees, fares
    Exclude: time
    Code: cost

A line of a field that would read as one of these headings has a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

FIELDS = ("include", "exclude", "typical", "borderline", "code", "label", "place", "key")
HEADINGS = {name: name.capitalize() for name in FIELDS} | {
    "typical": "Typical example",
    "borderline": "Borderline example",
}
FIELD_OF = {heading: name for name, heading in HEADINGS.items()}
OURS = re.compile(rf"({'|'.join(FIELD_OF)}): ?(.*)", re.DOTALL)
GUARDED = re.compile(rf"(\\*)((?:{'|'.join(FIELD_OF)}):)")
# How researchers head these fields in other programs (inclusion and exclusion criteria, examples).
THEIRS = re.compile(
    r"(?P<include>includes?|inclusion(?: criteria)?|when to use)|(?P<exclude>excludes?|exclusion(?: criteria)?|when not to use)"
    r"|(?P<typical>(?:typical )?examples?)|(?P<borderline>borderline(?: examples?| cases?)?|close but no)"
    r"|(?P<definition>(?:full )?definition|brief definition)",
    re.IGNORECASE,
)


def description(fields: Mapping[str, str]) -> str:
    """The fields (those of FIELDS, and `definition`) as one text; empty fields are left out."""
    lines = [_guard(line) for line in fields.get("definition", "").split("\n")] if fields.get("definition") else []
    for name in FIELDS:
        if fields.get(name):
            first, *more = fields[name].split("\n")
            lines += [f"{HEADINGS[name]}: {first}", *map(_guard, more)]
    return "\n".join(lines)


def fields_of(text: str, *, ours: bool) -> dict[str, str]:
    """The fields of a description. `ours`: written by this program, so that every character counts; else headings are
    found as people write them, case apart, and space around the fields is left out."""
    found: dict[str, list[str]] = {}
    name = "definition"
    for line in text.split("\n"):
        heading = _heading(line, ours)
        if heading is not None and heading[0] not in found:
            name, line = heading
        elif line.startswith("\\"):
            guarded = GUARDED.match(line)
            line = line[1:] if guarded else line
        found.setdefault(name, []).append(line)
    return {field: "\n".join(lines) if ours else "\n".join(lines).strip() for field, lines in found.items()}


def _heading(line: str, ours: bool) -> tuple[str, str] | None:
    made = OURS.fullmatch(line)
    if made and (ours or made[1] != HEADINGS["key"]):  # "Key:" in another program's text is no key of ours
        return FIELD_OF[made[1]], made[2]
    if ours:
        return None
    head, mark, rest = line.partition(":")
    theirs = THEIRS.fullmatch(head.strip()) if mark else None
    return (str(theirs.lastgroup), rest.strip()) if theirs else None


def _guard(line: str) -> str:
    return "\\" + line if GUARDED.match(line) else line
