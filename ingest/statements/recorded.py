"""What minutes record: actions, decisions and reported undertakings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.statements.actors import can_act
from ingest.statements.constructions import STATIVE_VERBS, Clause
from ingest.statements.verdicts import Setting, Verdict, names_a_doer, words_at

UNSURE = re.compile(
    r"\b(?:likely to|unlikely|may|might|could|anticipated|potentially|possibly|probably|inevitably|risk)\b"
)
_FINITE_DECISION = re.compile(
    r"\b(?:agreed?|resolved?|approved?|endorsed?|noted?|reviewed|considered|discussed|provided|supported|adopted|decided|confirmed|accepted|authorised|delegated|appointed|elected|recommended|received|are to|is to|will|asked|requested|expressed|thanked|commended|welcomed|ratified|referred|deferred|granted|directed|instructed)\b",
    re.I,
)
_INFINITIVE = re.compile(
    r"^(?:[A-Z][\w’'&./-]*(?:,| and|\s)\s*(?:[\w’'&./-]+\s+){0,7}?|[A-Z]{2,4}\s+)?(?:to|is to|are to|will|shall)\s+(?!the\b|be\b(?= (?:a|the)\b))[a-z]+"
)
ACTION_LINE = re.compile(
    r"^(?:ACTIONS?|Actions?|Agreed actions?|Action points?|AP)\s*\d*\s*[:–-]\s*(?P<who>[A-Z][\w&./'’ -]{1,60}?)\s+to\s+[a-z]"
)
TO_DO = re.compile(
    r"(?:^(?:ACTIONS?|Actions?)?\s*[:–-]?\s*|[–—-]\s+|[.:;]\s+|\bagreed that\s+)(?P<who>[A-Z]{2,3}(?:\s?(?:/|&|and)\s?[A-Z]{2,3})?|(?:[Tt]he\s+)?(?:[Pp]arish\s+|[Tt]own\s+|[Dd]eputy\s+|[Vv]ice[\s-])?(?:[Cc]lerk|[Cc]hair(?:man|person)?|[Oo]fficers?|[Mm]embers|[Ss]ecretary|[Tt]reasurer|[Dd]irector)|(?:Cllrs?|Councillors?|Mrs?|Ms|Dr)\.?\s+[A-Z][\w-]+(?:\s(?:and\s)?[A-Z][\w-]+)?)\s+(?:is\s+|are\s+|was\s+)?to\s+(?!be\b)(?P<verb>[a-z]{3,})"
)
RESOLVED = re.compile(
    r"^(?:[\d.]+\s*)?(?:[^.;:]{0,90},\s+(?=it was |RESOLVED|AGREED))?(?:[Ii]t was\s+|[Tt]hat\s+)?(?:therefore\s+|also\s+|then\s+|unanimously\s+)*(?:RESOLVED|AGREED|Resolved|Agreed|resolved|agreed|RECOMMENDED)\b"
    r"|\b(?:and|was) (?:RESOLVED|AGREED)\b"
    r"|\b(?:[Cc]ouncil|PC|[Cc]ommittee|[Bb]oard|[Cc]abinet|[Mm]embers|[Cc]ouncillors|[Pp]anel|[Tt]rustees|[Gg]overnors)\s+(?:unanimously\s+|also\s+|therefore\s+)*(?:RESOLVED|AGREED|resolved|agreed|approved|endorsed|adopted|authorised|delegated)\b"
)


def decided_item(text: str, setting: Setting) -> Verdict | None:
    """An item that says what was decided ("Agreed the closure of ...") under a lead-in that names who decided."""
    if setting.listed and setting.first and setting.lead_in and DECIDED_ITEM.match(text):
        sure = _DECIDER.search(setting.lead_in) or setting.minutes
        return Verdict("decision recorded", "certain" if sure else "check", None)
    return None


_DECIDER = re.compile(
    r"\b(?:Cabinet|Council|Committee|Board|Panel|Executive|Governors|Trustees|Members|Leader|Mayor)\W*(?:that)?\W*$"
)


PEOPLE_TO_DO = re.compile(
    r"(?P<who>[A-Z][a-z]+ [A-Z][a-z]+(?:(?:,| and) [A-Z][a-z]+ [A-Z][a-z]+)*) to (?!the\b|be\b)[a-z]{3,}"
)
"""Named people told to do something, at the start of a sentence: "Ann Boyd and Raj Osei to draft the paper"."""


def is_recorded(text: str) -> bool:
    """Whether a sentence of minutes records a decision or an action by its wording."""
    return bool(RESOLVED.search(text) or ACTION_LINE.match(text) or TO_DO.search(text) or PEOPLE_TO_DO.match(text))


def recorded_verdict(text: str, found: Sequence[Clause]) -> Verdict | None:
    """In minutes, outside blocks marked so: "It was resolved that ...", "The clerk to write to ..."."""
    if text.rstrip().endswith((":", "–")):
        return None
    if RESOLVED.search(text) and not re.search(
        r"\b(?:minutes|record)\b.{0,60}\b(?:agreed|approved|signed)|agreed as a (?:true|correct)", text
    ):
        return Verdict("decision recorded", "certain", main_clause(found))
    if ACTION_LINE.match(text):
        return Verdict("action recorded", "certain", main_clause(found))
    if PEOPLE_TO_DO.match(text):
        return Verdict("action recorded", "check", main_clause(found))
    if match := TO_DO.search(text):
        return Verdict("action recorded", "certain" if match.start() == 0 else "check", main_clause(found))
    return None


def action_verdict(text: str, found: Sequence[Clause]) -> Verdict | None:
    """The verdict on a sentence in an action block: every one is taken, to be checked where nobody is told to do anything."""
    if _INFINITIVE.match(text) or any("negated" not in c.against for c in found):
        return Verdict("action recorded", "certain", main_clause(found))
    return Verdict("action recorded", "check", main_clause(found))


_TOLD = re.compile(r"(?P<who>[A-Z][\w’'&./-]*(?:[ ,]+[\w’'&./-]+){0,6}?)(?<!ed)\s+to\s+(?!the\b|be\b)[a-z]{3,}")
"""Somebody told to do something: "Officers to circulate the note"."""
_ASKED = re.compile(
    r"^(?:[\w’'-]+\s+){1,6}?(?:(?:asked|queried|wondered|questioned) (?:whether|if|how|why|what|about)|felt|thought|commented|thanked|suggested)\b"
)


RESOLVED_ITEM = re.compile(
    r"^(?:[Tt]o (?!the\b|seek\b|receive\b|hear\b|inform\b|consider\b|update\b|present\b|provide\b|brief\b|discuss\b)[a-z]+\b|[Tt]hat (?:the|a|an|[\w’'-]+)\b.{0,120}\bbe\b)"
)


def decision_verdict(text: str, found: Sequence[Clause], setting: Setting) -> Verdict | None:
    """The verdict on a sentence in a decision block, or None where it decides nothing."""
    if _ASKED.match(text):
        return None
    if (told := _TOLD.match(text)) and can_act(told["who"], proper=True, person=False):
        return Verdict("action recorded", "certain", main_clause(found))
    if RESOLVED_ITEM.match(text):
        return Verdict("decision recorded", "certain", main_clause(found))
    for clause in found:
        if "would" in clause.construction and not _FINITE_DECISION.search(text):
            return minutes_verdict(text, clause, setting, names_a_doer(text, clause))
    if _FINITE_DECISION.search(text) and not UNSURE.search(text):
        return Verdict("decision recorded", "certain", main_clause(found))
    return None


def main_clause(found: Sequence[Clause]) -> Clause | None:
    """The first main clause, or None."""
    return next((c for c in found if c.main), None)


DECIDED_ITEM = re.compile(
    r"(?:Noted|Agreed|Approved|Endorsed|Resolved|Authorised|Delegated|Adopted|Considered and (?:noted|agreed|approved)|Recommended|Appointed|Confirmed|Granted|Accepted)\b(?! by\b)"
)
"""How an item of a list of decisions begins where the list's lead-in names who decided."""
RESOLVED_LEAD = re.compile(
    r"\b(?:RESOLVED|AGREED|Resolved|Agreed|resolved|agreed|DECIDED|decided)\b(?:\s+(?:that|to|as follows))?\s*[:–—-]?\s*(?:[Tt]hat|[Tt]o)?\s*[:–—-]?$"
)


