"""The parts of a Word package, opened within bounds: nothing is written to disk, no entity is resolved, no bomb inflated."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any
from urllib.parse import unquote

from lxml import etree

from core.errors import RefusedFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
LARGEST_PART = 200_000_000  # bytes, declared or real
HIGHEST_RATIO = 200  # inflated to packed, of a part over RATIO_FROM bytes
RATIO_FROM = 20_000_000
DEEPEST = 100  # tables in tables; Word itself stays under twenty
# ISO/IEC 29500 Strict names the same elements under other addresses (part 1, annex A; Transitional: part 4)
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)


class Package:
    """`part(name)` gives a part's root element, or None where the package has none such. Raises RefusedFile."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._related: dict[str, dict[str, tuple[str, str]]] = {}
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self.entries = {info.filename: info for info in self._archive.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self._damaged() from error

    def _damaged(self) -> RefusedFile:
        return RefusedFile(
            "damaged_docx", f"{self.name} is damaged. Open it in Word, save it again, and add that file."
        )

    def content(self, name: str) -> bytes | None:
        """The bytes of a part, or None. Raises RefusedFile (too_large, damaged_docx)."""
        info = self.entries.get(name)
        if info is None:
            return None
        packed = max(1, info.compress_size)
        if info.file_size > LARGEST_PART or (info.file_size > RATIO_FROM and info.file_size > HIGHEST_RATIO * packed):
            raise RefusedFile(
                "too_large",
                f"{self.name} holds {info.file_size / 1e6:.0f} MB of text when unpacked, more than a document can. Save it again in Word, or split it.",
            )
        try:
            with self._archive.open(info) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
            raise self._damaged() from error
        except Exception as error:  # zlib.error has no common ancestor with the rest
            if type(error).__name__ == "error":
                raise self._damaged() from error
            raise
        if len(data) > LARGEST_PART:
            raise RefusedFile("too_large", f"{self.name} unpacks to more than it says. Save it again in Word.")
        return data

    def part(self, name: str) -> Any:
        data = self.content(name)
        if data is None:
            return None
        head = data[:4096].replace(b"\x00", b"")
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise RefusedFile(
                "damaged_docx",
                f"{self.name} holds a document type definition, which Word never writes. It is not opened.",
            )
        if _STRICT in data[:8192]:
            for strict, transitional in _STRICT_NAMES:
                data = data.replace(strict, transitional)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=True,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._damaged() from error

    def optional(self, name: str | None) -> Any:
        """Like `part`, but None where a part that the text can do without (styles, properties) is damaged."""
        try:
            return self.part(name) if name is not None else None
        except RefusedFile as refused:
            if refused.code == "too_large":
                raise
            return None

    def related(self, source: str, kind: str) -> list[str]:
        """Names of the parts to which `source` ("" is the package) is related as `kind` ("styles", "header")."""
        return [target for made, target in self._relations(source).values() if made == kind]

    def target(self, source: str, relation: str | None) -> str | None:
        """The part behind a relation's id, or None where it is outside the package or missing."""
        found = self._relations(source).get(relation or "")
        return found[1] if found is not None and found[1] in self.entries else None

    def _relations(self, source: str) -> dict[str, tuple[str, str]]:
        if source not in self._related:
            folder, name = posixpath.split(source)
            root = self.optional(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._related[source] = {
                entry.get("Id", ""): (
                    posixpath.basename(entry.get("Type", "")),
                    posixpath.normpath(posixpath.join("/", folder, unquote(entry.get("Target", "")))).lstrip("/"),
                )
                for entry in (root.iter(_RELATIONSHIP) if root is not None else ())
                if entry.get("TargetMode") != "External"
            }
        return self._related[source]

    def main(self) -> str:
        """The name of the part that holds the document's text: what the package's relations say, else the usual name."""
        for name in self.related("", "officeDocument"):
            if name in self.entries:
                return name
        usual = (
            entry for entry in sorted(self.entries) if entry.startswith("word/document") and entry.endswith(".xml")
        )
        return "word/document.xml" if "word/document.xml" in self.entries else next(usual, "word/document.xml")

    def companion(self, source: str, kind: str) -> str | None:
        """The part of a kind (styles, numbering, footnotes) that belongs to `source`, by relation, else by its usual name."""
        for name in self.related(source, kind):
            if name in self.entries:
                return name
        usual = posixpath.join(posixpath.dirname(source), f"{kind}.xml")
        return usual if usual in self.entries else None


def value(element: Any, child: str, attribute: str = "val") -> str | None:
    """The attribute of a child element ("ilvl" in numPr), or None."""
    if element is None:
        return None
    found = element.find(W + child)
    return found.get(W + attribute) if found is not None else None


def is_on(element: Any, child: str) -> bool | None:
    """Whether a switch such as bold is on; None where it is not said."""
    if element is None:
        return None
    found = element.find(W + child)
    return None if found is None else says_on(found)


def says_on(switch: Any) -> bool:
    """Whether a switch element says on: it does unless its value says off."""
    return switch.get(W + "val") not in ("0", "false", "off", "none")


def whole(text: str | None) -> int | None:
    """A whole number from an attribute, or None where it is none."""
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None
