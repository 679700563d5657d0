"""Names of people: by what leads up to them, by their first name, and as spaCy sees them, less places, bodies and the famous."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coding.personal_data.figures import KNOWN_BY_ONE_NAME, MAKES_A_PLACE, NOT_NAMES, NOT_PEOPLE, PUBLIC_FIGURES
from coding.personal_data.first_names import EVERY_FIRST_NAME, FIRST_NAMES
from coding.personal_data.found import Found
from core.personal_data import Confidence

_CAP = r"(?:[A-Z][’'‘](?=[A-Z])|Ma?c(?=[A-Z]))?[A-ZÀ-ÖØ-ÞŁŚŻŠČ][^\W\d_A-ZÀ-ÖØ-Þ]+(?:[-’'‘](?!s\b)[^\W\d_]+)*"
_PARTICLE = r"(?:de|da|dos|van der|van den|van|von|der|den|di|la|le|bin|bint|ibn|al|el|ap|ab|ferch|ul|ur)"
_INITIAL = r"(?:[A-Z]\.?(?=[ .]))"
_NAME = rf"(?:{_CAP}|{_INITIAL})(?:\s?{_INITIAL})?(?:[ ](?:{_PARTICLE}[ ])?{_CAP}){{0,3}}"
NAME = re.compile(_NAME)
TITLED = re.compile(
    rf"(?<!\w)(?P<title>(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Cllr|Councillor|Sir|Dame|Lord|Lady|Baroness|Rev|Reverend|Pastor|Imam|Father|Sister|Nurse|Midwife|PC|PCSO|Sgt|Sergeant|Inspector"
    rf"|Constable|Judge|Auntie|Aunt|Uncle|Nana|Nan|Grandma|Grandad|MR|MRS|MS|MISS|DR|mr|mrs|ms|dr|cllr)\.?(?:\s(?:and|&|\+|/)\s(?:Mr|Mrs|Ms|Miss|Dr)\.?)?)\s(?P<name>{_NAME})"
)
OFFICE_TITLES = frozenset(["cllr", "councillor", "sir", "dame", "lord", "lady", "baroness"])
OFFICE_BEFORE = re.compile(
    r"(?:\b(?:our|local|the|your|my|your local)\s(?:\w+\s)?(?:MPs?|MSPs?|MEPs?)|\bMPs?|\bPrime Minister|\bPM|\b(?:Education|Health|Home|Foreign|Housing|Transport) Secretary|\bSecretary of State|\bMinister|\bChancellor|\bMayor"
    r"|\b[Cc]ouncil leader|\b[Ll]eader of the \w+|\b[Cc]hief executive|\bKing|\bQueen|\bPrince|\bPrincess|\bPresident|\bPope)[,:]?\s$"
)
OFFICE_AFTER = re.compile(
    r"^,?\s(?:MP|MSP|MS|MEP|AM)\b|^,?\s(?:the|our)\s(?:\w+\s)?(?:MP|mayor|prime minister|council leader|leader of the)\b",
    re.IGNORECASE,
)
SELF = re.compile(
    r"(?:\bmy (?:full )?name(?:[’'‘]?s| is)|\bname\s?:|\bi am called|\bsigned(?: by)?|\b(?:this|it) is)\s*[:,\-–]?\s*$",
    re.IGNORECASE,
)
I_AM = re.compile(r"\b(?:i am|i[’'‘]?m|me,)\s$", re.IGNORECASE)
CALLED = re.compile(
    r"\b(?:called|named|name (?:is|was)|names (?:are|were)|ask(?:ed)? for|contact(?:ed)?|speak to|spoke (?:to|with)|speaking (?:to|with)|seen by|saw|see|met|meet|told|emailed|rang|phoned|asked|thanks? to|thank you(?: to)?|thanks"
    r"|credit to|well done|grateful to|kudos to|shout out to|especially|particularly|namely|with|from|by|for|to|and|or|named|is|was|like|about|knows?|dear|hi|hello|attn:?)\s$",
    re.IGNORECASE,
)
STRONG_CALLED = re.compile(
    r"\b(?:called|named|name (?:is|was)|names (?:are|were)|ask(?:ed)? for|spoke (?:to|with)|speak to|seen by|thanks to|thank you to|contact|dear)\s$",
    re.IGNORECASE,
)
_KIN = (
    r"(?:step)?(?:sons?|daughters?|husband|wife|mums?|mom|mothers?|dads?|fathers?|brothers?|sisters?|(?:nan|gran|granny|grandma|grandad|grandpa|grandmother|grandfather|grandsons?|granddaughters?|grandchild(?:ren)?)|partner|fianc[eé]e?|friends?"
    r"|neighbours?|carers?|social worker|support worker|key ?worker|case ?worker|gp|doctor|midwife|health visitor|nurse|teacher|headteacher|landlord|landlady|boss|manager|line manager|nephews?|niece|uncle|aunt(?:ie|y)?|cousins?|child(?:ren)?"
    r"|baby|boys?|girls?|kids?|twins?|ex|mate|colleague|flatmate|housemate|tenant|late husband|late wife|mother-in-law|father-in-law|driver|warden|housing officer|adviser|advisor|counsellor|therapist|consultant|dentist|receptionist|tutor|ta)"
)
KIN = re.compile(
    rf"\b(?:my|our|his|her|their|your|the|a|an old|eldest|youngest)\s(?:\w+\s){{0,2}}{_KIN}(?:,| is called| was called| called| named| is named|[’'‘]s name is| is| was|\s\()?\s?$",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    rf"(?:\b(?:kind regards|best regards|warm regards|regards|many thanks|thanks(?: again)?|thank you|yours (?:sincerely|faithfully|truly)?|sincerely|faithfully|cheers|best wishes|all the best|love|from|signed|ta)[ ,.!:\-–]*\s+|(?:^|\n|[.!?)][ ]+)[-–—~]\s?)(?P<name>{_NAME})(?P<rest>[.,]?(?:\s*[(,].{{0,60}})?)\s*$",
    re.IGNORECASE,
)
LAST_LINE = re.compile(rf"\n\s*(?P<name>{_NAME})\s*(?:[,(].{{0,60}})?\s*$")
SMALL_CUE = re.compile(
    rf"(?:\bmy (?:full )?name(?:[’'‘]?s| is)|\bi am called|\bname\s?:|\bcalled|\bnamed|\bask for|\bspoke to|\b(?:my|our|his|her)\s(?:\w+\s)?{_KIN}(?: is called| called|,)?|\b(?:mr|mrs|ms|miss|dr|cllr)\.?|\bthanks?|\bregards,?|\bcheers)\s+(?P<first>[a-z]+)(?P<more>(?:[ ][a-z][a-z’'-]+){{0,1}})",
    re.IGNORECASE,
)
SMALL_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|dr|cllr)\.?$", re.IGNORECASE)
COMMON_SMALL = frozenset(
    [
        "and",
        "but",
        "or",
        "is",
        "was",
        "has",
        "had",
        "have",
        "who",
        "that",
        "which",
        "said",
        "says",
        "told",
        "does",
        "did",
        "do",
        "in",
        "on",
        "at",
        "of",
        "to",
        "for",
        "from",
        "with",
        "by",
        "the",
        "a",
        "an",
        "my",
        "our",
        "his",
        "her",
        "their",
        "i",
        "he",
        "she",
        "it",
        "we",
        "they",
        "you",
        "as",
        "so",
        "if",
        "when",
        "because",
        "not",
        "never",
        "always",
        "also",
        "just",
        "been",
        "be",
        "can",
        "could",
        "will",
        "would",
        "should",
        "goes",
        "went",
        "works",
        "worked",
        "lives",
        "lived",
        "helped",
        "helps",
        "gets",
        "got",
        "gave",
        "gives",
        "came",
        "comes",
        "needs",
        "needed",
        "wants",
        "left",
        "died",
        "passed",
        "likes",
        "loves",
        "about",
        "after",
        "before",
        "since",
        "very",
        "really",
        "only",
        "now",
        "then",
        "there",
        "here",
        "too",
        "both",
        "all",
        "again",
        "at",
        "age",
        "aged",
        "cannot",
        "cant",
        "wont",
        "isnt",
    ]
)


def names_by_rule(text: str) -> Iterator[Found]:
    """Names with a title, after words that introduce somebody, in a signature, or with a known first name."""
    for match in TITLED.finditer(text):
        title, name = match["title"].split()[0].strip(".").casefold(), match["name"]
        end = _end(text, match.start("name"), match.end("name"))
        if end == match.start("name") or (
            title in ("father", "sister", "nurse", "doctor", "lord", "lady", "judge", "miss")
            and _lower_first(name) in NOT_NAMES
        ):
            continue
        if _makes_a_place(text, end) or _folded(text[match.start() : end]) in NOT_PEOPLE:
            continue
        office = title in OFFICE_TITLES or OFFICE_AFTER.search(text[end : end + 30])
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
    yield from _small_letters(text)


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
    elif (
        known
        and CALLED.search(before)
        and len(before) > 3
        and not re.search(
            r"\b(?:for|to|by|with|from|is|was|about|in|like|or|and|see|especially|particularly)\s$",
            before,
            re.IGNORECASE,
        )
    ):
        confidence, rule = "possible", "first name"
    elif initial and CALLED.search(before):
        confidence, rule = "possible", "initial and surname"
    if confidence:
        yield Found("name", start, end, confidence, rule)


def _small_letters(text: str) -> Iterator[Found]:
    """Names that were typed without capitals, after words that introduce them."""
    for match in SMALL_CUE.finditer(text):
        start, end = match.span("first")
        word = match["first"]
        if not word.islower() or word in COMMON_SMALL:
            continue
        titled = SMALL_TITLE.search(text[: match.start("first")].rstrip())
        cue = text[match.start() : start].casefold()
        more = match["more"].strip()
        if titled and word not in NOT_NAMES and len(word) > 2:
            yield Found("name", titled.start(), end, "likely", "title")
        elif word in FIRST_NAMES or (word in EVERY_FIRST_NAME and ("name" in cue or "called" in cue)):
            if more and more not in COMMON_SMALL and more not in NOT_NAMES and "name" in cue:
                end = match.end("more")
            yield Found(
                "name",
                start,
                end,
                "likely" if "name" in cue or "called" in cue else "possible",
                "introduced, small letters",
            )


# What else a run of capitalised words may be ----------------------------------------------------------------------------


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the words at either side that are no part of a name ("Because Sarah", "Sarah She")."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[start:end])]
    while words and _bare(text[start + words[0][0] : start + words[0][1]]) in NOT_NAMES:
        words.pop(0)
    kept = []
    for low, high in words:
        if _bare(text[start + low : start + high]) in NOT_NAMES:
            break
        kept.append((low, high))
    return (start + kept[0][0], start + kept[-1][1]) if kept else (start, start)


def _end(text: str, start: int, end: int) -> int:
    low, high = _trimmed(text, start, end)
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
