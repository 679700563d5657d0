"""Documents that a query prefers by what it says of them: a kind of paper ("minutes"), a year, "the latest".

A preference moves results up and leaves none out: a word that names a kind of paper may as well be what the paper is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.facets import DocumentFacts

PREFERRED = 0.1  # of its score is added to a result of a kind or year that is named, of the newest paper where the latest is asked for
# Words that name a type of document, by the type. "Report" and "paper" name most types, and so none.
_TYPES: dict[str, str] = {
    "survey_report": r"surveys?(?: reports?| results?)?|questionnaires?",
    "board_paper": r"(?:board|committee|cabinet) (?:papers?|reports?)|covering reports?",
    "agenda_pack": r"agendas?(?: packs?)?",
    "minutes": r"minutes|minuted",
    "evidence": r"(?:written|oral) evidence|evidence submissions?|submissions?",
    "strategy": r"strateg(?:y|ies)",
    "letter": r"letters?|wrote to",
}
_TYPE = re.compile("|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _TYPES.items()), re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w£.,-])((?:19|20)\d\d)(?:\s?[-–/]\s?(\d\d(?:\d\d)?))?(?![\w%]|[.,]\d)")
_LATEST = re.compile(r"\b(?:latest|newest|most recent|most recently|up[ -]to[ -]date)\b", re.IGNORECASE)
_EARLIEST = re.compile(r"\b(?:oldest|earliest)\b", re.IGNORECASE)


def preferred(text: str, facts: Mapping[str, DocumentFacts]) -> dict[str, float]:
    """What the scores of results are multiplied with, by document; those not named: 1. Empty where the query says nothing of
    documents."""
    types = {str(match.lastgroup) for match in _TYPE.finditer(text)}
    years = {year for match in _YEAR.finditer(text) for year in _years(match[1], match[2])}
    latest, earliest = _LATEST.search(text) is not None, _EARLIEST.search(text) is not None
    if not (types or years or latest or earliest):
        return {}
    made: dict[str, float] = {}
    order = {date: n for n, date in enumerate(sorted({fact.date for fact in facts.values() if fact.date}))}
    for name, fact in facts.items():
        share = 0.0
        if fact.type in types:
            share += 1.0
        if fact.date and fact.date[:4] in years:
            share += 1.0
        if fact.date and len(order) > 1 and latest != earliest:
            place = order[fact.date] / (len(order) - 1)  # 0 for the oldest, 1 for the newest
            share += place if latest else 1.0 - place
        if share:
            made[name] = 1.0 + PREFERRED * share
    return made


def _years(first: str, second: str | None) -> list[str]:
    """ "2023" names a year, "2022-23" two, "2019-2023" all from the first to the last."""
    if second is None:
        return [first]
    last = int(first[: 4 - len(second)] + second)
    return [str(year) for year in range(int(first), last + 1)] if 0 < last - int(first) <= 20 else [first]
