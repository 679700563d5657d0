"""The parts of a Word package, opened within bounds: nothing is written to disk, no entity is resolved, no bomb inflated."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from core.errors import RefusedFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGEST_PART = 200_000_000  # bytes, declared or real
HIGHEST_RATIO = 200  # inflated to packed, of a part over RATIO_FROM bytes
RATIO_FROM = 20_000_000
DEEPEST = 400  # nested elements; Word itself stays under a hundred


class Package:
    """`part(name)` gives a part's root element, or None where the package has none such. Raises RefusedFile."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self.entries = {info.filename: info for info in self._archive.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self._damaged() from error

    def _damaged(self) -> RefusedFile:
        return RefusedFile(
            "damaged_docx", f"{self.name} is damaged. Open it in Word, save it again, and add that file."
        )

    def part(self, name: str) -> Any:
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
        head = data[:4096].replace(b"\x00", b"")
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise RefusedFile(
                "damaged_docx",
                f"{self.name} holds a document type definition, which Word never writes. It is not opened.",
            )
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=True
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._damaged() from error


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
    if found is None:
        return None
    return found.get(W + "val") not in ("0", "false", "off", "none")
