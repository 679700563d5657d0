"""Counts of people, bodies and answers in a sentence, scores out of a number, and averages."""

from __future__ import annotations

import re

from ingest.statements.hedges import HEDGE
from ingest.statements.numbers import WORD_NUMBER, number

_OUT_OF_SCALE = re.compile(
    r"(?<![\w£$€.,/%-])(?P<number>\d{1,2}(?:\.\d{1,2})?)\s+\(?(?:out\s+of|/)\s*(?:a\s+possible\s+)?(?P<of>5|7|10|100|five|seven|ten)\b\)?(?!\s?%|[\d.,]*\d)",
    re.I,
)
SCORED = re.compile(r"\b(?:scor\w+|rating|rated?|average\w*|means?|median|satisfaction|scale)\b[^.;]{0,80}$", re.I)
_AVERAGE = re.compile(
    r"\b(?:averag(?:ed|ing)\s+(?=\d)|(?:average|mean|median|(?:engagement|satisfaction|morale|wellbeing|overall|net promoter|scaled|theme)\s+(?:scores?|ratings?))\b(?!\s+(?:cost|price|pay|salar\w+|wage|income|rent|spend\w*|earnings)\b)[^.;:£$€%]{0,70}?\b(?:was|is|were|of|at|stood at|being)\s+)"
    r"(?:(?:just |slightly )?(?:over|under|around|about|above|below)\s+)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\b(?!\s?(?:%|per\s?cent|p\b|percentage|[-–/]\s?\d|out of|million|billion|m\b|bn\b)|[,.]\d)",
    re.I,
)


COUNTED = r"(?P<who>(?:(?!(?:reminders?|follow-up|years?|weeks?|days?|months?|minutes?|hours?|per|out|percent|were|was|and|to|or|in|at|on|for|the|by|from|pages?|points?|million|billion|thousand|times|miles|pounds|p|m)\b)(?:of the|[A-Za-z][\w’\'-]*)\s+){0,3}(?:LAs?|councils?|authorities|respondents?|participants?|responses|submissions|replies|people|residents|organisations?|trusts|schools|providers|parents|carers|households|staff|members|letters|emails|questionnaires|surveys|comments|individuals|interviews|interviewees|employers|businesses|adults|pupils|students|patients|consultees|representations|signatures|tenants|volunteers|teachers|headteachers|learners|attendees|forms))"
_COUNT = re.compile(
    rf"(?<![\w£$€.,/%-])(?P<hedge>(?:{HEDGE})\s+)?(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{WORD_NUMBER})\s+{COUNTED}\b",
    re.I,
)
_COUNT_ELLIPTIC = re.compile(
    rf"(?<![\w£$€.,/%-])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{WORD_NUMBER})\s+(?P<verb>answered|responded|replied|completed|took part|participated|partially completed|fully completed|did not respond|declined)\b",
    re.I,
)
_TAKING_PART = re.compile(
    r"\b(?:came in|there were|resulting in|based on|made up of|carried out with|taken from|(?:survey|poll|study|sample|interviews?) of|sought (?:the )?views of|took part|taking part|taken part|completing|were distributed|shared their|take part|responded|replied|answered|completed|participated|participating|informed|analysed|were sent|was sent|sent to|invited|were received|was received|received|returned|submitted|sample of|pilot|response rate|drawn from|surveyed|were interviewed|were approached|attended|contacted|total number)\b",
    re.I,
)
_FROM_WHOM = re.compile(
    rf"(?:\band|,|\bwith)\s+(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{WORD_NUMBER})\s+(?:(?:were|was|came|being)\s+)?(?:from|on behalf of|by)\s+(?:an?\s+|the\s+|local\s+|individual|organis|statutory|public|member|business|communit|resident|voluntary|representative|councils?|trusts?|parents?|staff|people|schools?|NHS|charit)",
    re.I,
)
_OF_WHICH = re.compile(
    r"\b(?:of (?:which|whom|these)|including),?\s+(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6})\s+(?:were|came|was|had|responded|replied|from|completed)\b",
    re.I,
)
_RISEN_TO = re.compile(
    r"\b(?:number|numbers|total)\s+of\s+[^.;:£$€%]{3,70}?\b(?:rose|fell|increased|decreased|grew|dropped|risen|fallen|grown|declined|stood|was|were)\b[^.;:£$€]{0,40}?\b(?:to|at|was|were)\s+(?:(?:over|around|about|nearly|almost|more than)\s+)?(?P<new>\d{1,3}(?:,\d{3})+|\d{2,6})\b(?!\s?(?:%|per\s?cent|p\b|years?|\.\d|[-–]\s?\d|million|hours|minutes|weeks|days|months))",
    re.I,
)
_TREND = re.compile(
    r"\b(?:number|numbers|total|rise|increase|fall|decrease|reduction|drop|grown|risen|fallen|grew|rose|fell|increased|decreased|declined)\b[^.;:£$€%]{0,80}?\bfrom\s+(?P<old>\d{1,3}(?:,\d{3})+|\d{2,6})\b(?!\s?(?:%|per\s?cent|[-–]\s?\d|years?|to \d+ years))[^.;:£$€%]{0,40}?\bto\s+(?:(?:over|around|about|nearly|almost|more than)\s+)?(?P<new>\d{1,3}(?:,\d{3})+|\d{2,6})\b(?!\s?(?:%|per\s?cent|p\b|year|\.\d|[-–]\s?\d|million|hours|minutes|weeks|days|months))",
    re.I,
)
PRINTED_N = re.compile(r"\b[nN]\s*=\s*(?P<number>\d{1,3}(?:,\d{3})+|\d+)")


