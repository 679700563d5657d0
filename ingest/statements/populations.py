"""Whom a statistic speaks of, and what it is set against, in the report's own words."""

from __future__ import annotations

import re

from core.statements import SampleBase
from ingest.statements.figures import FigurePhrase

_STOPS = (
    r"(?:said|say|says|stated|reported|report|thought|think|felt|feel|believed?|agreed?|disagreed?|strongly|were|was|are|is|had|has|have|did|do|does|would|will|could|can|may|"
    r"mentioned|cited?|selected|select|chose|supported?|opposed?|used?|rated?|considered|preferred|wanted?|expressed|commented|also|found|find|described|answered|"
    r"responded|took|made|make|met|rely|relied|experienced?|encounter|encountered|received?|knew|know|told|indicated|identified|suggested|related|named|noted|"
    r"and|but|or|while|whilst|compared|according|rather|because|respectively|up|down|to|by|on|at|as|than|not|never|only|who\s+\w+ed\s+that|tend|trust|live|lived|felt|attended|expected?|prioritised?|disclosed|recorded|achieved|passed|secured|waited|scored|gave|give|replied|which|that|there|it|they|we|this|these|across|during|since|submitted|completed|returned|with|saw|see|wished|voted|own|rent|visited|work|worked|need|needed|must|should|took|taken|received|sent|provide|provided|fail|failed|resulted|exclude|excluded|already|effectively|currently|consistently|generally|usually|often|completed|improved|don|don’t|don't|can’t|can't|cannot|correctly|regularly|saying|reporting|feeling|agreeing)"
)
_OF_WHOM = re.compile(
    rf"\s*(?:\)\s*)?(?:(?:of|among|amongst|in)\s+)?(?P<who>(?:(?!{_STOPS}\b)[A-Za-z][\w’'/-]*|\d{{1,3}}(?:,\d{{3}})+\b|\d{{1,3}}\b|and (?=over|above|under|carers|girls|women))(?:\s+(?:(?!{_STOPS}\b)[A-Za-z(][\w’'/)-]*|\d{{1,3}}(?:,\d{{3}})+\b|\d{{1,2}}\b|to \d{{1,2}}\b|and (?:over|above|under|carers)\b|and [A-Z][\w’'/-]*)){{0,9}})",
)
_WITH_OF = re.compile(r"\s*(?:\)\s*)?(?:of|among|amongst)\s", re.I)
_NOUN_AFTER = re.compile(
    r"\s*(?:\)\s*)?(?P<who>(?:all\s+|the\s+|responding\s+|participating\s+|upper[\s-]tier\s+)*(?:LAs?|councils|authorities|local authorities|respondents|participants|parents|carers|children|pupils|students|schools|providers|trusts|people|residents|adults|households|staff|[a-z]+ (?:children|people|pupils|students|households|families))(?:\s+(?:who|which|with|in)\s+[^,.;]{3,60})?)"
)
_INSIDE = re.compile(
    r"(?:\b(?:of|out of)|\b(?:in|out of)[\s-](?:every[\s-])?(?:two|three|four|five|six|seven|eight|nine|ten|twenty|\d+))\s+(?P<who>[A-Za-z][\w’' -]{2,60}?)\s*[(\[]"
)
_OPENING = re.compile(
    r"^\W{0,4}(?:Of|Among|Amongst|For)\s+(?P<who>(?:all\s+|the\s+|those\s+|these\s+)?[^,.;%]{3,90}?),\s"
)
_PROPORTION = re.compile(
    r"\b(?:proportion|percentage|share|number)\s+of\s+(?P<who>[A-Za-z][^,.;:%()]{2,70}?)\s+(?:(?:who|that|which)\s+)?(?:are|is|was|were|has|have|had|feel\w*|feeling|identifying|agree\w*|reporting|saying|with|meeting|drinking|increased|decreased|rose|fell|grew|grown|remained|in|at|rated|living|receiving|using)\b"
)