STARTED = frozenset(
    [
        "hold",
        "launch",
        "develop",
        "run",
        "establish",
        "publish",
        "consult",
        "pilot",
        "set",
        "recruit",
        "procure",
        "start",
        "begin",
        "create",
        "convene",
        "commission",
        "design",
        "introduce",
        "prepare",
        "draft",
        "review",
    ]
)


_OPENS_WITH_MEMBER = re.compile(
    r"(?:Cllrs?|Councillors?|(?:A|One|Another|Some|Other) members?|Members?|Some|Others?)\b(?! were advised)"
)
_BY_MEMBERS = re.compile(r"\b(?:members?|councillors?|cllrs?|a member|residents?|attendees)\b", re.I)


_NOT_A_MEMBER = re.compile(r"\b(?:residents?|public|parishioners?|attendees?|applicants?|objectors?|members?)\b", re.I)
_SPEAKING = frozenset(
    ["like", "support", "oppose", "prefer", "vote", "be", "have", "do", "leave", "abstain", "object", "go", "get", "say", "agree", "expect", "lack", "struggle"]
)  # fmt: skip


def _own_word(text: str, clause: Clause) -> bool:
    """Whether a councillor says what he or she would do: "Cllr Boyd said she would ring the contractor"."""
    own = clause.reporter is not None and clause.subject == clause.reporter
    who = words_at(text, clause.reporter)
    return (
        own
        and clause.construction == "reported would"
        and clause.verb not in STATIVE_VERBS | _SPEAKING
        and not _NOT_A_MEMBER.search(who)
    )


