"""A web page's bytes to a tree: the right characters, and no deeper than can be walked."""

from __future__ import annotations

import codecs
import re

from selectolax.lexbor import LexborHTMLParser

from ingest.readers.text import decode

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]{2,40})""", re.IGNORECASE)
# Encodings of Python's that are no character sets of the web, and those that HTML reads as others (WHATWG Encoding, 4.2)
_NO_CHARSET = ("unicode", "raw", "utf-7", "idna", "punycode", "undefined", "utf-16", "utf-32")
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_LOOKED_AT = 4096
DEEPEST = 2_000  # open elements; the parser's time grows with the square of the depth
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>")
_NOT_NESTED = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "option", "tbody", "thead", "tfoot"]
)  # fmt: skip


def parsed(data: bytes) -> LexborHTMLParser:
    return LexborHTMLParser(shallow(decoded(data)))


def decoded(data: bytes) -> str:
    """By the byte-order mark; as UTF-8 where it is that, whatever the page says; else as the page says; else as text is."""
    if data[:3] == b"\xef\xbb\xbf" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return decode(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    match = _CHARSET.search(data[:_LOOKED_AT]) or _XML_ENCODING.search(data[:_LOOKED_AT])
    if match:
        try:
            name = codecs.lookup(match[1].decode("ascii")).name
            if name != "utf-8" and not name.startswith(_NO_CHARSET):
                return data.decode(_READ_AS.get(name, name))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def shallow(source: str) -> str:
    """The page without the tags that nest deeper than DEEPEST; their text stays."""
    depth = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _NOT_NESTED or match[0].endswith("/>"):
            return match[0]
        if match[1]:
            depth = max(0, depth - 1)
            return match[0] if depth < DEEPEST else ""
        depth += 1
        return match[0] if depth <= DEEPEST else ""

    if source.count("<") <= DEEPEST:
        return source
    return _TAG.sub(kept, source)