def population(text: str, phrase: FigurePhrase, base: SampleBase | None) -> str | None:
    """The people or bodies of whom a share is stated, in the sentence's words; else the base's; None where neither says."""
    inside = _INSIDE.search(text[phrase.start : phrase.end])
    if inside:
        return inside["who"].strip()
    if _WITH_OF.match(text, phrase.end) or phrase.measure == "count":
        after = _OF_WHOM.match(text, phrase.end)
        if after and not re.match(
            r"(?:these|them|those|this|which|whom|it|respect|total)$", after["who"].strip(), re.I
        ):
            who = _tidy(after["who"])
            if who and not re.fullmatch(r"(?:in|of|for|from|with|per|or)\b.{0,12}|.{1,2}|the|an", who):
                return who
    near = _NOUN_AFTER.match(text, phrase.end)
    if near:
        return near["who"].strip()
    opening = _OPENING.match(text)
    if opening and opening.end() <= phrase.start:
        return opening["who"].strip()
    told = [m for m in _PROPORTION.finditer(text) if m.end() <= phrase.start]
    if told:
        return told[-1]["who"].strip()
    if base is None:
        return None
    words = re.sub(r"\s*[\(\[]?\s*n\s*=.*", "", base.text)
    return re.sub(r"^(?:of|out of|among|amongst|from|based on|with|by)\s+", "", words, flags=re.I).strip(" (") or None


def _tidy(words: str) -> str | None:
    words = re.sub(r"\s+(?:in|of|the|for|with|from|that|who|a|an|their)$", "", " ".join(words.split()))
    return words.strip(" (") or None


_COMPARISON = re.compile(
    r"(?:\b(?:as )?(?:compared (?:with|to)|compares (?:with|to)(?: an?)?|in comparison (?:with|to)|(?:up|down|rising|falling|risen|fallen|increased|decreased|rose|fell|grew|dropped|declined) (?:slightly |significantly |sharply )?(?:from|since|on)"
    r"|(?:an?|this is an?|was an?) (?:slight |small |significant |statistically significant |further |large |sharp |marginal )?(?:increase|decrease|rise|fall|drop|reduction|decline|improvement) (?:of|from|on|since)|(?:up|down) (?:by )?\d[\d.]* (?:percentage points?|points?|%)(?: (?:from|on|since)\b)?"
    r"|(?:\d+ (?:percentage )?points? )?(?:higher|lower|more|less|fewer|better|worse) than (?=[^.;()]*(?:\d|\bwave\b|average|previous|last|national|England|benchmark))|(?:largely |broadly |virtually )?unchanged (?:since|from|on)|similar to (?=[^.;()]*(?:\d|wave|previous|last|average))|the same as (?=[^.;()]*(?:\d|wave|previous|last))|in line with (?=[^.;()]*(?:\d|wave|previous|last|average))|against (?=(?:an? |the )?(?:\w+ ){0,3}(?:\d[\d.]*\s?%|average))))[^.;()]*(?:\.\d[^.;()]*)*",
    re.I,
)
_WHEN_BEFORE = re.compile(r"\(?when\s+\d[\d.]*\s?(?:%|per cent)\s[^).;]{3,80}")
_FROM_TO = re.compile(
    r"\bfrom\s+(?P<old>(?:\w+\s+){0,3}?\d[\d.,]*\s?(?:%|per\s?cent)?[^.;%]{0,40}?)\s+to\s+(?:\w+\s+){0,2}?(?=\d)", re.I
)
_TAIL = re.compile(
    r",?\s+(?:which|indicating|suggesting|reflecting|although|but|and (?:the|this|it|they|\d))\b.*$|\s+-\s.*$", re.S
)


def comparison(text: str, phrase: FigurePhrase) -> str | None:
    """What the sentence sets a statistic against ("up from 46% in 2015"); None for the number that it is set against."""
    rise = next((m for m in _FROM_TO.finditer(text) if m.start() < phrase.start), None)
    if rise and rise.end() >= phrase.start - 12 and rise.end("old") <= phrase.start:
        return " ".join(f"from {rise['old']}".split())
    for pattern in (_COMPARISON, _WHEN_BEFORE):
        found = [m for m in pattern.finditer(text) if not (m.start() <= phrase.start < m.end())]
        after = [m for m in found if m.start() >= phrase.end and ";" not in text[phrase.end : m.start()]]
        opening = [m for m in found if m.end() <= phrase.start and m.start() < 3]
        chosen = after[0] if after else opening[0] if opening else None
        if chosen and (phrase.measure != "percentage_points" or chosen in opening):
            return _TAIL.sub("", " ".join(chosen.group().split())).strip(" ,()") or None
    return None
