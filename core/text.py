"""Text with a way back: normalising that keeps a map to the source's offsets, folding for comparison, sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from core.documents import Span

QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "`": "'"}
)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
MARKUP = re.compile(r"\*\*|__|</?(?:b|i|em|strong|sup|sub|u)>|<a\b[^>]*>|</a>|(?<!\w)\[|\]\([^)\s]*\)", re.IGNORECASE)
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\ufeff\u0002")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A rewritten text and, for each of its characters, the offset in the source that it came from."""

    text: str
    offsets: tuple[int, ...]

    def source(self, start: int, end: int) -> Span:
        """The span of the source that the half-open range of the rewritten text came from."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


_COMPOUND = re.compile(
    r"(?:^|[\s(“‘'\"-])(?:long|longer|short|medium|non|self|well|cross|full|half|part|high|higher|low|lower|mid|decision|evidence|place|family|child|person|year|day|face|world|whole"
    r"|third|two|three|four|five|six|seven|eight|nine|ten|first|second|one|user|needs|council|school|community|government|sector|peer|trauma|strengths|data|cost|value|joint|post|follow"
    r"|fixed|real|right|hard|open|large|small|single|age|income|risk|outcome|policy|front|back|near|far|all|ex|vice|home|work|time|area|service|co-ordinat)$",
    re.IGNORECASE,
)


def keeps_hyphen(before: str, after: str) -> bool:
    """Whether a hyphen at the end of a line belongs to the word ("long-term") rather than to the line ("author-ity")."""
    right = after.lstrip()
    return _COMPOUND.search(before) is not None or before[-1:].isdigit() or right[:1].isdigit() or right[:1].isupper()


def cleaned(source: str, base: int = 0, *, markup: bool = False) -> Mapped:
    """The text as a person reads it: whitespace runs are one space, soft hyphens and zero-width marks are gone, words
    hyphenated over a line end ("author-\\nity") are mended, and, with `markup`, Markdown's and HTML's inline marks are
    left out. `base` is added to every offset."""
    drop = [False] * len(source)
    if markup:
        for match in MARKUP.finditer(source):
            drop[match.start() : match.end()] = [True] * (match.end() - match.start())
    out: list[str] = []
    offsets: list[int] = []
    position = 0
    while position < len(source):
        character = source[position]
        if drop[position] or character in "\u00ad\u200b\u200c\u200d\ufeff\u0002":
            position += 1
        elif character == "\ufffe":  # pdfium's mark for a hyphen that ends a line
            if keeps_hyphen(source[max(0, position - 20) : position], source[position + 1 : position + 20]):
                out.append("-")
                offsets.append(base + position)
            position += 1
            while position < len(source) and source[position].isspace():
                position += 1
        elif character.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                offsets.append(base + position)
            position += 1
        else:
            out.append(character)
            offsets.append(base + position)
            position += 1
    if out and out[-1] == " ":
        out.pop()
        offsets.pop()
    return Mapped("".join(out), tuple(offsets))


def folded(source: str) -> Mapped:
    """`source` for comparison, as docs/contracts.md, section 5 says: whitespace runs to one space, case folded, quotes and dashes made
    plain, inline marks reduced to their text."""
    mapped = cleaned(source, markup=True)
    out: list[str] = []
    offsets: list[int] = []
    for character, offset in zip(mapped.text.translate(QUOTES).translate(DASHES), mapped.offsets):
        for piece in character.casefold():
            out.append(piece)
            offsets.append(offset)
    return Mapped("".join(out), tuple(offsets))


def fold(source: str) -> str:
    """`folded` without the offsets; quick where the source has neither marks nor hyphens to mend."""
    if "\ufffe" in source or MARKUP.search(source):
        return folded(source).text
    words = source.translate(_UNSEEN).split()
    return " ".join(words).translate(QUOTES).translate(DASHES).casefold()


def plain(source: str) -> str:
    """`source` without accents, case, and typographic quotes and dashes: for names of columns, headings and keys."""
    decomposed = unicodedata.normalize("NFKD", fold(source))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


_NOT_AN_END = re.compile(
    r"(?:\b(?:No|Nos|Cllr|Cllrs|Mr|Mrs|Ms|Dr|Prof|Rt|Hon|St|para|paras|p|pp|s|ss|ch|art|fig|Fig|vol|eg|ie|e\.g|i\.e|cf|approx"
    r"|dept|govt|Govt|Ltd|Inc|vs|v|al|Sir|Rev|ext|Ext|tel|Tel|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec)\.|\b[A-Z]\.)$"
)


_NOTE_MARKS = re.compile(r"(?<=[a-z\u2019\u201d)%][.?!])(?:\d{1,2}(?:[,\u2013-]\s?\d{1,2})*)(?=\s+[A-Z\u201c\u2018])")
"""The marks of footnotes, raised in print and plain digits in the text, at the end of a sentence: "... was told.2,3 About"."""


def sentences(text: str, base: int = 0) -> Iterator[Span]:
    """Spans of the sentences of `text`, each without surrounding whitespace, offsets counted from `base`.

    sentencex splits (docs/decisions.md); what it cuts after "para.", "Cllr."
    and the like is joined again, which it gets wrong on this genre."""
    from sentencex import get_sentence_boundaries

    start: int | None = None
    for boundary in get_sentence_boundaries("en", text):
        low, high = boundary["start_index"], boundary["end_index"]
        if start is None:
            start = low
        piece = text[start:high].rstrip()
        if _NOT_AN_END.search(piece) and high < len(text) and "\n\n" not in text[start:high]:
            continue
        yield from _at_notes(text, start, high, base)
        start = None
    if start is not None:
        yield from _at_notes(text, start, len(text), base)


def _at_notes(text: str, start: int, end: int, base: int) -> Iterator[Span]:
    """The sentences of a piece that was taken for one because footnote marks follow a full stop."""
    for match in _NOTE_MARKS.finditer(text, start, end):
        yield from _trimmed(text, start, match.end(), base)
        start = match.end()
    yield from _trimmed(text, start, end, base)


def _trimmed(text: str, start: int, end: int, base: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(base + start, base + end)
