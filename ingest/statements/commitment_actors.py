"""Who undertakes: the subject, the agent or the named person of a sentence, or the body that leads its list in."""

from __future__ import annotations

import re

from core.statements import Actor
from ingest.statements.actors import ActorTable, can_act, is_document
from ingest.statements.recorded import ACTION_LINE, TO_DO
from ingest.statements.verdicts import Setting, Verdict
from ingest.statements.wordings import IS_TO, SET_ASIDE


def actor_of(text: str, verdict: Verdict, actors: ActorTable, setting: Setting, start: int) -> Actor | None:
    """Who undertakes, as stated; inherited from the lead-in of a list; None where nobody is named."""
    clause = verdict.clause
    opening = re.match(
        r"^((?:The |All )?[A-Z][\w’'&./-]*(?:[ ,]+(?:and |of |for |the )?[\w’'&./-]+){0,5}?)\s+(?:to|is to|are to)\s+[a-z]+",
        text,
    )
    if setting.mode in ("action", "decision"):
        if (
            opening
            and not _ENDS_IN_VERB.search(opening[1])
            and (setting.mode == "action" or can_act(opening[1], proper=False, person=False))
        ):
            return actors.actor(opening[1].strip())
        subject = re.match(
            r"^((?:The |All )?[A-Z][\w’'&-]*(?:\s+(?:and|of|for|&|the|[A-Z][\w’'&-]*)){0,9})\s+(?:also |unanimously )?(?:agree|resolve|approve|endorse|note|review|consider|discuss|provid|support|adopt|decid|confirm|accept|ask|request|receiv|are to|is to|will|thank|authoris|delegat)\w*",
            text,
        )
        if subject and can_act(subject[1], proper=True, person=False):
            return actors.actor(subject[1].strip())
    if verdict.rule == "action recorded" and (named := ACTION_LINE.match(text) or TO_DO.search(text)):
        return actors.actor(named["who"].strip())
    if (
        verdict.rule in (SET_ASIDE, IS_TO)
        and (who := _WHO_HAS.match(text))
        and can_act(who[1], proper=True, person=False)
    ):
        return actors.actor(who[1], before=start)
    if clause is None:
        return None
    if clause.agent and clause.construction in ("will passive", "would passive", "progressive passive", "to be VERBed"):
        words = text[clause.agent[0] : clause.agent[1]].strip()
        if can_act(words, proper=words[:1].isupper(), person=False):
            return actors.actor(words, before=start)
        return None
    if clause.construction in (
        "will passive",
        "would passive",
        "there will be",
        "progressive passive",
        "to be VERBed",
        "includes",
    ):
        return None
    if clause.subject:
        words = text[clause.subject[0] : clause.subject[1]].strip()
        if can_act(words, proper=clause.subject_is_proper, person=clause.subject_is_person) or (
            is_document(words) and clause.construction in ("commit", "plan", "propose", "agreed to")
        ):
            return actors.actor(words, before=start)
    if setting.lead_in:
        lead = re.match(
            r"^((?:The |Our )?[A-Z][\w’'&-]*(?:\s+[\w’'&-]+){0,6}?)\s+(?:will|has agreed to|is committed to|commits? to|plans? to|intends? to)\b",
            setting.lead_in,
        )
        if lead and can_act(lead[1], proper=True, person=False):
            return actors.actor(lead[1], "inherited")
    return None


_WHO_HAS = re.compile(r"^((?:The |Our )?[A-Z][\w’'&-]*(?:\s+[\w’'&-]+){0,7}?)\s+(?:has|have|is|are)\s")
PRONOUNS = frozenset(["they", "it", "he", "she", "this", "these", "that", "those", "which", "who", "i", "you"])
_ENDS_IN_VERB = re.compile(
    r"\b(?:\w+ed|is|are|was|were|has|have|had|able|due|asks?|wants?|wishes|hopes?|seeks?|plans?|needs?|intends?)$"
)
