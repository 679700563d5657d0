"""Undertakings that their wording shows without a parse: money set aside, "is to", "due to", list items that begin with a verb."""

from __future__ import annotations

import re

from ingest.statements.actors import can_act

IS_TO = "is to do"
_IS_TO = re.compile(
    r"^(?P<who>[^,;:]{3,90}?)\s(?:is|are) (?:also |now |therefore )?(?:to|(?P<set>due|set|scheduled|on track|planned) to)\s+(?P<verb>be \w+(?:ed|ld|n|t)|[a-z]{3,})\b"
)
_NO_DOER = re.compile(
    r"\b(?:aims?|purpose|objectives?|role|intention|ambition|target|goal|task|challenge|priority|question|key|way|hope|view|idea|point|reason|function|next step|solution|approach|answer|remit|who|which|that|what|it|there|step|vision|mission|focus|duty|need|job)\s*$",
    re.I,
)
_WHEN = re.compile(
    r"\b20\d\d\b|\b(?:in|by|from|on) (?:early |late |mid-?|the end of |\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|winter)\b"
)


def is_to_do(text: str) -> bool:
    """Whether somebody "is to visit" or something "is due to start", with a date where nobody is named."""
    match = _IS_TO.match(text)
    if match is None or _NO_DOER.search(match["who"]) or match["verb"] in ("have", "remain", "see", "the", "need"):
        return False
    dated = bool(_WHEN.search(text, match.end()))
    return dated and (bool(match["set"]) or can_act(match["who"], proper=True, person=False))


PUT_IN_HAND = re.compile(
    r"\b(?:has|have) (?:also |now |already )?been (?:published|launched|introduced|funded|announced|commissioned|allocated|awarded|set aside|earmarked|appointed)\b"
)
"""Done, and binding for what is still to come: a consultation that was opened, money that was given for a task."""
SET_ASIDE = "money or work in hand"
SUM_SET_ASIDE = re.compile(
    r"\b(?:has|have|had now) (?:also |now |already )?(?:set aside|allocated|earmarked|ring-?fenced|committed|pledged|made available)\b[^.;]{0,60}£"
    r"|£[^.;]{0,60}\b(?:has|have) (?:also |now |already )?been (?:set aside|allocated|earmarked|ring-?fenced|committed|pledged|made available)\b"
    r"|\b(?:has|have) (?:also |now |already )?been funded to\b"
)
IMPERATIVE = re.compile(
    r"(?:To )?(?:agree|appoint|arrange|bring|carry out|circulate|collect|commission|complete|conduct|consider|consult|convene|create|deliver|design|develop|discuss|draft|engage|ensure|establish|evaluate|explore|expand|extend|feed back|finalise|fund|gather|hold|host|identify|implement|improve|introduce|invite|issue|launch|look|map|meet|monitor|negotiate|open|organise|pilot|prepare|present|procure|produce|promote|propose|provide|publish|purchase|raise|recruit|refresh|replace|report|research|respond|review|roll out|run|scope|secure|seek|send|set up|share|start|strengthen|submit|support|survey|test|train|undertake|update|upgrade|work|write)\b(?!['’]s|-)",
    re.I,
)
