"""A code frame as REFI-QDA has it: nested codes with a colour and one description each; `.qdc` files out and in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from coding.exchange.archive import bounded_file, parsed
from coding.exchange.descriptions import description, fields_of
from coding.exchange.identity import ORIGIN, from_xml, guid, same_guid, xml_text
from coding.exchange.project import FrameRead
from core.codebooks import Code
from core.errors import NotFoundError, UserError

CODEBOOK = "urn:QDA-XML:codebook:1.0"
NAMESPACES: Any = {None: CODEBOOK}
MAX_CODES = 20_000
MAX_NAME = 200
COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
# Okabe and Ito (2008), "Color Universal Design": colours that colour-blind people tell apart; black left out.
COLOURS = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")


def code_guid(question: str, code: str) -> str:
    """Of a code by its stable name: a code that is renamed, moved or recoloured keeps its GUID."""
    return guid("code", question, code)


# Out ----------------------------------------------------------------------------------------------------------------


def codebook_bytes(question: str, codes: Sequence[Code]) -> bytes:
    """The frame as a `.qdc` file. `question`: the question's id, by which GUIDs are made. The same frame gives the same
    bytes. Raises NotFoundError where there is no code: the standard has no empty code book."""
    root = etree.Element(f"{{{CODEBOOK}}}CodeBook", nsmap=NAMESPACES, origin=ORIGIN)
    root.append(codes_element(CODEBOOK, question, codes))
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def codes_element(namespace: str, question: str, codes: Sequence[Code]) -> Any:
    """`Codes` with the codes nested under their parents; a heading that only groups codes is a code that cannot be used."""
    if not codes:
        raise NotFoundError("The code frame has no code, and the standard knows no empty one. Add a code first.")
    named = {code.code: code for code in codes}
    order = {code.code: n for n, code in enumerate(_as_nested(codes, named))}
    labels = Counter(code.label for code in codes)
    places = {code.code: n for n, code in enumerate(codes)}
    top = etree.Element(f"{{{namespace}}}Codes")
    made: dict[str, Any] = {}

    def element(above: Any, key: str, name: str, codable: bool, colour: str) -> Any:
        child = etree.SubElement(above, f"{{{namespace}}}Code")
        child.set("guid", key)
        child.set("name", xml_text(name))
        child.set("isCodable", "true" if codable else "false")
        if colour:
            child.set("color", colour)
        return child

    def place(code: Code, n: int) -> Any:
        if code.code in made:
            return made[code.code]
        if code.parent is None:
            above = top
        elif code.parent in named:
            above = place(named[code.parent], places[code.parent])
        else:
            key = f"\x1fheading\x1f{code.parent}"
            if key not in made:
                made[key] = element(top, guid("heading", question, code.parent), code.parent, False, "")
            above = made[key]
        name = code.label if labels[code.label] == 1 else f"{code.label} ({code.code})"
        colour = code.colour if COLOUR.fullmatch(code.colour) else ""
        child = element(above, code_guid(question, code.code), name, True, colour or COLOURS[n % len(COLOURS)])
        text = etree.SubElement(child, f"{{{namespace}}}Description")
        fields = {f: getattr(code, f) for f in ("definition", "include", "exclude", "typical", "borderline")}
        fields["code"] = code.code
        if name != code.label:
            fields["label"] = code.label
        if code.key:
            fields["key"] = code.key
        if order[code.code] != n:
            fields["place"] = str(n + 1)
        text.text = xml_text(description(fields))
        made[code.code] = child
        return child

    for n, code in enumerate(codes):
        place(code, n)
    return top


def _as_nested(codes: Sequence[Code], named: dict[str, Code]) -> Iterator[Code]:
    """The codes in the order in which a reader of the file meets them."""
    under: dict[str, list[Code]] = {}
    tops: list[str | Code] = []
    seen: set[str] = set()

    def enter(code: Code) -> None:
        if code.code in seen:
            return
        seen.add(code.code)
        if code.parent is None:
            tops.append(code)
            return
        if code.parent in named:
            enter(named[code.parent])
        elif code.parent not in under:
            tops.append(code.parent)
        under.setdefault(code.parent, []).append(code)

    for code in codes:
        enter(code)

    def walk(name: str) -> Iterator[Code]:
        for child in under.get(name, ()):
            yield child
            yield from walk(child.code)

    for top in tops:
        if isinstance(top, Code):
            yield top
            yield from walk(top.code)
        else:
            yield from walk(top)


# In -----------------------------------------------------------------------------------------------------------------


def read_frame(path: Path) -> FrameRead:
    """The code frame in a `.qdc` file. Raises UserError where it is none, or holds no code, and RefusedFile where it is
    larger than any code frame."""
    root = parsed(path.name, bounded_file(path)).getroot()
    if local(root) not in ("CodeBook", "Project"):
        raise UserError(f"{path.name} is no REFI-QDA code book: its outermost element is {local(root)!r}.")
    book = root if local(root) == "CodeBook" else _child(root, "CodeBook")
    codes = _child(book, "Codes") if book is not None else None
    frame, _ = frame_of(codes, root.get("origin", ""), path.name)
    return frame


def frame_of(codes: Any, origin: str, file: str) -> tuple[FrameRead, dict[str, str]]:
    """The frame in a `Codes` element, and the code of each GUID. Raises UserError where there is no code."""
    ours = origin.startswith(ORIGIN)
    plain: Callable[[str], str] = from_xml if ours else (lambda text: text)
    reader = _FrameReader(plain, ours)
    if codes is not None:
        for child in codes:
            if local(child) == "Code":
                reader.enter(child, None, (), 0)
    if not reader.found:
        raise UserError(f"{file} holds no code that can be used.")
    return reader.frame(origin), reader.by_guid


class _FrameReader:
    """Codes in the order of the file, named so that no two are alike: by the name that our own description gives, else by
    the code's name, with its parents' where two codes bear the same."""

    def __init__(self, plain: Callable[[str], str], ours: bool) -> None:
        self.plain, self.ours = plain, ours
        self.found: list[tuple[Code, int | None, str]] = []  # the code, its place, its GUID
        self.by_guid: dict[str, str] = {}
        self.taken: set[str] = set()
        self.renamed: list[str] = []
        self.headings = 0

    def enter(self, element: Any, parent: str | None, path: tuple[str, ...], depth: int) -> None:
        if len(self.found) >= MAX_CODES:
            raise UserError(f"The file has more than {MAX_CODES:,} codes. Is it a code frame?")
        name = self.plain(element.get("name", ""))
        if not self.ours or not name:
            name = " ".join(name.split()) or "Code without a name"
        here = (*path, name)
        children = [child for child in element if local(child) == "Code"]
        if (element.get("isCodable", "true").strip() in ("false", "0")) and (children or self.ours):
            self.headings += 1
            heading = name if parent is None and name not in self.taken else " / ".join(here)
            for child in children:
                self.enter(child, heading, here, depth + 1)
            return
        about = _child(element, "Description")
        fields = fields_of(self.plain(about.text or ""), ours=self.ours) if about is not None else {}
        code = self._named(fields.get("code", ""), name, path)
        colour = element.get("color", "")
        made = Code(
            code, fields.get("label") or name, fields.get("definition", ""), fields.get("include", ""),
            fields.get("exclude", ""), fields.get("typical", ""), fields.get("borderline", ""), parent,
            colour if COLOUR.fullmatch(colour) else "", fields.get("key", "") if self.ours else "",
        )  # fmt: skip
        place = fields.get("place", "")
        key = same_guid(element.get("guid"))
        self.found.append((made, int(place) - 1 if place.isdigit() and len(place) < 7 else None, key))
        self.by_guid[key] = code
        for child in children:
            self.enter(child, code, here, depth + 1)

    def _named(self, written: str, name: str, path: tuple[str, ...]) -> str:
        """A code that no other code of the file has."""
        for candidate in (written, name, *(" / ".join((*path[-n:], name)) for n in range(1, len(path) + 1))):
            candidate = candidate.replace(";", ",")[:MAX_NAME] if not self.ours else candidate
            if candidate.strip() and ";" not in candidate and candidate not in self.taken:
                break
        else:
            n = 2
            while f"{name[: MAX_NAME - 8].replace(';', ',')} ({n})" in self.taken:
                n += 1
            candidate = f"{name[: MAX_NAME - 8].replace(';', ',')} ({n})"
        if candidate not in (written, name):
            self.renamed.append(candidate)
        self.taken.add(candidate)
        return candidate

    def frame(self, origin: str) -> FrameRead:
        codes = [code for code, place, _ in self.found if place is None]
        for code, place, _ in sorted(
            (each for each in self.found if each[1] is not None), key=lambda each: each[1] or 0
        ):
            codes.insert(place or 0, code)
        if self.ours:  # a colour that the program gave, and nobody chose
            codes = [replace(c, colour="") if c.colour == COLOURS[n % len(COLOURS)] else c for n, c in enumerate(codes)]
        notes = []
        if self.renamed:
            shown = ", ".join(repr(name) for name in self.renamed[:5]) + (" ..." if len(self.renamed) > 5 else "")
            notes.append(
                f"{len(self.renamed)} codes bear a name that another has, or one with a semicolon; they are {shown}"
            )
        if self.headings:
            notes.append(f"{self.headings} codes only group others; they are headings here.")
        return FrameRead(tuple(codes), origin, tuple(notes))


def local(element: Any) -> str:
    """The element's name without its namespace: programs write several of them; "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: Any, name: str) -> Any:
    return next((child for child in element if local(child) == name), None)
