"""Whether a sentence can be the answer: does it hold what was asked for, and is it about what was asked about?

On questions that the documents nearly answer, similarity is worthless (a near miss reuses the documents' own words); what
works is evidence: names, years, waves and figures of the question must stand in the evidence, and the slot that the
question asks for (pounds, percent, number, date, name) must be filled by the sentence (docs/decisions.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from index.question import CALENDAR, Question, Slot
from index.words import STOP_WORDS, stem, tokens

_FRACTION = re.compile(
    r"\b(?:half|(?:a|one|two|three|four) (?:third|quarter|fifth|tenth|sixth|eighth)s?|thirds?|quarters?|fifths?|tenths?"
    r"|(?:\d+|one|two|three|four|five|six|seven|eight|nine) (?:in|out of)(?: every)? (?:two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred|\d{1,3}))\b",
    re.I,
)
_NUMBER_WORD = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|none|both)\b",
    re.I,
)
_DATE = re.compile(
    r"\b(?:(?:19|20)\d\d\b|january|february|march|april|june|july|august|september|october|november|december"
    r"|spring|summer|autumn|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?may\b|may \d|(?:end|start|beginning) of (?:the|this|next)|this parliament|later this|next (?:year|month|week|term)"
    r"|within \w+ (?:days|weeks|months|years)|daily|weekly|monthly|quarterly|annually|(?:every|each) (?:year|month|quarter|week|day|term|two|three|four|five|six)"
    r"|(?:once|twice|times) (?:a|per|each|every) \w+|christmas|easter)\b",
    re.I,
)
# Digits that count nothing: the printed number of a paragraph, days, years, sections of an Act, numbers of figures.
_MONTH = r"(?:january|february|march|april|(?-i:May)|june|july|august|september|october|november|december)"
_NO_QUANTITY = re.compile(
    rf"^\W*\d+(?:\.\d+)+\.?(?=\s)|^\W*\d+\.(?=\s)"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+(?:of\s+)?{_MONTH}\b)|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!%)"
    r"|\b(?:in|since|by|from|during|until|before|after)\s+(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?\b(?!,\d|\.\d)"
    r"|(?<![£\d,.])\b(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?\b(?!\s?%|,\d|\s[a-z]{4,}s\b)"
    r"|\b(?:section|figure|table|appendix|annex|item|paragraph|chapter|wave|question)s?\s+\d[\d.]*",
    re.I,
)
_YEAR = re.compile(r"(?<![£\d,.])\b(?:19|20)\d\d\b")
_NAME = re.compile(
    r"(?<=[\w,;:’')–-] )(?:[A-Z][\w’'-]+|[A-Z]{2,}s?)(?:\s+[A-Z][\w’'-]*)*|^\W*(?:[A-Z][\w’'-]+\s+)+[A-Z][\w’'-]+|\b[A-Z]{2,}s?\b"
)
_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|reasons?|as a result|result of|resulted|since|so that|in order to|to improve|caus(?:e|es|ed)|cited|lack of|given that"
    r"|therefore|this is|challenges?|barriers?|explanations?|explain(?:ed|s)?|arguments?|argued|blamed|attributed|driven by|led to|meant that|the fear|unable|could not|cannot)\b",
    re.I,
)


_HOW_MANY = re.compile(r"\bhow many\b|\bnumber of\b", re.I)
_HOW_LONG = re.compile(r"\bhow long\b(?! (?:is|are) the (?:route|road|queue|list))", re.I)
_TIME = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|decades?|terms?|quarters?|since|until|fortnight|forever|permanent\w*|indefinite\w*)\b|\b(?:from|between)\b.*\d.*\b(?:to|and)\b.*\d",
    re.I,
)  # fmt: skip
# What a question demands of a figure, and how a sentence may say it.
_QUALIFIERS = tuple(
    (re.compile(asked, re.I), re.compile(said, re.I), name)
    for asked, said, name in (
        (r"\bmedian\b", r"\bmedian", "median"),
        (r"\b(?:average|mean|typical)\b", r"\b(?:averag|mean\b|median|typical)", "average"),
        (
            r"\b(?:maximum|highest|upper limit)\b",
            r"\b(?:maximum|max\b|highest|cap\b|capped|limit|up to|no more than|most|top\b)",
            "maximum",
        ),
        (r"\b(?:minimum|lowest)\b", r"\b(?:minimum|min\b|lowest|at least|least|no less than|floor\b)", "minimum"),
        (r"\b(?:hourly|per hour|an hour)\b", r"\b(?:hourly|per hour|an hour|/hour)", "per hour"),
        (
            r"\bper (?:head|capita|person|child|pupil)\b",
            r"\b(?:per (?:head|capita|person|child|pupil)|each)\b",
            "per head",
        ),
    )
)


_LISTS = re.compile(
    r"\w, (?:[\w’' -]+, )*[\w’' -]+,? (?:and|or) \w|\([^)]*(?:,| and )[^)]*\)|:\s*\S.*(?:,|;| and )", re.S
)
_UNTOLD = re.compile(
    r"\b(?:not (?:yet )?(?:said|say|known|announced|decided|named|given|set|clear|published|reported|asked|available)"
    r"|to be (?:chosen|announced|confirmed|decided|agreed|found|named|appointed)|unspecified|no (?:decision|figure|date|estimate)"
    r"|will be (?:chosen|announced|decided)|ha(?:s|ve) yet)\b",
    re.I,
)
_ENUMERATES = re.compile(r",.*\b(?:and|or)\b|;|:\s*\S|\w[’'\w-]* (?:and|or) \w", re.S)
_DECIDED = re.compile(
    r"\b(?:agreed|approved|endorsed|resolved|accepted|adopted|rejected|declined|decided|noted|ratified|confirmed|carried|decision|did not|no (?:view|decision|agreement))\b",
    re.I,
)
_PROPOSED = re.compile(
    r"^\W*(?:\(?\w{1,3}[).]\s*)?that\b|\bis asked to\b|\bare asked to\b|\bif the \w+ agrees?\b|\brecommend", re.I
)
_SPOKEN = re.compile(
    r"\b(?:said|say|says|asked|told|noted|commented|comments?|highlighted|raised|expressed|felt|questioned|suggested|argued|warned|discussed"
    r"|thought|replied|respond(?:ed|ents?)|answer(?:ed)?|welcomed|stressed|reported|explained|pointed out|observed|agreed|concern(?:s|ed)?|views?|cited|mentioned|described|wanted|report(?:s|ed)?)\b",
    re.I,
)
_NO_NAMES = frozenset(
    [
        "wave",
        "waves",
        "figure",
        "table",
        "section",
        "appendix",
        "annex",
        "question",
        "chapter",
        "note",
        "item",
        "base",
        "paragraph",
        "page",
        "part",
    ]
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`missing`: what of the question the evidence does not hold; `unfilled`: the slot that the sentence does not fill."""

    missing: tuple[str, ...] = ()
    unfilled: Slot | None = None

    @property
    def holds(self) -> bool:
        return not self.missing and self.unfilled is None