def add_averages(text: str, add: object) -> None:
    """Scores out of five, seven, ten or a hundred, and averages that are no money and no percentage."""
    assert callable(add)
    for match in _OUT_OF_SCALE.finditer(text):
        of = number(match["of"]) or 0.0
        value = float(match["number"])
        if value <= of and ("." in match["number"] or SCORED.search(text[: match.start()])):
            add(match.start(), match.end(), value, value, "score", "score")
    for match in _AVERAGE.finditer(text):
        value = float(match["number"].replace(",", ""))
        if not _is_year(match["number"], text, match.start("number")):
            add(match.start("number"), match.end("number"), value, value, "average", "average")


_OPINION = re.compile(
    r"(?:^\W{0,4}|(?<=[,;:]\s)|(?<=\band\s)|(?<=\bwhile\s)|(?<=\bwhilst\s)|(?<=\bwith\s))(?P<number>\d{1,3}(?:,\d{3})+|\d{2,6})\s+"
    r"(?:(?:of (?:them|these|those)|respondents?|people|residents|consultees|individuals|councils|LAs|organisations|responses)\s+)?"
    r"(?:said|say|(?:strongly )?(?:dis)?agree[ds]?|object(?:ed|ing)?|support(?:ed|ing)?|oppos(?:ed?|ing)|(?:were|are) (?:in favour|against|unsure|opposed|supportive|neutral)|thought|think|felt|feel|(?:did not|didn.t|do not|don.t) (?:know|agree|support|answer)|preferred|prefer|selected|chose|expressed|made? (?:\w+ ){0,2}(?:comments|suggestions))\b",
    re.I,
)


def add_opinions(text: str, add: object) -> None:
    """Numbers of people who held a view ("164 object to ..."), from ten on; fewer are anecdotes."""
    assert callable(add)
    for match in _TREND.finditer(text):
        for name in ("old", "new"):
            value = number(match[name])
            if value is not None and not re.fullmatch(r"(?:19|20)\d\d", match[name]):
                add(match.start(name), match.end(name), value, value, "count", "count in a trend")
    for match in _RISEN_TO.finditer(text):
        value = number(match["new"])
        if value is not None and not re.fullmatch(r"(?:19|20)\d\d", match["new"]):
            add(match.start("new"), match.end("new"), value, value, "count", "count in a trend")
    for match in _OPINION.finditer(text):
        value = number(match["number"])
        if value is not None and value >= 10 and not _is_year(match["number"], text, match.start()):
            add(match.start("number"), match.end("number"), value, value, "count", "count of a view")


def add_counts(text: str, add: object) -> None:
    taking_part = bool(_TAKING_PART.search(text))
    assert callable(add)
    if taking_part:
        for match in _COUNT.finditer(text):
            value = number(match["number"])
            if (
                value is None
                or match["number"].lower() in ("one", "a")
                or _is_year(match["number"], text, match.start())
            ):
                continue
            if re.search(
                r"\b(?:increase|decrease|rise|fall|reduction|drop) of (?:more than |over |around |about )?$",
                text[: match.start("number")],
                re.I,
            ):
                continue
            if re.search(
                r"\b(?:another|wave|section|question|figure|table|page|paragraph)\s+$", text[: match.start()], re.I
            ):
                continue
            add(match.start("number"), match.end("number"), value, value, "count", "count")
        for match in [*_OF_WHICH.finditer(text), *_FROM_WHOM.finditer(text)]:
            value = number(match["number"])
            if value is not None and value != 1 and not _is_year(match["number"], text, match.start()):
                add(match.start("number"), match.end("number"), value, value, "count", "count")
        for match in _COUNT_ELLIPTIC.finditer(text):
            value = number(match["number"])
            if value is not None and value != 1 and not _is_year(match["number"], text, match.start()):
                add(match.start("number"), match.end("number"), value, value, "count", "count")
    for match in PRINTED_N.finditer(text):
        value = float(match["number"].replace(",", ""))
        add(match.start(), match.end(), value, value, "count", "printed n")


_MENTIONS_ANSWERS = re.compile(
    r"\b(?:responses?|respondents?|submissions|replies|questionnaires?|consultees|survey(?:s|ed)?|representations|interviews|interviewed|polling|feedback forms?|petition)\b",
    re.I,
)


def counts_answers(text: str) -> bool:
    """Whether a sentence of any paper tells how many were asked or answered, so that its counts are findings."""
    if _TREND.search(text) or _RISEN_TO.search(text):
        return True
    return bool(_MENTIONS_ANSWERS.search(text)) and bool(
        _TAKING_PART.search(text) or re.search(r"\bthere were\b", text, re.I)
    )


def _is_year(written: str, text: str, start: int) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", written)) and bool(
        re.search(r"\b(?:in|of|since|by|during|autumn|summer|spring|winter|[A-Z][a-z]+)\s+$", text[:start])
    )
