"""What a question asks for: the kind of answer, and what the evidence must hold to be about the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.words import STOP_WORDS, asked, tokens

Slot = Literal["money", "percent", "quantity", "number", "date", "who", "reason", "none"]

_MONEY_WORDS = (
    r"(?:money|funding|funds?|funded|cost|costs|costing|budgets?|investment|invest(?:ed|ing)?|pay|paid|spend|spending|spent|grants?|pounds|£"
    r"|price|fee|fees|salary|bursary|allocat\w+|savings?)"
)
_SLOTS: tuple[tuple[Slot, re.Pattern[str]], ...] = (
    ("percent", re.compile(r"\b(?:what|which) (?:share|percentage|proportion|per\s?cent|fraction)|\bpercentage of\b|\bproportion of\b", re.I)),
    ("money", re.compile(rf"\bhow much\b.*\b{_MONEY_WORDS}\b|\bwhat (?:is|was|are|were|will be)? ?(?:the )?(?:\w+ ){{0,3}}(?:budget|cost|amount of (?:money|funding)|hourly rate|pay rate|price|salary)\b", re.I)),
    ("quantity", re.compile(r"\bhow (?:much|big|large|high|low)\b", re.I)),
    ("number", re.compile(r"\bhow many\b|\b(?:what|which|total|give the|average) (?:number|count|figure)s?\b|\bnumber of\b|\bresponse rates?\b|\b(?:average|maximum|minimum) (?:\w+ ){0,3}(?:rate|caseload|number|size|age|time|wait|length|level|amount)|\bwhat (?:is|was|are|were) the (?:average|mean|median)\b", re.I)),
    ("date", re.compile(r"^\W*(?:and |but |so )?(?:(?:by|until|since|from) )?when\b|\b(?:what|which) (?:date|year|month|day|deadline)\b|\bwhen (?:is|was|are|were|will|do|does|did|can|should|must)\b|\bhow soon\b", re.I)),
    ("who", re.compile(r"^\W*(?:and |but |so )?who(?:m|se)?\b|\bwhich (?:\w+ )?(?:minister|person|organisation|company|councils?|authorit\w+|department|officer|member|body|bodies|areas?)\b|\b(?:name|names) of\b", re.I)),
    ("reason", re.compile(r"^\W*(?:and |but |so )?why\b|\b(?:what|which) (?:\w+ )?(?:reasons?|explains|causes?|caused)\b|\bhow come\b", re.I)),
)  # fmt: skip
_CHANGE = re.compile(r"\b(?:go|goes|going|went|increased?|rises?|rose|up|down|falls?|fell|cut)\b", re.I)
_SUM_ASKED = re.compile(rf"\bhow much (?:\w+ ){{0,2}}{_MONEY_WORDS}\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?\b")
_WAVE = re.compile(r"\bwave\s+(\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b", re.I)
_NAME = re.compile(r"(?:[A-Z][\w&’'-]*|[A-Z]{2,}s?)(?:\s+(?:(?:of|for|and|the|in|on|to|&)\s+)*(?:[A-Z][\w&’'-]*))*")
_QUOTED = re.compile(r"[\"“]([^\"”]{2,80})[\"”]")
CALENDAR = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "spring",
        "summer",
        "autumn",
        "winter",
    ]
)
_PLAIN_NAMES = frozenset(  # capitalised in questions without naming anything in particular
    [
        "i",
        "uk",
        "england",
        "english",
        "british",
        "government",
        "council",
        "councils",
        "local",
        "authority",
        "authorities",
        "la",
        "las",
        "board",
        "members",
        "member",
        "report",
        "survey",
        "paper",
    ]
)
_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood. names: proper names, case folded; years and figures as written; waves as digits."""

    text: str
    slot: Slot
    yes_no: bool
    names: tuple[str, ...]
    years: tuple[str, ...]
    waves: tuple[str, ...]
    figures: tuple[str, ...]


def understood(text: str) -> Question:
    bare = asked(text)
    slot: Slot = next((slot for slot, pattern in _SLOTS if pattern.search(bare)), "none")
    if slot == "money" and _CHANGE.search(bare) and not _SUM_ASKED.search(bare):
        slot = "quantity"
    years = tuple(match[0] for match in _YEAR.finditer(bare))
    waves = tuple(_NUMBER_WORDS.get(match[1].casefold(), match[1]) for match in _WAVE.finditer(bare))
    rest = _WAVE.sub(" ", _YEAR.sub(" ", bare))
    figures = tuple(dict.fromkeys(token.term for token in tokens(rest) if any(c.isdigit() for c in token.term)))
    yes_no = (
        re.match(r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|any)\b", bare, re.I)
        is not None
    )
    return Question(bare, slot, yes_no and slot == "none", _names(bare), years, waves, figures)


def _names(text: str) -> tuple[str, ...]:
    found: dict[str, None] = dict.fromkeys(match[1].casefold() for match in _QUOTED.finditer(text))
    for match in _NAME.finditer(_QUOTED.sub(" ", text)):
        name = match[0]
        words = name.split()
        at_start = (
            not re.search(r"\w", text[: match.start()]) or re.search(r"[.?!]\s*$", text[: match.start()]) is not None
        )
        while words and (at_start or words[0].casefold() in STOP_WORDS or words[0].casefold() in CALENDAR):
            if at_start and len(words[0]) > 1 and words[0].isupper():
                break
            if not at_start and words[0].casefold() not in STOP_WORDS | CALENDAR:
                break
            words = words[1:]
            at_start = False
        while words and words[-1].casefold() in STOP_WORDS | CALENDAR:
            words = words[:-1]
        bare = " ".join(words).casefold().removesuffix("'s").removesuffix("’s")
        if bare and not all(word.removesuffix("'s").removesuffix("’s") in _PLAIN_NAMES for word in bare.split()):
            found[bare] = None
    return tuple(found)
