"""Files of strangers, bounded: how large they may be, how far they may unpack, and what their XML may do (nothing)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from core.errors import RefusedFile, UserError

MAX_BYTES = 512 * 1024 * 1024
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_FRAME_BYTES = 64 * 1024 * 1024
MAX_ENTRIES = 400_000
MAX_TEXT_BYTES = 16 * 1024 * 1024  # one source
MAX_RATIO = 200  # of an entry's size to its packed size; prose packs to a third, XML of codings to a thirtieth
RATIO_FROM = 4 * 1024 * 1024


def bounded_file(path: Path) -> bytes:
    """The bytes of a code frame's file. Raises UserError, RefusedFile (empty_file, too_large)."""
    try:
        size = path.stat().st_size
        if size > MAX_FRAME_BYTES:
            raise RefusedFile("too_large", f"{path.name} is larger than {MAX_FRAME_BYTES >> 20} MiB: no code frame is.")
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"{path} cannot be opened ({error.strerror or error}). Check the name and the folder."
        ) from error
    if not data:
        raise RefusedFile("empty_file", f"{path.name} is empty (0 bytes). Export it again.")
    return data


def parsed(file: str, data: bytes) -> Any:
    """The XML tree: no entities, no document type, nothing fetched. Raises UserError where it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        tree = etree.parse(io.BytesIO(data), parser)
    except etree.XMLSyntaxError as error:
        raise UserError(f"{file} is no XML, or damaged (line {error.lineno}). Export it again.") from error
    refuse_document_type(file, tree.getroot())
    return tree


def refuse_document_type(file: str, element: Any) -> None:
    """Raises UserError: a document type is where entities are declared, and the standard has none."""
    about = element.getroottree().docinfo
    if about.doctype or about.internalDTD is not None:
        raise UserError(f"{file} declares a document type, which no program for REFI-QDA writes. It was not read.")


class Archive:
    """A `.qdpx` file. Nothing of it is ever written to disk, so that a name in it leads nowhere.

    Raises UserError where it is no archive or damaged, RefusedFile (empty_file, too_large, password_required)."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            size = path.stat().st_size
        except OSError as error:
            raise UserError(
                f"{path} cannot be opened ({error.strerror or error}). Check the name and folder."
            ) from error
        if size == 0:
            raise RefusedFile("empty_file", f"{path.name} is empty (0 bytes). Export it again.")
        if size > MAX_BYTES:
            raise RefusedFile("too_large", f"{path.name} is larger than {MAX_BYTES >> 20} MiB.")
        try:
            self._archive = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise UserError(
                f"{path.name} is no REFI-QDA project (a .qdpx file is a zip archive), or damaged. Export it again."
            ) from error
        self._names: dict[str, zipfile.ZipInfo] = {}
        entries = self._archive.infolist()
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            self._archive.close()
            raise RefusedFile(
                "too_large", f"{path.name} unpacks to more than {MAX_UNPACKED >> 20} MiB or {MAX_ENTRIES:,} files."
            )
        for entry in entries:
            self._names.setdefault(entry.filename.replace("\\", "/").casefold(), entry)

    def close(self) -> None:
        self._archive.close()

    def project_name(self) -> str:
        """`project.qde`, else the only `.qde` at the root (ATLAS.ti names it after the project)."""
        found = [name for name in self._names if name.endswith(".qde") and "/" not in name]
        if "project.qde" in found:
            return "project.qde"
        if len(found) != 1:
            raise UserError(
                f"{self.name} holds {len(found)} project files (*.qde), not one: it is no REFI-QDA project."
            )
        return found[0]

    def has(self, name: str) -> bool:
        return name.casefold() in self._names

    def stream(self, name: str, limit: int = MAX_UNPACKED) -> BinaryIO:
        """The entry, which ends with RefusedFile (too_large) where it unpacks further than it said or than `limit`."""
        entry = self._names[name.casefold()]
        if entry.flag_bits & 1:
            raise RefusedFile("password_required", f"{self.name} is protected by a password. Export it without one.")
        if entry.file_size > limit or (
            entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(1, entry.compress_size)
        ):
            raise RefusedFile(
                "too_large", f"{self.name}: {entry.filename[:80]!r} unpacks to {entry.file_size:,} bytes."
            )
        try:
            opened = self._archive.open(entry)
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise UserError(f"{self.name} is damaged: {entry.filename[:80]!r} cannot be unpacked.") from error
        return io.BufferedReader(_Bounded(opened, entry.file_size, self.name))  # type: ignore[arg-type,return-value]

    def text(self, name: str) -> bytes:
        with self.stream(name, MAX_TEXT_BYTES) as stream:
            return stream.read()


class _Bounded(io.RawIOBase):
    def __init__(self, inner: Any, limit: int, file: str) -> None:
        self._inner, self._left, self._file = inner, limit, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._inner.read(len(buffer))
        except (OSError, EOFError, zipfile.BadZipFile, RuntimeError) as error:
            raise UserError(f"{self._file} is damaged: it cannot be unpacked. Export it again.") from error
        except Exception as error:  # zlib.error and its like
            raise UserError(f"{self._file} is damaged: it cannot be unpacked. Export it again.") from error
        self._left -= len(data)
        if self._left < 0:
            raise RefusedFile("too_large", f"{self._file} unpacks to more than it says.")
        buffer[: len(data)] = data
        return len(data)