def minutes_verdict(text: str, clause: Clause, setting: Setting, acts: bool) -> Verdict | None:
    """The verdict on a clause in the running text of minutes: undertakings of the body, not what members said."""
    against = set(clause.against)
    reported_by = words_at(text, clause.reporter) if clause.reporter else ""
    by_member = (
        bool(reported_by)
        and bool(_BY_MEMBERS.search(reported_by))
        and "were advised" not in text
        and "was advised" not in text
    )
    reported = "reported" in against
    by_member = by_member or ("would" in clause.construction and bool(_OPENS_WITH_MEMBER.match(text)))
    if by_member and _own_word(text, clause):
        return Verdict("own undertaking", "check", clause)
    agreed = clause.construction == "agreed to" and acts
    if by_member or (setting.mode == "view" and not reported and not agreed and clause.construction != "would passive"):
        return None
    if setting.mode == "view" and clause.construction == "would passive" and not reported:
        return Verdict("undertaking in minutes", "check", clause) if acts and clause.verb not in STATIVE_VERBS else None
    match clause.construction:
        case "would passive":
            return (
                Verdict("reported undertaking", "certain" if reported else "check", clause)
                if clause.verb not in STATIVE_VERBS
                else None
            )
        case "reported would":
            if clause.verb in STATIVE_VERBS or {"effect verb"} & against or clause.verb in ("be", "have", "do"):
                return None
            if reported and (acts or clause.subject is None):
                return Verdict("reported undertaking", "certain", clause)
            if reported and clause.verb in ("start", "begin", "open", "launch", "take", "come", "go", "follow"):
                return Verdict("reported undertaking", "check", clause)
            return Verdict("undertaking in minutes", "check", clause) if acts else None
        case "will passive":
            return Verdict("will be done", "certain", clause)
        case "will active" | "will be VERBing":
            if acts and "stative verb" not in against:
                return Verdict("will do", "certain", clause)
            if clause.verb in ("take", "launch", "begin", "start", "go", "open"):
                return Verdict("will happen", "check", clause)
            return None
        case "plan" | "commit":
            return Verdict("planned to", "check", clause) if acts or clause.subject else None
        case "agreed to":
            return Verdict("agreed to", "certain" if acts else "check", clause)
        case "progressive passive":
            return Verdict("is being done", "check", clause) if clause.verb in STARTED else None
        case _:
            return None