def fills(slot: Slot, sentence: str, terms: Sequence[str], question: str = "") -> bool:
    """Whether the sentence (and its `terms`) holds the kind of thing that the question asks for; True where the slot cannot
    be checked."""
    money = any(term.startswith("£") for term in terms)
    share = any(term.endswith("%") for term in terms) or _FRACTION.search(sentence) is not None
    match slot:
        case "money":
            return money
        case "percent":
            return share
        case "quantity" | "number":
            bare = _NO_QUANTITY.sub(" ", sentence)
            if _HOW_LONG.search(question):
                return _TIME.search(sentence) is not None and (_DATE.search(sentence) is not None or _counts(bare))
            if _HOW_MANY.search(question):  # a sum of money is no number of anything
                return share or _counts(bare)
            return money or share or _counts(bare)
        case "date":
            return _DATE.search(sentence) is not None
        case "who":
            return _names_somebody(sentence, question)
        case "which":
            return _names_somebody(sentence, question) or _ENUMERATES.search(sentence) is not None
        case "decision":
            return _DECIDED.search(sentence) is not None and _PROPOSED.search(sentence) is None
        case "said":
            return _SPOKEN.search(sentence) is not None
    return True


def _counts(text: str) -> bool:
    """Whether a number stands in the text that is no sum of money."""
    return any(token.term[0].isdigit() for token in tokens(text)) or _NUMBER_WORD.search(text) is not None


def slot_places(slot: Slot, sentence: str) -> list[tuple[int, int]]:
    """Where in the sentence things of the kind stand that the question asks for; empty where none does or none is asked for."""
    if slot in ("none", "reason", "decision", "said"):
        return []
    if slot == "date":
        return [match.span() for match in _DATE.finditer(sentence)]
    if slot in ("who", "which"):
        return [match.span() for match in _NAME.finditer(sentence)]
    shares = [match.span() for match in _FRACTION.finditer(sentence)]
    found = [(token.start, token.end, token.term) for token in tokens(sentence)]
    money = [(start, end) for start, end, term in found if term.startswith("£")]
    percent = [(start, end) for start, end, term in found if term.endswith("%")] + shares
    if slot == "money":
        return money
    if slot == "percent":
        return percent
    bare = _NO_QUANTITY.sub(lambda match: " " * len(match[0]), sentence)
    counts = [(token.start, token.end) for token in tokens(bare) if token.term[0].isdigit()]
    return sorted({*money, *percent, *counts, *(match.span() for match in _NUMBER_WORD.finditer(bare))})


