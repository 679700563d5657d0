"""Undertakings that their wording shows without a parse: money set aside, "is to", "due to", list items that begin with a verb."""

from __future__ import annotations

import re

from ingest.statements.actors import can_act

IS_TO = "is to do"
_IS_TO = re.compile(
    r"^(?P<who>[^,;:]{3,90}?)\s(?:is|are) (?:also |now |therefore )?(?:to|(?P<set>due|set|scheduled|programmed|on track|planned) to)\s+(?P<verb>be \w+(?:ed|ld|n|t)|[a-z]{2,})\b"
)
_NO_DOER = re.compile(
    r"\b(?:aims?|purpose|objectives?|role|intention|ambition|target|goal|task|challenge|priority|question|key|way|hope|view|idea|point|reason|function|next step|solution|approach|answer|remit|who|which|that|what|it|there|step|vision|mission|focus|duty|need|job)\s*$",
    re.I,
)
_WHEN = re.compile(
    r"\b20\d\d\b|\b(?:in|by|from|on) (?:early |late |mid-?|the end of |\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|winter)\b"
)


def is_to_do(text: str) -> bool:
    """Whether somebody "is to visit", something "is to be done", or something "is due to start" on a date."""
    match = _IS_TO.match(text)
    if (
        match is None
        or re.match(r"(?:If|Unless|When|Where|While)\b", text)
        or _NO_DOER.search(match["who"])
        or match["verb"] in ("have", "remain", "see", "the", "need")
    ):
        return False
    if match["set"]:
        return bool(_WHEN.search(text, match.end()))
    return match["verb"].startswith("be ") or can_act(match["who"], proper=True, person=False)


PUT_IN_HAND = re.compile(
    r"\b(?:has|have) (?:also |now |already )?been (?:published|launched|introduced|funded|announced|commissioned|allocated|awarded|set aside|earmarked|appointed)\b"
)
"""Done, and binding for what is still to come: a consultation that was opened, money that was given for a task."""
SET_ASIDE = "money or work in hand"
SUM_SET_ASIDE = re.compile(
    r"\b(?:has|have|had now) (?:also |now |already )?(?:set aside|allocated|earmarked|ring-?fenced|committed|pledged|made available|approved|agreed)\b[^;]{0,60}£"
    r"|£[^;]{0,60}\b(?:has|have) (?:also |now |already )?been (?:set aside|allocated|earmarked|ring-?fenced|committed|pledged|made available)\b"
    r"|\b(?:has|have) (?:also |now |already )?been funded to\b"
)
ARRANGED = "arranged"
_ARRANGED = re.compile(
    r"\b(?:(?:has|have) (?:also |now |already )?been|is|are) (?:also |now |already )?(?:arranged|planned|scheduled|booked|programmed|timetabled)\b"
)


def is_arranged(text: str) -> bool:
    """Whether something "is planned for" or "has been arranged for" a date that follows."""
    match = _ARRANGED.search(text)
    return match is not None and bool(_WHEN.search(text, match.end()))


PROMISING_LEAD = re.compile(
    r"\b(?:will|shall|has agreed to|have agreed to|(?:is|are) (?:committed|planning|going) to|commits? to|pledges? to|plans? to|intends? to|undertakes? to|(?:priorities|objectives|actions|commitments|aims|next steps)\b.{0,60}\b(?:are|is|were|include)(?: to)?|(?:clear )?commitments\b.{0,60}\bto|agreed the following actions)(?: also)?\s*[:–—-]?\s*$",
    re.I,
)
"""What introduces a list of things that somebody will do."""
_NOT_A_PROMISE = re.compile(
    r"\b(?:told us|want(?:ed|s)?|asked|should|must|mean|result|help|if|could|need|would|recommend\w*|who|that|which|you|they|people|pupils|patients|respondents|residents|suggested)\b",
    re.I,
)


def promises(lead_in: str) -> bool:
    """Whether a lead-in says that somebody will do what its list says."""
    return bool(PROMISING_LEAD.search(lead_in)) and not _NOT_A_PROMISE.search(lead_in)


DONE = re.compile(
    r"(?:Completed|Achieved|Delivered|Held|Launched|Published|Closed|Finished|Established|Done|Appointed|Recruited|Introduced|Rolled out|Successfully|Attended|Received)\b(?! in (?:20\d\d)\b.*\bwill\b)"
)
"""How an item begins that tells of what is over."""
_PLANNED_ITEM = re.compile(
    r"^(?:[A-Z][\w’'&/-]*|£)[^.;:]{0,120}?\s(?:to (?!the\b|a\b|an\b|be\b|all\b|our\b|and\b|those\b)[a-z]{3,}|to be \w+(?:ed|ld|n|t))\b"
)


def planned_item(text: str) -> bool:
    """Whether an item without a finite verb says what is planned: "Staff consultation to begin in March", "Award, May 2026"."""
    if re.search(r"\b(?:is|are|was|were|has|have|had|should|must|may|can|could|would|will|shall|completed)\b", text):
        return False
    return bool(_PLANNED_ITEM.match(text)) or (bool(_WHEN.search(text)) and len(text.split()) <= 25)


IMPERATIVE = re.compile(
    r"(?:To )?(?:agree|appoint|arrange|bring|carry out|circulate|collect|commission|complete|conduct|consider|consult|convene|create|deliver|design|develop|discuss|draft|engage|ensure|establish|evaluate|explore|expand|extend|feed back|finalise|fund|gather|hold|host|identify|implement|improve|introduce|invite|issue|launch|look|map|meet|monitor|negotiate|open|organise|pilot|prepare|present|procure|produce|promote|propose|provide|publish|purchase|raise|recruit|refresh|replace|report|research|respond|review|roll out|run|scope|secure|seek|send|set up|share|start|strengthen|submit|support|survey|test|train|undertake|update|upgrade|work|write)\b(?!['’]s|-)",
    re.I,
)
