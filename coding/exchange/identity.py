"""GUIDs that stay the same from one export to the next, and texts made safe for XML."""

from __future__ import annotations

import re
import uuid

NAMESPACE = uuid.UUID("5f1cf3a8-0d51-5a0e-9c1b-7d0a3b9be2d4")  # chosen once, at random; never changes
ORIGIN = "Verbatim"
ADJUDICATED = "adjudicated"
MACHINE = "machine"
# What XML 1.0 cannot hold (production 2, Char).
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPED = re.compile(r"_x([0-9A-F]{4})_")
MAY_BE_READ_AS_ESCAPE = re.compile(r"_(?=x[0-9A-F]{4}_)")
GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")


def guid(*parts: object) -> str:
    """The GUID of the thing that these parts name: the same parts, the same GUID (version 5, RFC 9562)."""
    joined = "\x1f".join(str(part) for part in parts)
    return str(uuid.uuid5(NAMESPACE, joined.encode("utf-8", "surrogatepass").decode("utf-8", "replace")))


def user_guid(name: str, source: str) -> str:
    """A coder's GUID, the same in every project; the adjudicated codings and the machine have one of their own."""
    return guid("user", name) if source == "human" else guid("source", source)


def same_guid(written: str | None) -> str:
    """A GUID as it is compared: without braces, in small letters; any other name as it stands."""
    found = GUID.fullmatch((written or "").strip())
    return found[1].lower() if found else (written or "").strip()


def xml_text(text: str) -> str:
    """The text with each character that XML cannot hold as `_xHHHH_` (ECMA-376-1, 22.9.2.19), reversible."""
    if "_x" in text:
        text = MAY_BE_READ_AS_ESCAPE.sub("_x005F_", text)
    return ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def from_xml(text: str) -> str:
    """The text that `xml_text` wrote."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