def _names_somebody(sentence: str, question: str) -> bool:
    """Whether a proper name stands in the sentence that is neither a date nor in the question already."""
    return bool(_new_names(sentence, frozenset(stem(token.term) for token in tokens(question))))


def new_names(question: Question, sentence: str) -> list[str]:
    """The proper names of the sentence that are neither dates nor in the question already."""
    return _new_names(sentence, question.stems)


def _new_names(sentence: str, known: Set[str]) -> list[str]:
    found: list[str] = []
    for match in _NAME.finditer(sentence):
        words = [token.term for token in tokens(match[0]) if token.term not in STOP_WORDS | CALENDAR | _NO_NAMES]
        if any(stem(word) not in known for word in words):
            found.append(match[0])
    return found


def enumerates(sentence: str) -> bool:
    """Whether the sentence lists things: "a, b and c", in brackets, or after a colon."""
    return _LISTS.search(sentence) is not None


def is_untold(sentence: str) -> bool:
    """Whether the sentence says that something is not known or not decided yet."""
    return _UNTOLD.search(sentence) is not None


def gives_reason(sentence: str) -> bool:
    return _REASON.search(sentence) is not None


def judged(
    question: Question,
    sentence: str,
    terms: Sequence[str],
    stems: Set[str],
    wide: str,
    short_forms: Mapping[str, tuple[str, ...]],
    passage: str = "",
    identity: str = "",
) -> Verdict:
    """The verdict on one sentence and its `terms`. `stems`: of the passage it stands in, headings included; `passage`: its
    text; `identity`: title, organisation and date of its document; `wide`: both, and how the document begins (names, years
    and waves may hold for a whole document)."""
    known = stems | {stem(token.term) for token in tokens(identity)}
    missing = [name for name in question.names if not _named(name, known, short_forms) and not _spelled(name, wide)]
    missing += [year for year in question.years if not _of_year(year[:4], passage, identity, wide)]
    missing += [f"wave {wave}" for wave in question.waves if not wave_in(wave, wide)]
    missing += [figure for figure in question.figures if stem(figure) not in stems]
    if question.slot in ("money", "percent", "quantity", "number"):
        missing += [
            name for asked, said, name in _QUALIFIERS if asked.search(question.text) and not said.search(sentence)
        ]
    filled = fills(question.slot, sentence, terms, question.text)
    if not filled and question.slot == "said":
        filled = _SPOKEN.search(passage) is not None
    return Verdict(tuple(missing), None if filled else question.slot)


def _named(name: str, stems: Set[str], short_forms: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the name, one of its long forms, or its short form stands in the evidence (all of its telling words do)."""
    forms = [name]
    for short, longs in short_forms.items():
        if name.casefold().removesuffix("s") == short.casefold():
            forms += longs
        if any(name in long or long in name for long in longs):
            forms.append(short.casefold())
    return any(_all_in(form, stems) for form in forms)


def _spelled(name: str, text: str) -> bool:
    """Whether `name` is the initials of a name that `text` bears ("ICB" of an Integrated Care Board), small words left out."""
    if not 3 <= len(name) <= 6 or not name.isalpha():
        return False
    words = r"[\s-]+(?:(?:of|and|for|&)\s+)?".join(rf"{letter.upper()}[a-z’']+" for letter in name)
    return re.search(rf"\b{words}\b", text) is not None


def _of_year(year: str, passage: str, identity: str, wide: str) -> bool:
    """Whether the evidence is of that year: it says so, or its document is dated so; where the passage speaks of other
    years, that the document's beginning mentions the year says nothing."""
    if year in passage or year in identity:
        return True
    return year in wide and not _YEAR.search(passage)


def _all_in(form: str, stems: Set[str]) -> bool:
    words = [token.term for token in tokens(form)]
    telling = [word for word in words if word not in STOP_WORDS] or words
    return bool(telling) and all(
        stem(word) in stems or stem(word.removesuffix("s")) in stems or word + "s" in stems for word in telling
    )


_WORDS = {
    "1": "one",
    "2": "two",
    "3": "three",
    "4": "four",
    "5": "five",
    "6": "six",
    "7": "seven",
    "8": "eight",
    "9": "nine",
}


def wave_in(wave: str, text: str) -> bool:
    either = f"{wave}|{_WORDS[wave]}" if wave in _WORDS else re.escape(wave)
    return re.search(rf"\bwaves?\s+(?:{either})\b", text, re.I) is not None
