"""The number under which a paper is known, its ISBN or ISSN (their check digits must be right), and where it says it is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.documents import DocumentType
from ingest.metadata.opening import Line, Opening, where

_CODE = re.compile(  # the shapes in which bodies number their papers
    r"(?<![\w/.-])(?:[A-Z]{2,6}/\d{2,4}(?:[-–]\d{2})?/\d{1,5}[a-z]?|[A-Z]{2,6}/\d{2,4}/[A-Z]{1,4}\d{0,4}|[A-Z]{2,5}-[A-Z0-9]{2,7}-\d{4}|[A-Z]{2,5}-RR\d{3,4}|(?:HC|HL Paper|CP|Cm|Cmd)\.? \d{2,4}(?:[-–](?:[IVX]+|\d))?"
    r"|SN\d{5}|CBP-?\d{4,5}|\d{2}/\d{4,5}/[A-Z]{2,5})(?![\w/-])"
)
_VALUE = re.compile(r"(?=[^\s]*\d)[A-Z0-9][\w/.()–-]{0,30}(?: (?=\S*\d)[\w/.()–-]{1,12}){0,2}", re.IGNORECASE)
_INLINE = re.compile(
    r"\b(?P<said>(?:our |report |paper |document |publication )?(?:ref(?:erence)?|report|paper)s?\.?\s*(?:no|number|ref|reference)?\.?)\s*[:#]?\s*(?P<value>(?=\S*\d)[A-Z0-9][\w/.–-]{1,30})",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:report|paper|publication|research report|bulletin|briefing paper|discussion paper|working paper)\s+(?:no\.?|number|ref\.?)\s*:?\s*(?=\S*\d)[A-Z0-9][\w/.–-]{0,20}",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:research |technical |working |discussion |briefing |statistical |evidence )+(?:report|paper|bulletin|release) \d{1,4}",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:our )?ref(?:erence)?(?: (?:number|no)\.?)?\s*:\s*(?P<value>(?=\S*\d)[A-Z0-9][\w/.–-]{0,30}(?: (?=\d)[\d/-]{1,12}){0,3})",
    re.IGNORECASE,
)
_MEETINGS = frozenset(["minutes", "agenda_pack"])
_EVIDENCE = re.compile(r"[\[(]?\b([A-Z]{3}\s?\d{3,5})\b[\])]?")
_ISBN = re.compile(r"\bISBN(?:[- ]?1[03])?\s*:?\s*((?:97[89][-–\s]?)?(?:\d[-–\s]?){9}[\dXx])", re.IGNORECASE)
_ISSN = re.compile(r"\bISSN\s*(?:\(\w+\))?\s*:?\s*(\d{4}[-–]\d{3}[\dXx])\b", re.IGNORECASE)
MOST_AROUND_ISBN, FIRST_COLOPHON = (
    12,
    25,
)  # words of a line, and blocks at the beginning, in which an ISBN is the paper's own
_AVAILABLE = re.compile(
    r"(?:publication|document|report|paper|strategy|it|version)\s+(?:is|can be)\s+(?:also\s+)?(?:available|found|downloaded|accessed|viewed)(?:\s+\w+){0,3}?\s+(?:at|from|on|via):?\s+(?P<url>(?:https?://|www\.)[^\s<>\"”]+)", re.IGNORECASE
)  # fmt: skip


def reference_of(opened: Opening, kind: DocumentType) -> tuple[str, str] | None:
    """(reference as printed, how it was found), or None: a field first, then a code in the shape of one."""
    for label in opened.labelled("reference"):
        value = _VALUE.match(label.value)
        if (
            value is not None
            and "your" not in label.written.casefold()
            and not re.fullmatch(r"(?:19|20)\d\d", value.group())
            and len(label.value) < 60
        ):
            if re.fullmatch(r"(?:agenda )?(?:item )?(?:no|number)\.?", label.written, re.IGNORECASE):
                continue  # a bare "No. 5"
            plain = re.match(
                r"(?:report|paper|decision|publication|document) (?:no|number)\.?", label.written, re.IGNORECASE
            )
            printed = f"{label.written} {value.group()}" if plain and value.group().isdigit() else value.group()
            return printed.rstrip(".,;"), f"words {label.written!r}{where(label.page)}"
    if kind == "evidence":
        for line in opened.lines[:8]:
            if (match := _EVIDENCE.search(line.text)) is not None:
                return match[1].replace(" ", ""), f"code{where(line.page) or ' at the beginning'}"
    for line in opened.lines[:25]:
        if line.n_words <= 25 and not re.match(r"your (?:ref|our)", line.text, re.IGNORECASE):
            if _ALONE.fullmatch(line.text):
                return line.text, f"line{where(line.page) or ' at the beginning'}"
            if (said := _SAID.search(line.text)) is not None and not re.search(
                r"\byour $", line.text[: said.start()], re.IGNORECASE
            ):
                return said["value"], f"words 'reference'{where(line.page)}"
            for pattern in (_NUMBERED, _CODE):
                match = pattern.search(line.text)
                if match is not None and not (
                    kind in _MEETINGS and match.end() < len(line.text)
                ):  # the number of a minute
                    return match.group().rstrip("."), f"code{where(line.page) or ' at the beginning'}"
    for words in opened.running:
        for pattern in (_NUMBERED, _CODE):
            if (match := pattern.search(words)) is not None:
                return match.group(), "running header"
    for line in (*opened.lines[25:], *opened.closing):
        inline = _INLINE.match(line.text)
        if inline is not None and (code := _CODE.search(line.text) or _NUMBERED.search(line.text)):
            return code.group(), f"words {inline['said'].strip()!r}{where(line.page)}"
    return None


def isbn_of(opened: Opening) -> tuple[str, str] | None:
    """(ISBN as printed, or "ISSN ...", how it was found), or None. The check digit is that of ISO 2108 and ISO 3297."""
    for line in _everything(opened):
        if line.n_words > MOST_AROUND_ISBN and line.block >= FIRST_COLOPHON:
            continue  # an entry in a list of books
        for match in _ISBN.finditer(line.text):
            digits = re.sub(r"[-–\s]", "", match[1]).upper()
            for length in (13, 10):
                if len(digits) >= length and _isbn_holds(digits[:length]):
                    return " ".join(match[1].split()) if len(digits) == length else digits[
                        :length
                    ], f"words 'ISBN'{where(line.page)}"
    for line in _everything(opened):
        issn = _ISSN.search(line.text)
        if issn is not None and _issn_holds(issn[1].replace("–", "-")):
            return f"ISSN {issn[1].replace('–', '-')}", f"words 'ISSN'{where(line.page)}"
    return None


def url_of(opened: Opening) -> tuple[str, str] | None:
    for line in _everything(opened):
        match = _AVAILABLE.search(line.text)
        if match is not None:
            url = match["url"].rstrip(".,;)]/")
            if url.endswith((".uk", ".org", ".com", "/publications")):
                continue  # where all of them are listed
            return url if url.startswith("http") else f"https://{url}", f"words 'available at'{where(line.page)}"
    return None


def _everything(opened: Opening) -> Iterator[Line]:
    yield from opened.lines
    yield from opened.closing


def _isbn_holds(digits: str) -> bool:
    if len(digits) == 13 and digits.isdigit():
        return sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(digits)) % 10 == 0
    if len(digits) == 10 and digits[:9].isdigit():
        return sum((10 - n) * (10 if d == "X" else int(d)) for n, d in enumerate(digits)) % 11 == 0
    return False


def _issn_holds(printed: str) -> bool:
    digits = printed.replace("-", "").upper()
    return sum((8 - n) * (10 if d == "X" else int(d)) for n, d in enumerate(digits)) % 11 == 0
