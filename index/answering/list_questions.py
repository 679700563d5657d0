"""Which list a question asks for: of whose commitments, findings, reasons or recommendations, on what, by when, how much.

A grammar of how people put such questions, not of any paper: "What has the council promised on parking?", "Which deadlines fall
before April 2031?", "List the recommendations on school transport". What is left when the asking is taken away is the topic.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from typing import Literal

from core.month_names import MONTHS
from index.words import tokens

ListOf = Literal["commitment", "finding", "reason", "recommendation"]


@dataclass(frozen=True, slots=True)
class AskedList:
    """`topic`: the words that say what about; `actor`: whose, as the question says it, or None; `due`: ISO dates between which
    a deadline falls, either may be None; `money`: only rows with a sum; `least`: whole pounds. `leads`: the question asks for
    rows of the register in so many words. `dated`: it asks for deadlines, so that rows come in the order of their dates."""

    what: ListOf
    topic: str
    actor: str | None = None
    due: tuple[str | None, str | None] | None = None
    money: bool = False
    least: float | None = None
    leads: bool = True
    dated: bool = False


_WHO = r"(?P<actor>(?:[\w’'&.-]+\s+){1,8}?)"
_PROMISED = r"(?:commit(?:ted|ting|s)?|promis(?:ed|ing|es|e)|pledg(?:ed|ing|es|e)|undert(?:aken?|ook|aking|akes))"
_NOUNS = r"(?:commitments?|pledges?|promises|undertakings)"
_TO = r"(?:\s+(?:to|itself to|themselves to)(?:\s+do(?:ing)?\b)?|\s+doing\b)?"
_BE = r"(?:has|have|had|did|does|do|is|are|was|were|will|would)"
_PATTERNS: tuple[tuple[ListOf, bool, str], ...] = (
    ("commitment", True, rf"\bwhat(?:\s+else)?\s+{_BE}\s+been\s+{_PROMISED}\b{_TO}"),
    ("commitment", True, rf"\bwhat(?:\s+else)?\s+{_BE}\s+{_WHO}(?:(?:now|also|already|publicly|so far)\s+)?{_PROMISED}\b{_TO}"),
    ("commitment", True, rf"\bwhat\s+(?:is|are)\s+{_WHO}(?:going|planning|intending|proposing)\s+to\s+do\b"),
    ("commitment", True, rf"\bwhat\s+(?:will|would)\s+{_WHO}do\b(?!\s+(?:if|when|you|to\s+you))"),
    ("commitment", True, rf"\bwhat\s+{_BE}\s+{_WHO}(?:plan|intend|propose|agree|aim|decide|resolve)(?:s|d|ed)?\s+to\s+do\b"),
    ("commitment", True, rf"\b(?:what|which)\s+(?:\w+\s+)?(?:funding|money|investment|sums?)\s+{_BE}\s+{_WHO}(?:{_PROMISED}|announced|allocated|set\s+aside)\b{_TO}"),
    ("commitment", True, rf"\b(?:what|which|list|name|give|show)\b[^?.]{{0,40}}?\b{_NOUNS}\s+{_BE}\s+{_WHO}(?:made|make|makes|given|gives?|set\s+out|sets\s+out)\b"),
    ("commitment", True, rf"\b(?:what|which|list|name|give|show)\b(?:\s+(?:me|us|all|are|were|of|the|every|each|any|new|main|key|different|financial|funding|spending|firm|open|outstanding))*\s+(?P<owner>(?:[\w&-]+\s+){{0,4}}?[\w&-]+(?:[’']s|s[’'])\s+)?(?:(?:financial|funding|spending|firm|new|main|key|open|outstanding)\s+)*{_NOUNS}\b(?:\s+(?:are\s+there|were\s+there|there\s+are|have\s+been|has\s+been|are|were|is|was|made|given))*"),
    ("commitment", True, r"\b(?:what|which|list)\b[^?.]{0,40}?\b(?:deadlines?|milestones)\b(?:\s+(?:are\s+there|are|were|have\s+been\s+set|set|fall|falls|apply|exist))*"),
    ("commitment", False, r"\b(?:what|which)\s+(?:next\s+steps|follow-up)\s+(?:are|were|have\s+been)\s*(?:there|agreed|planned|proposed)?"),
    ("commitment", False, r"\b(?:what|which)\s+actions?\s+(?:were|was|are|is|have\s+been|has\s+been)\s+(?:given|assigned|agreed|set|allocated|taken\s+away)\b(?:\s+(?:to|by|for)\s+(?P<owner>(?:the\s+)?[\w-]+(?:\s+(?!at\b|in\b|on\b|from\b|for\b)[\w-]+){0,3}))?"),
    ("recommendation", True, r"\b(?:what|which|list|name|give|show)\b[^?.]{0,40}?\brecommendations?\b(?:\s+(?:are\s+there|were\s+there|are|were|have\s+been|has\s+been|did|does|do|made))*|\bwhat\s+(?:does|did|do|is|are|was|were)\s+(?:[\w’'-]+\s+){1,6}?recommend(?:s|ed|ing)?\b"),
    ("finding", True, r"\b(?:list|name|give|show|what|which)\b(?:\s+(?:me|us|all|are|were|of|the|every|main|key|survey))*\s+findings\b(?:\s+(?:are\s+there|were\s+there|are|were|on))*|\bwhat\s+(?:figures|statistics|percentages|numbers)\s+(?:are|were)\s+(?:there|given|reported|published)\b|\blist\b[^?.]{0,30}\b(?:figures|statistics|percentages)\b"),
    ("finding", False, r"\bwhat\s+(?:did|does|has|do)\s+(?:the\s+|this\s+)?(?:[\w-]+\s+){0,3}?(?:survey|research|study|report|poll|questionnaire)\s+(?:find|found|show|shown|say)\b"),
    ("reason", False, r"\b(?:what|which|list|name|give)\b(?:\s+(?:the|all|were|was|are|other|main|key|common|different|kinds?|sorts?|of))*\s+(?P<noun>reasons?|challenges?|barriers?|concerns?|themes?|difficulties|benefits|factors|problems|issues|obstacles|suggestions|worries|complaints)\b(?:\s+(?:that|which|were|was|are|have|had|has|do|does|did|been|the|by|of|las|local|authorities|councils?|respondents|people|residents|parents|carers|staff|members|they|most|often|give|gave|given|mention(?:ed)?|raised?|cite[ds]?|report(?:ed)?|faced?|experienced?|identif(?:y|ied)|stated?|describe[ds]?|there))*"),
)  # fmt: skip
_CUES = tuple((what, leads, re.compile(pattern, re.I)) for what, leads, pattern in _PATTERNS)
_NO_LIST = re.compile(r"\bhow (?:many|much)\b|\bnumber of\b|^\W*(?:why|when|where|who)\b", re.I)
# Whom a word names that is no body: the paper itself, the one who asks, nobody in particular.
_PAPER = re.compile(
    r"^(?:the |this |that |these |those |our |a )?(?:[\w-]+ )??(?:report|paper|papers|document|documents|strategy|plan|survey|pack|minutes|review|response|letter|it|they|there|"
    r"anyone|anybody|somebody|everyone|people|been|be)$",
    re.I,
)

_MONTH = "|".join(name for name in MONTHS)
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 12)}
_DATE = (
    rf"(?:(?:the\s+)?(?P<part>end|start|beginning)\s+of\s+)?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    rf"(?:(?P<month>{_MONTH})\s+|(?P<season>spring|summer|autumn|winter)\s+(?:of\s+)?)?(?P<year>(?:19|20|21)\d\d)\b(?!\s?[-–/]\s?\d)"
)
_DUE = re.compile(
    rf"(?:(?P<due>due|deadlines?|falls?|falling|finished|completed|delivered|done|expected|published|happen)\s+)?"
    rf"\b(?P<how>by|before|until|no later than|after|since|from|beyond|in|during|between)\s+{_DATE}",
    re.I,
)
_MONEY = re.compile(
    r"\b(?:with|that\s+have|which\s+have|having|involving|backed\s+by)\s+(?:any\s+|some\s+|new\s+|a\s+)?(?:money|funding|sums?(?:\s+of\s+money)?|costs?|budgets?|amounts?)(?:\s+attached)?\b"
    r"|\b(?:financial|funding|spending|money)\b(?=\s+(?:commitments?|pledges?|promises))",
    re.I,
)
_LEAST = re.compile(r"\b(?:more than|over|above|at least|exceeding|worth more than|of)\s+(?=£)", re.I)


def asked_list(question: str) -> AskedList | None:
    """The list that a question asks for, or None: it asks for one thing, or for no list of this kind."""
    if _NO_LIST.search(question):
        return None
    for what, leads, pattern in _CUES:
        match = pattern.search(question)
        if match is None:
            continue
        named = match.groupdict()
        who = _body(named.get("actor") or named.get("owner"))
        rest = f"{question[: match.start()]} {question[match.end() :]}"
        made = AskedList(what, "", who, leads=leads, dated="deadline" in match[0] or "milestone" in match[0])
        if named.get("noun"):
            rest = f"{named['noun']} {rest}"
        if what != "commitment":
            return replace(made, topic=_topic(rest), actor=None)
        by = re.search(
            r"(?:^|\s)(?:made |given )?by (?P<actor>(?:the )?(?!\d)(?!the end\b|the start\b)[A-Za-z][\w’'& -]{1,40}?)(?=\s+(?:on|about|for|to|in|with|regarding|by|before|after)\b|\s*[?.,]|\s*$)",
            rest,
        )
        if who is None and by is not None and not _DUE.match(by[0].strip()) and "year" not in by[0]:
            who = _body(by["actor"])
            rest = rest[: by.start()] + " " + rest[by.end() :]
        money = "fund" in match[0].casefold() or "money" in match[0].casefold() or "financial" in match[0].casefold()
        rest, least = _least(rest)
        if _MONEY.search(rest) or least is not None or money:
            money = True
            rest = _MONEY.sub(" ", rest)
        rest, due = _due(rest, bool(made.dated))
        return replace(made, topic=_topic(rest), actor=who, due=due, money=money, least=least)
    return None


def _line(text: str) -> str:
    return " ".join(text.split()).strip(" ?.,:;")


_SAYS = re.compile(
    r"\b(?:(?:in|of|from)\s+)?(?:the|this|that|these|our)\s+(?:report|papers?|documents?|strategy|survey|pack|minutes)\b(?:\s+(?:make|makes|made|contains?|"
    r"sets?\s+out|gives?|lists?))?|\b(?:make|makes|made|given|relating|related|relates?|regarding|concerning|were mentioned|was mentioned|mentioned|were given"
    r"|attached)\b",
    re.I,
)


def _topic(text: str) -> str:
    """What is left to say what the list is about, without the paper that is asked and the verbs of saying."""
    return _line(re.sub(r"\s+(?:are|were|is|was|be|to be|have been)\s*[?.]*\s*$", "", _SAYS.sub(" ", text), flags=re.I))


def _body(words: str | None) -> str | None:
    """Whom the words name, or None for the paper itself and for nobody in particular."""
    text = _line(words or "")
    text = re.sub(r"[’']s$|(?<=s)[’']$", "", text)
    text = re.sub(r"^(?:all|of|the|this|our|their|its)\s+", "", text, flags=re.I)
    return None if not text or _PAPER.match(text) else text


def _due(text: str, dated: bool) -> tuple[str, tuple[str | None, str | None] | None]:
    """The text without the words of time, and the dates between which a deadline falls. A bare "in 2031" says of what time the
    paper is, unless deadlines are asked for."""
    match = _DUE.search(text)
    if match is None:
        return text, None
    how = match["how"].casefold()
    if how in ("in", "during", "from", "since") and not (dated or match["due"]):
        return text, None
    first, last = _days(match)
    due: tuple[str | None, str | None] = {
        "by": (None, last), "until": (None, last), "no later than": (None, last), "before": (None, _before(first)),
        "after": (_after(last), None), "beyond": (_after(last), None), "since": (first, None), "from": (first, None),
    }.get(how, (first, last))  # fmt: skip
    return f"{text[: match.start()]} {text[match.end() :]}", due


def _days(match: re.Match[str]) -> tuple[str, str]:
    """The first and the last day that a date names."""
    year, part = int(match["year"]), (match["part"] or "").casefold()
    if match["month"]:
        month = next(n for n, name in enumerate(MONTHS, 1) if name.casefold() == match["month"].casefold())
        if match["day"] and 1 <= int(match["day"]) <= monthrange(year, month)[1]:
            day = f"{year}-{month:02d}-{int(match['day']):02d}"
            return day, day
        first, last = f"{year}-{month:02d}-01", f"{year}-{month:02d}-{monthrange(year, month)[1]}"
    elif match["season"]:
        begins, ends = _SEASONS[match["season"].casefold()]
        first, last = f"{year}-{begins:02d}-01", f"{year}-{ends:02d}-{monthrange(year, ends)[1]}"
    else:
        first, last = f"{year}-01-01", f"{year}-12-31"
    if part == "end":
        return last, last
    return (first, first) if part else (first, last)


def _before(day: str) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _after(day: str) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _least(text: str) -> tuple[str, float | None]:
    match = _LEAST.search(text)
    if match is None:
        return text, None
    sum_ = next((token for token in tokens(text[match.end() :]) if token.term.startswith("£")), None)
    if sum_ is None or not sum_.term[1:].replace(".", "", 1).isdigit():
        return text, None
    return f"{text[: match.start()]} {text[match.end() + sum_.end :]}", float(sum_.term[1:])
