"""What a question asks for: the kind of answer, and what the evidence must hold to be about the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from core.month_names import MONTHS, WEEKDAYS
from index.words import STOP_WORDS, asked, stem, tokens

Slot = Literal["money", "percent", "quantity", "number", "date", "who", "which", "decision", "said", "reason", "none"]

_MONEY_WORDS = (
    r"(?:money|funding|funds?|funded|cost|costs|costing|budgets?|investment|invest(?:ed|ing)?|pay|paid|spend|spending|spent|grants?|pounds|£"
    r"|price|fees?|fines?|salary|wages?|bursary|allowances?|premium|pool|charges?|allocat\w+|savings?)"
)
# After "how much does", "how much will" and the like, these are about money too; after "how much carbon" they are not.
_OF_MONEY = (
    r"(?:get|gets|getting|receive[sd]?|receiving|earn(?:s|ed)?|owe[sd]?|charged?|contribut\w+|worth|save|raise|raised|lose|lost|borrow\w*"
    r"|rent|precept|levy|fares?|debts?|pledged|awarded|awarding|giving|given|give|set aside|put (?:in|into|towards))"
)
_SUM_NAMED = (  # "What is the rent of a plot?", and not "What is wrong with the rent?"
    r"^\W*what (?:is|was|are|were|will|would|should) (?:be )?(?:the |its |their )?(?:(?!with|about|of|on|by|for|in)[\w’'-]+ ){0,3}?"
    r"(?:budget|cost|price|salary|wage|pay|fee|fine|fare|rent|charge|precept|levy|bursary|grant|debt|deficit|surplus|subsidy|tariff|reward)"
    r"(?: be)?(?=\s*\??$| (?:for|of|in|per|to|at|on|an|by|charged|paid|proposed)\b)"
)
_SLOTS: tuple[tuple[Slot, re.Pattern[str]], ...] = (
    ("percent", re.compile(r"\b(?:what|which) (?:share|percentage|proportion|per\s?cent|fraction)|\bpercentage of\b|\bproportion of\b|\bwhat (?:is|was|are|were) the (?:share|fraction) of\b", re.I)),
    ("money", re.compile(rf"\bhow much\b.*\b{_MONEY_WORDS}\b|\bhow much (?:do|does|did|will|would|can|could|is|are|was|were|has|have) [^?]{{2,70}}\b{_OF_MONEY}\b|{_SUM_NAMED}|\bwhat (?:is|was|are|were|will be)? ?(?:the )?(?:[\w’'-]+ ){{0,3}}(?:budget|cost|amount of (?:money|funding)|hourly rate|pay rate|price|salary)\b|\bwhat (?:budget|funding|cost|price|fee|salary|grant|pay|rent|fine|fare|precept|charge|levy|sum|bursary)\b|^\W*what (?:is|are|was|were) .{{2,40}}\b(?:paid|worth)\b|^\W*what (?:is|are|was|were|will|has|have) (?:.{{2,40}} )?(?:be |being |been )?(?:spent|paid|invested)\b|^\W*what (?:do|does|did|will|would|has|have) .{{2,60}}\b(?:cost|spend|spent|pay)\b", re.I)),
    ("quantity", re.compile(r"\bhow (?:much|big|large|high|low|long)\b|^\W*(?:and |but |so )?how (?!(?:do|did|does|is|are|was|were|have|has|had|can|could|will|would|should|might|may|must|many|come|about|else|to|the|often|frequently|regularly|soon)\b)\w+ (?:is|are|was|were|do|does|did|has|have|will|would|can|could|a|an)\b|^\W*what (?:is|was|are|were) the (?:highest|lowest|longest|shortest|largest|smallest|maximum|minimum|most)\b", re.I)),
    ("number", re.compile(r"\bhow many\b|\b(?:what|which|total|give the|average) (?:number|count|figure)s?\b|\bnumber of\b|\bresponse rates?\b|^\W*what (?:is|was|are|were|will be) the (?:[\w’'-]+ ){0,2}(?:capacity|threshold|population|turnout|ratio|size|rate|uptake|take-up|ceiling|limit|cap)\b|\b(?:average|maximum|minimum) (?:\w+ ){0,3}(?:rate|caseload|number|size|age|time|wait|length|level|amount)|\bwhat (?:is|was|are|were) the (?:average|mean|median)\b", re.I)),
    ("date", re.compile(r"^\W*(?:and |but |so )?(?:(?:by|until|since|from) )?when\b|\b(?:what|which) (?:date|year|month|day|deadline)\b|\bwhen (?:is|was|are|were|will|do|does|did|can|should|must)\b|\bwhat (?:is|was|are|were) the (?:[\w’'-]+ ){0,2}(?:deadline|date|closing date)\b|\bhow soon\b|\bhow (?:often|frequently|regularly)\b", re.I)),
    ("who", re.compile(r"^\W*(?:and |but |so )?(?:to |by |for |with |from )?who(?:m|se)?\b|\bwhich (?:\w+ )?(?:minister|councillor|person|organisation|company|councils?|authorit\w+|department|officer|member|body|bodies|areas?)\b|\b(?:name|names) of\b", re.I)),
    ("which", re.compile(r"^\W*(?:and |but |so )?which (?:of |(?:two|three|four|five|six|seven|eight|nine|ten|twelve|\d+)\b)|^\W*which (?:[\w-]+\s){0,2}[\w-]+s\b", re.I)),
    ("decision", re.compile(r"^\W*(?:did|has|have) (?:the |it )?(?:[\w’'-]+\s){0,4}?(?:agree|agreed|approve|approved|endorse|endorsed|decide|decided|adopt|adopted|reject|rejected|accept|accepted)\b", re.I)),
    ("said", re.compile(r"^\W*what (?:did|have) (?:[\w’'-]+\s){1,4}?(?:say|said|tell|told|think|thought|raise|raised|discuss|discussed)\b", re.I)),
    ("reason", re.compile(r"^\W*(?:and |but |so )?why\b|\b(?:what|which) (?:\w+ )?(?:reasons?|explains|causes?|caused)\b|\bhow come\b", re.I)),
)  # fmt: skip
_MANY = re.compile(
    r"^\W*(?:list|name|give)\b|\b(?:what|which)\s+(?:(?!is\b|was\b|has\b|does\b)[\w’'-]+\s+){0,3}?(?!(?:is|was|has|does|this|his|its|us|process|progress|basis|less|across)\b)[\w’'-]{3,}s\b(?:\s|\?)"
    r"|\bwhat (?:are|were|did|do|else)\b|\bhow (?:have|are|do|did) \w+",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:how many|how much|(?:what|which) (?:percentage|proportion|share|number|per\s?cent) of|(?:number|share|percentage|proportion) of|which|what (?:is|are|was|were) the|what)\s+(?:of\s+)?(?:the\s+)?",
    re.I,
)
_SUPERLATIVE = re.compile(
    r"\b(?:most|least|main|chief|biggest|largest|smallest|highest|lowest|best|worst|top|hardest|commonest|\w+iest)\b",
    re.I,
)
_COMPARES = re.compile(
    r"\bcompar\w+|\bchang\w+|\bsince\b|\bthan\b|\b(?:increased?|decreased?|risen|rose|fallen|fell|gone up|gone down|grown"
    r"|improved|better|worse|more likely|less likely|differ\w*|earlier|previous|trend)\b",
    re.I,
)
_CHANGE = re.compile(
    r"\b(?:go|goes|going|went|increased?|rises?|rose|risen|up|down|falls?|fell|fallen|cut|shrunk|shrink|shrank|dropped|grown|grew|by how much)\b", re.I
)  # fmt: skip
_WHO_OF_KINDS = re.compile(
    r"^\W*who (?:is|are|was|were) (?:\w+er|more|less|most|least|hit|affected|worst|best)\b", re.I
)
_SUM_ASKED = re.compile(
    r"\bhow much (?:\w+ ){0,2}(?:money|funding|funds?|investment|invested|grants?|spent|spend|pounds)\b", re.I
)
_SAYS_ABOUT = re.compile(  # "What does the paper say about ferries?" is about ferries
    r"^\W*(?:and |but |so )?what (?:do|does|did|is|was|has|have|else) (?:[\w’'-]+\s){0,5}?(?:say|says|said|mention|mentioned|reported|tell us) (?:about|on|of)\s+(?=\w)",
    re.I,
)
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|next|previous)\b", re.I)
_COUNTED = re.compile(
    r"\bwhich (?:of the |other )?(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+) [a-z]", re.I
)
_PREPOSITION = re.compile(
    r"\b(?:in|for|among|of|by|from|at|with|on|about|to|under|over|within|during|between|into|as|than)\b", re.I
)
_TITLES = frozenset(
    ["councillor", "cllr", "mr", "mrs", "ms", "miss", "dr", "professor", "prof", "sir", "dame", "rev", "rt", "hon"]
)
_YEAR = re.compile(r"\b(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?\b")
_WAVE = re.compile(r"\bwave\s+(\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b", re.I)
_NAME = re.compile(r"(?:[A-Z][\w&’'-]*|[A-Z]{2,}s?)(?:\s+(?:(?:of|for|and|the|in|on|to|&)\s+)*(?:[A-Z][\w&’'-]*))*")
_QUOTED = re.compile(r"[\"“]([^\"”]{2,80})[\"”]")
CALENDAR = frozenset(
    name.casefold() for name in (*MONTHS, *WEEKDAYS, "spring", "summer", "autumn", "winter", "christmas", "easter")
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
    """A question, understood. names: proper names, case folded; years and figures as written; waves as digits; many: whether
    it asks for several things; compares: whether it asks how two times, places or groups compare; pairs: stems of adjacent
    telling words; superlative: whether it asks for the first or last of an order; head: stem of the noun that is asked for or
    counted ("How many dental practices" gives practic), or nothing; topic: the part of the question that says what it is about;
    ordinals: first, second, next and the like; counted: whether it asks which of a number of things ("Which three schools"); stems: of
    all its words; end: of the telling words from the first "in", "for", "of" or the like on."""

    text: str
    slot: Slot
    yes_no: bool
    names: tuple[str, ...]
    years: tuple[str, ...]
    waves: tuple[str, ...]
    figures: tuple[str, ...]
    many: bool = False
    compares: bool = False
    pairs: tuple[tuple[str, str], ...] = ()
    superlative: bool = False
    head: str = ""
    topic: str = ""
    ordinals: tuple[str, ...] = ()
    counted: bool = False
    stems: frozenset[str] = frozenset()
    end: frozenset[str] = frozenset()


def understood(text: str) -> Question:
    bare = asked(text)
    slot: Slot = next((slot for slot, pattern in _SLOTS if pattern.search(bare)), "none")
    if slot == "who" and _WHO_OF_KINDS.search(bare):
        slot = "none"  # "Who is happier, ...?" is answered by a kind of people
    if slot == "money" and _CHANGE.search(bare) and not _SUM_ASKED.search(bare):
        slot = "quantity"
    years = tuple(match[0] for match in _YEAR.finditer(bare))
    waves = tuple(_NUMBER_WORDS.get(match[1].casefold(), match[1]) for match in _WAVE.finditer(bare))
    rest = _WAVE.sub(" ", _YEAR.sub(" ", bare))
    figures = tuple(
        dict.fromkeys(
            re.sub(r"(?<=\d)s$", "", token.term) for token in tokens(rest) if any(c.isdigit() for c in token.term)
        )
    )
    yes_no = (
        re.match(r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|any)\b", bare, re.I)
        is not None
    )
    return Question(
        bare,
        slot,
        yes_no and slot == "none",
        _names(bare),
        years,
        waves,
        figures,
        many=_MANY.search(bare) is not None,
        compares=_COMPARES.search(bare) is not None,
        pairs=_pairs(bare),
        superlative=_SUPERLATIVE.search(bare) is not None,
        head=_head(bare),
        topic=_SAYS_ABOUT.sub("", bare, count=1),
        ordinals=tuple(dict.fromkeys(match[0].casefold() for match in _ORDINAL.finditer(bare))),
        counted=_COUNTED.search(bare) is not None,
        stems=frozenset(stem(token.term) for token in tokens(bare)),
        end=_end(bare),
    )


def _end(text: str) -> frozenset[str]:
    found = _PREPOSITION.search(text)
    start = found.end() if found else len(text)
    return frozenset(
        stem(token.term) for token in tokens(text) if token.start >= start and token.term not in STOP_WORDS
    )


def _head(text: str) -> str:
    """The last word of the run of telling words after "how many", "which", "what ..." or the like; empty where there is none."""
    match = _ASKS.search(text)
    if match is None:
        return ""
    head, end = "", match.end()
    for token in tokens(text[match.end() :]):
        between = text[end : match.end() + token.start]
        if token.term in STOP_WORDS or (head and between.strip()):
            break
        head, end = stem(token.term), match.end() + token.end
        if len(token.term) > 3 and token.term.endswith("s") and not token.term.endswith("ss"):
            break  # "dental practices | take new patients"
    return head


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    found = tokens(text)
    return tuple(
        (stem(left.term), stem(right.term))
        for left, right in pairwise(found)
        if left.term not in STOP_WORDS and right.term not in STOP_WORDS
    )


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
        words = [word for word in words if word.casefold().rstrip(".") not in _TITLES]
        bare = " ".join(words).casefold().removesuffix("'s").removesuffix("’s")
        if bare and not all(word.removesuffix("'s").removesuffix("’s") in _PLAIN_NAMES for word in bare.split()):
            found[bare] = None
    return tuple(found)
