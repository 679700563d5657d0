"""Percentages that are no statistic of a population: targets, rates of tax and price, levels of confidence, what is foreseen."""

from __future__ import annotations

import re

from ingest.statements.figures import FigurePhrase

_METHOD = re.compile(
    r"\s*(?:level of\s+)?(?:confidence|significance|probability|certainty)\b|\s*(?:CI\b|margin|sampling error)", re.I
)
_METHOD_LEFT = re.compile(
    r"(?:\bplus or minus\s*|±\s?|\+/-\s?|\bmargins? of error\b[^.;]{0,40}|\bconfidence (?:level|interval)s?\b[^.;]{0,40}|\bsignifican(?:t|ce) (?:at|level)\b[^.;]{0,25}|\bmay not (?:sum|add)(?: up)? to\s+|\b(?:sum|add)(?:s|ed|ing)? (?:up )?to (?:more than |over |less than )?(?:exactly )?)$",
    re.I,
)
_TARGET = re.compile(
    r"(?:\b(?:hoped|hoping|aimed|planned) (?:for|to reach)\b[^.;%]{0,40}|\b(?:targets?|goals?|aims?|ambitions?|thresholds?|ceiling|benchmark|quota|standard)\s+(?:is|was|are|were|of|to|for|set at|at|that)\b[^.;%]{0,50}|\b(?:target|threshold|at least|minimum of)\s*[:=]?\s*)$",
    re.I,
)
_NOT_A_SHARE = re.compile(
    r"(?:\b(?:increase|decrease|rise|fall|reduction|growth|uplift|cut|inflation|interest|cap|threshold|discount|confidence|significance|premium|rate of|vat|target of)\b[^.%]{0,25}$)",
    re.I,
)
_NOT_A_SHARE_AFTER = re.compile(
    r"\s*(?:\)\s*)?(?:increase|rise|uplift|cut|reduction|growth|discount|premium|levy|surcharge|pay\b|vat\b|interest|inflation|council tax|contribution|efficiency|saving|contingency|margin|return|stake|rebate|relief|grant|tax|"
    r"of (?:the |its |their |our |total |overall |net |gross )*(?:budgets?|costs?|funding|spend\w*|expenditure|income|turnover|revenue|salar\w+|value|price|fees?|funds?|reserves|grants?|allocation|capital|market|electricity|energy))\b",
    re.I,
)
_FORECAST = re.compile(
    r"\b(?:will|would|could|may|might|is (?:expected|forecast|projected|set) to)\b[^.;%]{0,40}$"
    r"|\b(?:precept|council tax|budget|prices?|fees?|charges?|pay|salar\w+|rents?|tariffs?|cpi|rpi)\b[^.;%]{0,40}\b(?:by|of|from|to|at|was|is)\s*$",
    re.I,
)
_COUNTED = re.compile(
    r"\b(?:number|numbers|proportion|percentage|share|rate|prevalence|referrals?|admissions?|applications?|cases|attendances?|absences?|exclusions?|offences|visits?|population|caseloads?|satisfaction|complaints|households|deaths|births|pupils|patients|vacancies|attainment|incidents|assessments|registrations|memberships?|enrolments?|participation|turnout)\b",
    re.I,
)
_MONEY = re.compile(
    r"£|\b(?:budgets?|costs?|spend\w*|income|tax|precept|prices?|fees?|funding|inflation|expenditure|pay|salar\w+|wages?)\b",
    re.I,
)
_WENT = re.compile(
    r"\b(?:rose|risen|fell|fallen|grew|grown|increased|decreased|reduced|raised|cut) (?:by|to|from)\b[^.%]{0,25}$", re.I
)
_WILL = re.compile(
    r"\b(?:will|shall|is (?:expected|forecast|projected|set|due) to|are (?:expected|forecast|projected|set|due) to)\s+(?:\w+\s+){0,5}(?:to|by|at|at least|reach|over|of)\s*$",
    re.I,
)
_TO_COME = re.compile(
    r"[^.;,%]{0,60}?\b(?:will|should|must|shall|(?:is|are) to be|(?:is|are) expected to|by 20[3-9]\d)\b(?! (?:have|probably))"
)
_MUST = re.compile(
    r"\b(?:must|should|shall|need(?:s)? to|required to|aim(?:s|ing)? (?:to|for)|seek(?:s)? to|ensure)\b[^.;%]{0,60}$",
    re.I,
)


def is_no_finding(text: str, phrase: FigurePhrase, *, survey: bool) -> bool:
    """Whether a percentage says nothing of a population. `survey`: the document reports a survey, whose changes are findings."""
    before, after = text[: phrase.start], text[phrase.end :]
    if phrase.value.unit not in ("percent", "percentage_points"):
        return False
    if _METHOD.match(after) or _METHOD_LEFT.search(before):
        return True
    if _TARGET.search(before) or _WILL.search(before) or (_MUST.search(before) and not survey):
        return True
    if survey:
        return False
    if phrase.rule == "all or none":
        return True
    if _TO_COME.match(after):
        return True
    of_people = bool(_COUNTED.search(text)) and not _MONEY.search(text)
    if _MONEY.search(text) and _WENT.search(before):
        return True
    if not of_people and (_NOT_A_SHARE.search(before) or _NOT_A_SHARE_AFTER.match(after)):
        return True
    return bool(_FORECAST.search(before))
