"""Names of people: by what leads up to them, by their first name, and as spaCy sees them, less places, bodies and the famous."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coding.personal_data.figures import (
    KNOWN_BY_ONE_NAME,
    MAKES_A_PLACE,
    NOT_NAMES,
    NOT_PEOPLE,
    PUBLIC_FIGURES,
    SURNAMES_TOO,
)
from coding.personal_data.first_names import EVERY_FIRST_NAME, FIRST_NAMES, WORDS_TOO
from coding.personal_data.found import TITLE, Found
from coding.personal_data.name_cues import (
    CALLED,
    CAPITALS,
    DOES,
    GROUPS,
    I_AM,
    I_AM_ENDS,
    JOINED_AFTER,
    JOINED_BEFORE,
    KIN,
    LAST_LINE,
    LEADS,
    NAME,
    NOT_A_PERSON,
    OFFICE_AFTER,
    OFFICE_BEFORE,
    OFFICE_TITLES,
    OPENS,
    SAYINGS,
    SELF,
    SIGN_OFF,
    STRONG_CALLED,
    TITLED,
    WEAK_CALLED,
    WHOSE,
)
from coding.personal_data.small_names import names_in_small_letters
from core.personal_data import Confidence


def names_in(text: str, people: Sequence[tuple[int, int]] = ()) -> list[Found]:
    """All names that the rules find, and those of `people` (ranges from an entity recogniser) that nothing speaks against; with
    what is joined to one of them by "and" or a comma."""
    idioms = [match.span() for match in SAYINGS.finditer(text)]
    found = [
        one
        for one in (*names_by_rule(text), *names_by_model(text, people))
        if not any(low <= one.start < high for low, high in idioms)
    ]
    return [*found, *_joined(text, found)]


def parts_of_names(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Every other place in the text where a part of a likely name of two and more words stands by itself: "Amina Yusuf ... Amina"."""
    whole = [one for one in found if one.kind == "name" and one.confidence == "likely"]
    for one in whole:
        words = [_bare(word) for word in TITLE.sub("", text[one.start : one.end]).split()]
        for word in {word for word in words if len(word) > 2 and word not in NOT_NAMES and word not in WORDS_TOO}:
            for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
                outside = all(match.end() <= other.start or other.end <= match.start() for other in whole)
                if (
                    outside
                    and (match[0][0].isupper() or text[one.start : one.end].islower())
                    and not _makes_a_place(text, match.end())
                ):
                    yield Found("name", match.start(), match.end(), "likely", "part of a name")


