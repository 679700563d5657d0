"""Who undertakes: the subject, the agent or the named person of a sentence, or the body that leads its list in."""

from __future__ import annotations

import re

from core.statements import Actor
from ingest.statements.actors import ActorTable, can_act, is_document
from ingest.statements.recorded import ACTION_LINE, PEOPLE_TO_DO, TO_DO
from ingest.statements.verdicts import Setting, Verdict
from ingest.statements.wordings import IS_TO, SET_ASIDE


def actor_of(text: str, verdict: Verdict, actors: ActorTable, setting: Setting, start: int) -> Actor | None:
    """Who undertakes, as stated; inherited from the lead-in of a list; None where nobody is named."""
    return _recorded(_FORMULA.sub("", text), verdict, actors, setting, start) or _named(
        text, verdict, actors, setting, start
    )


_FORMULA = re.compile(
    r"^(?:[\d./]+\s*:?\s*)?(?:(?:It was )?(?:RESOLVED|AGREED|Resolved|Agreed|resolved|agreed|unanimously|therefore)[\s:,–-]+)*(?:[Tt]hat\s+)?"
)
"""What decisions open with before they name anybody."""


def _recorded(text: str, verdict: Verdict, actors: ActorTable, setting: Setting, start: int) -> Actor | None:
    """Who is told to act, or who decided, where minutes record it; whose money or plan it is."""
    opening = re.match(
        r"^((?:The |the |All )?[A-Z][\w’'&./-]*(?:[ ,]+(?:and |of |for |the )?[\w’'&./-]+){0,5}?|[Tt]he [a-z]+(?: [a-z]+)?)\s+(?:to|is to|are to)\s+[a-z]+",
        text,
    )
    marked = setting.mode in ("action", "decision")
    if marked or verdict.rule in ("decision recorded", "action recorded"):
        if (
            opening
            and not opening[1].startswith("To ")
            and not _ENDS_IN_VERB.search(opening[1])
            and (setting.mode == "action" or can_act(opening[1], proper=False, person=False))
        ):
            return actors.actor(opening[1].strip())
        subject = re.match(
            r"^((?:The |the |All )?(?:[A-Z][\w’'&-]*(?:\s+(?:and|of|for|&|the|[A-Z][\w’'&-]*)){0,9}|(?<=[Tt]he )[a-z]+))\s+(?:also |unanimously |then |therefore )?(?:agree|resolve|RESOLVE|approve|endorse|note|review|consider|discuss|provid|support|adopt|decid|confirm|accept|ask|request|receiv|are to|is to|will|thank|authoris|delegat)\w*",
            text,
        )
        agreed_that = not marked and re.search(r"\b(?:agreed|resolved|RESOLVED|confirmed) that\b", text[:120])
        if subject and not agreed_that and can_act(subject[1], proper=True, person=False):
            return actors.actor(subject[1].strip())
    if verdict.rule == "action recorded" and (
        named := ACTION_LINE.match(text) or PEOPLE_TO_DO.match(text) or TO_DO.search(text)
    ):
        return actors.actor(named["who"].strip())
    if verdict.rule == "next step" and opening and can_act(opening[1], proper=True, person=False):
        return actors.actor(opening[1].strip())
    if (
        verdict.rule in (SET_ASIDE, IS_TO)
        and (who := _WHO_HAS.match(text))
        and can_act(who[1], proper=True, person=False)
    ):
        return actors.actor(who[1], before=start)
    return None


def _named(text: str, verdict: Verdict, actors: ActorTable, setting: Setting, start: int) -> Actor | None:
    """The agent or the subject of the clause that undertakes, else the body that leads the list in."""
    clause = verdict.clause
    if clause is None:
        return _leading(actors, setting)
    if clause.construction in _PASSIVE:
        if clause.agent:
            words = text[clause.agent[0] : clause.agent[1]].strip()
            if can_act(words, proper=words[:1].isupper(), person=False):
                return actors.actor(words, before=start)
        return None if clause.agent or clause.subject else _leading(actors, setting)
    if clause.subject:
        words = _FORMULA.sub("", text[clause.subject[0] : clause.subject[1]]).strip()
        if can_act(words, proper=clause.subject_is_proper, person=clause.subject_is_person) or (
            is_document(words) and clause.construction in ("commit", "plan", "propose", "agreed to")
        ):
            return actors.actor(words, before=start)
    return _leading(actors, setting)


_PASSIVE = frozenset(
    ["will passive", "would passive", "there will be", "progressive passive", "to be VERBed", "includes"]
)
_LEADS = re.compile(
    r"^(?:(?:That|To [\w ,]{3,60}?,) )?(?P<who>(?:[Tt]he |[Oo]ur |We\b)?(?:[A-Z][\w’'&-]*(?:\s+[\w’'&-]+){0,6}?)?)\s*"
    r"(?:(?:also |has |have )?(?:considered|received|noted)\b[^.;:]{0,80}\band\s+|(?:has|have)\s+|also\s+)?"
    r"(?:\b(?:will|agreed to|is committed to|are committed to|commits? to|plans? to|intends? to|undertakes? to|RESOLVED|AGREED|resolved|agreed)\b|\W*$)"
)


def _leading(actors: ActorTable, setting: Setting) -> Actor | None:
    lead = _LEADS.match(setting.lead_in) if setting.lead_in else None
    if lead is None or not lead["who"].strip():
        return None
    who = lead["who"].strip()
    return actors.actor(who, "inherited") if can_act(who, proper=True, person=False) else None


_WHO_HAS = re.compile(r"^((?:The |Our )?[A-Z][\w’'&-]*(?:\s+[\w’'&-]+){0,7}?)\s+(?:has|have|is|are)\s")
PRONOUNS = frozenset(["they", "it", "he", "she", "this", "these", "that", "those", "which", "who", "i", "you"])
_ENDS_IN_VERB = re.compile(
    r"\b(?:\w+ed|is|are|was|were|has|have|had|able|due|asks?|wants?|wishes|hopes?|seeks?|plans?|needs?|intends?)$"
)
