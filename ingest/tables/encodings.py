"""Letters that an earlier program garbled: UTF-8 that was taken for Windows-1252 and saved again."""

from __future__ import annotations

import re


def _byte_letters() -> dict[str, int]:
    """Each byte from 0x80 on by the letter that Windows-1252 shows for it (its five unused bytes: as ISO 8859-1)."""
    letters = {}
    for byte in range(0x80, 0x100):
        try:
            letters[bytes([byte]).decode("cp1252")] = byte
        except UnicodeDecodeError:
            letters[chr(byte)] = byte
    return letters


BYTES = _byte_letters()
CONTINUATION = "[" + "".join(re.escape(letter) for letter, byte in BYTES.items() if byte < 0xC0) + "]"
GARBLED = re.compile(f"(?:[\xc2-\xdf]{CONTINUATION}|[\xe0-\xef]{CONTINUATION}{{2}}|[\xf0-\xf4]{CONTINUATION}{{3}})+")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def mend(text: str) -> str:
    """The text with its garbled letters as they were meant, where every letter beyond ASCII is part of a sequence that is
    valid UTF-8; else as it stands: a text with one right accent has been read rightly, whatever else it holds."""
    if not any("\xc2" <= letter <= "\xf4" for letter in text):
        return text
    runs = NOT_ASCII.findall(text)
    if not all(GARBLED.fullmatch(run) for run in runs):
        return text
    try:
        return NOT_ASCII.sub(lambda run: bytes(BYTES[letter] for letter in run[0]).decode("utf-8"), text)
    except UnicodeDecodeError:
        return text