def _joined(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """ "Reuben and Micah": a capitalised word that is joined to a person is one too."""
    people = [one for one in found if not one.rule.startswith("public")]
    for one in people:
        for match in (JOINED_AFTER.match(text, one.end), JOINED_BEFORE.search(text, max(0, one.start - 40), one.start)):
            if match is None:
                continue
            start, end = _trimmed(text, *match.span("name"))
            if (
                start == match.start("name")
                and end > start
                and not _something_else(text, start, end)
                and not _public(text, start, end)
            ):
                yield Found("name", start, end, "possible", "beside another name")


def names_by_rule(text: str) -> Iterator[Found]:
    """Names with a title, after words that introduce somebody, in a signature, or with a known first name."""
    for match in TITLED.finditer(text):
        title, name = match["title"].split()[0].strip(".").casefold(), match["name"]
        end = _end(text, match.start("name"), match.end("name"), initials=True)
        if end == match.start("name") or (
            title
            in ("father", "sister", "nurse", "doctor", "lord", "lady", "judge", "miss", "major", "private", "captain")
            and _lower_first(name) in NOT_NAMES
        ):
            continue
        if _makes_a_place(text, end) or _folded(text[match.start() : end]) in NOT_PEOPLE:
            continue
        office = (
            title in OFFICE_TITLES or _public(text, match.start(), end) or OFFICE_AFTER.search(text[end : end + 30])
        )
        yield Found(
            "name", match.start(), end, "possible" if office else "likely", "public office" if office else "title"
        )
    for match in NAME.finditer(text):
        yield from _candidate(text, match.start(), match.end())
    for pattern in (SIGN_OFF, LAST_LINE):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            if not text[start].isupper():
                continue
            if pattern is LAST_LINE and _lower_first(match["name"]) not in EVERY_FIRST_NAME:
                continue
            end = _end(text, start, end)
            if end > start and not _makes_a_place(text, end):
                yield Found("name", start, end, "likely", "signature")
    yield from names_in_small_letters(text)
    for match in CAPITALS.finditer(text):
        if match["first"].casefold() in FIRST_NAMES and match["last"].casefold() not in NOT_NAMES | MAKES_A_PLACE:
            yield Found("name", match.start(), match.end(), "likely", "first name and surname")


def names_by_model(text: str, ranges: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """What the entity recogniser takes for a person, where nothing says that it is something else: always `possible`."""
    for start, end in ranges:
        match = NAME.search(text, start, end)
        if match is None:
            continue
        start, end = match.start(), _end(text, match.start(), match.end())
        words = text[start:end].split()
        if not words or any(_lower_first(word) in NOT_NAMES for word in words) or _something_else(text, start, end):
            continue
        if len(words) == 1 and (
            not _inside_sentence(text, start) or text[max(0, start - 4) : start].casefold() == "the "
        ):
            continue
        rule = _public(text, start, end) or "entity recogniser"
        yield Found("name", start, end, "possible", rule)


def _candidate(text: str, start: int, end: int) -> Iterator[Found]:
    """A run of capitalised words, judged by its first name and by what stands before and after it."""
    start, end = _trimmed(text, start, end)
    if start >= end or _something_else(text, start, end):
        return
    words = text[start:end].split()
    first = _lower_first(text[start:end])
    known, sure = first in EVERY_FIRST_NAME, first in FIRST_NAMES
    before = text[max(0, start - 60) : start]
    public = _public(text, start, end)
    initial = len(words) > 1 and len(words[0].strip(".")) == 1
    if public:
        if known or len(words) > 1 or public == "public figure":
            yield Found("name", start, end, "possible", public)
        return
    confidence: Confidence | None = None
    rule = ""
    if SELF.search(before) or (I_AM.search(before) and (sure or (known and len(words) > 1))):
        confidence, rule = "likely", "names themselves"
    elif I_AM.search(before) and I_AM_ENDS.match(text, end) and not NOT_A_PERSON.search(text[start:end]):
        confidence, rule = "possible", "names themselves"
    elif WHOSE.match(text, end) and first not in GROUPS and not NOT_A_PERSON.search(text[start:end]):
        confidence, rule = ("likely" if known else "possible"), "relation"
    elif KIN.search(before) and not _sentence_end(before):
        confidence, rule = ("likely" if known or len(words) > 1 or _comma_or_called(before) else "possible"), "relation"
    elif STRONG_CALLED.search(before) and (known or len(words) > 1):
        confidence, rule = ("likely" if known else "possible"), "introduced"
    elif len(words) > 1 and sure and not initial:
        confidence, rule = "likely", "first name and surname"
    elif len(words) > 1 and known:
        confidence, rule = ("likely" if CALLED.search(before) else "possible"), "first name and surname"
    elif sure:
        confidence, rule = (
            ("likely" if CALLED.search(before) and _inside_sentence(text, start) else "possible"),
            "first name",
        )
    elif known and CALLED.search(before) and len(before) > 3 and not WEAK_CALLED.search(before):
        confidence, rule = "possible", "first name"
    elif DOES.match(text, end) and (known or _unknown_person(text, start, end, before)):
        confidence, rule = "possible", "does what people do"
    elif initial and CALLED.search(before):
        confidence, rule = "possible", "initial and surname"
    if confidence:
        yield Found("name", start, end, confidence, rule)


def _unknown_person(text: str, start: int, end: int, before: str) -> bool:
    """Whether a capitalised run that no list knows may be somebody, given that it is followed by what people do."""
    first = _lower_first(text[start:end])
    if first in GROUPS or first.endswith("s") or not first.isalpha():
        return False
    return bool(LEADS.search(before)) if _inside_sentence(text, start) else bool(OPENS.match(text, end))


# What else a run of capitalised words may be ----------------------------------------------------------------------------


def _trimmed(text: str, start: int, end: int, initials: bool = False) -> tuple[int, int]:
    """Without the words at either side that are no part of a name ("Because Sarah", "Sarah She"); `initials`: a leading letter may
    be one ("Mrs A Kaur")."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[start:end])]
    first = True
    while words and _bare(text[start + words[0][0] : start + words[0][1]]) in NOT_NAMES:
        if initials and first and words[0][1] - words[0][0] <= 2 and len(words) > 1:
            break
        words.pop(0)
        first = False
    kept: list[tuple[int, int]] = []
    for n, (low, high) in enumerate(words):
        word = _bare(text[start + low : start + high])
        if word in NOT_NAMES and not (initials and n == 0) and not (kept and word in SURNAMES_TOO):
            break
        kept.append((low, high))
    return (start + kept[0][0], start + kept[-1][1]) if kept else (start, start)


def _end(text: str, start: int, end: int, initials: bool = False) -> int:
    low, high = _trimmed(text, start, end, initials)
    return high if low == start else start


def _something_else(text: str, start: int, end: int) -> bool:
    """A street, a body, a brand, a saint: whatever its first word is."""
    said = _folded(text[start:end])
    if said in NOT_PEOPLE or any(said.startswith(known + " ") for known in NOT_PEOPLE):
        return True
    before = text[max(0, start - 8) : start]
    if re.search(r"\b(?:St|Saint|SS)\.?\s$", before):
        return True
    words = said.split()
    if any(word in MAKES_A_PLACE for word in words[1:]):
        return True
    if len(words) == 1 and re.search(r"\b[Tt]he\s$", before):
        return True
    return _makes_a_place(text, end)


def _makes_a_place(text: str, end: int) -> bool:
    after = re.match(r"(?:[’'‘]s?)?\s(?:&\s|and\s)?([A-Z][a-z]+)(?:\s([A-Z]\w+))?", text[end : end + 50])
    return bool(after and (after[1].casefold() in MAKES_A_PLACE or (after[2] or "").casefold() in MAKES_A_PLACE))


def _public(text: str, start: int, end: int) -> str | None:
    said = _folded(text[start:end])
    if (
        said in PUBLIC_FIGURES
        or any(f"{said} ".startswith(known + " ") for known in PUBLIC_FIGURES)
        or said in KNOWN_BY_ONE_NAME
    ):
        return "public figure"
    if OFFICE_BEFORE.search(text[max(0, start - 45) : start]) or OFFICE_AFTER.search(text[end : end + 40]):
        return "public office"
    return None


def _comma_or_called(before: str) -> bool:
    return before.rstrip().endswith((",", "called", "named", "(", "is"))


def _sentence_end(before: str) -> bool:
    return before.rstrip().endswith((".", "!", "?"))


def _inside_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip("“‘\"'( ")
    return bool(before) and before[-1] not in ".!?\n:;•-–"


def _lower_first(words: str) -> str:
    return _bare(re.split(r"[\s-]", words.strip())[0])


def _bare(word: str) -> str:
    return re.sub(r"[’'‘]s$", "", word.casefold()).strip(".,;:!?()’'‘\"")


def _folded(words: str) -> str:
    return " ".join(re.sub(r"[’'‘](?:s\b)?", "", words.casefold()).split())
