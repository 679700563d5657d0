"""Which sentences undertake something: the decision, with its reason, for a sentence in its section.

A verdict names the construction that carried it, how sure it is (`certain` or `check`) and the clause that undertakes.
What speaks against (refusals, clause_verdicts): wishes, calls on others, opinion, effects, duties, needs, predictions, the
past, questions, notices, recommendations put to a board, and reported speech outside minutes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.statements.clause_verdicts import clause_verdict
from ingest.statements.constructions import Clause
from ingest.statements.modes import OPINION
from ingest.statements.recorded import (
    RESOLVED_ITEM,
    RESOLVED_LEAD,
    UNSURE,
    action_verdict,
    decided_item,
    decision_verdict,
    main_clause,
    recorded_verdict,
)
from ingest.statements.refusals import (
    ADMINISTRATIVE,
    BY_LAW,
    CALL,
    ENDS_OPEN,
    FOR_DECISION,
    FRAGMENT,
    GENERIC,
    MUST,
    NO_DEED,
    NOTICE,
    ONLY_A_NAME,
    OPENS_SUBORDINATE,
    OTHERS_WORDS,
    PAST,
)
from ingest.statements.verdicts import Setting, Verdict
from ingest.statements.wordings import (
    ARRANGED,
    DONE,
    IMPERATIVE,
    IS_TO,
    PUT_IN_HAND,
    SET_ASIDE,
    SUM_SET_ASIDE,
    is_arranged,
    is_to_do,
    planned_item,
    promises,
)

_OPENS_WITH_MONEY = re.compile(
    r"^(?:an? )?(?:(?:up to|at least|over|around|some|additional|further|new|more than|another|total of|extra|investment of|funding of) )*(?:an? )?(?:£\s?\d[\d,.]*\s?(?:million|billion|m|bn|k)?|unspecified (?:\w+[\s-]){0,3}(?:funding|investment))\b",
    re.I,
)

_OPEN_WILL = re.compile(r"\b(?:will|shall)(?: also| therefore| now)?\s*[:–—-]*\s*$")
"""A lead-in that breaks off at its auxiliary: an item that begins in lower case carries the sentence on with its verb."""


def judge(text: str, found: Sequence[Clause], setting: Setting) -> Verdict | None:
    """The verdict on one sentence, or None where it undertakes nothing."""
    if text.rstrip().endswith("?") or len(text.split()) < 3:
        return None
    if setting.mode == "admin" or NOTICE.search(text) or ADMINISTRATIVE.search(text):
        return None
    if setting.minutes and setting.mode not in ("action", "decision") and (recorded := recorded_verdict(text, found)):
        return recorded
    if (ENDS_OPEN.search(text) and setting.mode != "action") or ONLY_A_NAME.fullmatch(text):
        return None
    if decided := decided_item(text, setting):
        return decided
    if setting.listed and setting.first and RESOLVED_LEAD.search(setting.lead_in):
        return Verdict("decision recorded", "certain", main_clause(found))
    if (
        setting.minutes
        and setting.listed
        and setting.first
        and RESOLVED_ITEM.match(text)
        and text[:4].lower() == "that"
    ):
        return Verdict("decision recorded", "certain", main_clause(found))
    if setting.mode not in ("action", "decision") and (GENERIC.search(text) or BY_LAW.search(text)):
        return None
    if setting.mode == "recommendation" and FOR_DECISION.match(text):
        return None
    if FRAGMENT.match(text) and not any(c.main for c in found):
        return None
    promised = (
        bool(setting.lead_in) and setting.first and promises(setting.lead_in) and setting.mode not in OTHERS_WORDS
    )
    if promised and text[:1].islower() and _OPEN_WILL.search(setting.lead_in):
        return Verdict("listed under a promise", "certain", None)  # "The council will:" - "inspect every home"
    if setting.listed and setting.first and setting.mode in ("next_steps", "commitments") and not DONE.match(text):
        if not setting.present and not setting.past:
            if IMPERATIVE.match(text):
                return Verdict("next step", "certain", None)
            if setting.mode == "next_steps" and planned_item(text):
                return Verdict("next step", "check", None)
    if promised:
        if IMPERATIVE.match(text) or planned_item(text):
            return Verdict("listed under a promise", "certain", None)
        if (
            not setting.past
            and not setting.present
            and (text[:1].islower() or re.search(r"\bwill\W*$", setting.lead_in))
        ):
            return Verdict("listed under a promise", "check", None)
    if setting.mode == "action":
        return action_verdict(text, found)
    if setting.mode == "decision":
        return decision_verdict(text, found, setting)
    if setting.mode == "commitments":
        listed = _listed(text, found, setting)
        if listed:
            return listed
    best: Verdict | None = None
    for clause in found:
        verdict = clause_verdict(text, clause, setting)
        if verdict and (best is None or (best.certainty == "check" and verdict.certainty == "certain")):
            best = verdict
    if (
        best is None
        and _OPENS_WITH_MONEY.match(text)
        and setting.mode not in ("view", "survey", "background", "recommendation")
    ):
        if _FOR_A_PURPOSE.search(text) and not PAST.search(text) and not OPINION.search(text):
            best = Verdict("opening sum of money", "certain" if setting.listed else "check", None)
    if best is None and setting.mode not in ("view", "survey", "recommendation") and is_to_do(text):
        best = Verdict(IS_TO, "check", None)
    if best is None and setting.mode not in ("view", "survey", "recommendation") and is_arranged(text):
        best = Verdict(ARRANGED, "check", None)
    if best is None and SUM_SET_ASIDE.search(text) and setting.mode not in ("view", "survey", "recommendation"):
        best = Verdict(SET_ASIDE, "check", None)
    if best and setting.survey and setting.mode == "next_steps":
        return best
    if best and setting.survey:
        return None if best.certainty == "check" else Verdict(best.rule, "check", best.clause)
    return best


_FOR_A_PURPOSE = re.compile(
    r"^\D*[\d,.]+\s?\w*\s+(?:(?:over|across|in|a|per|each)\s(?:the\s)?(?:next\s)?[\w/-]{1,12}(?:\s\w{4,8})?\s)?(?:to|in|for|of|will)\b"
)
"""A sum, over how long, and what it is for: "£27 million over three years for rural buses"."""


def may_be_raised(text: str, found: Sequence[Clause], setting: Setting) -> Clause | None:
    """The clause on which the model's word alone may take a sentence: a main one that looks ahead with nothing against it."""
    if setting.mode in OTHERS_WORDS | {"admin"} or setting.survey or text.rstrip().endswith(("?", ":")):
        return None
    if CALL.search(text) or NOTICE.search(text) or OPINION.search(text) or GENERIC.search(text) or BY_LAW.search(text):
        return None
    if (
        setting.past
        or OPENS_SUBORDINATE.match(text)
        or UNSURE.search(text)
        or FRAGMENT.match(text)
        or text.startswith("That ")
    ):
        return None
    return next((c for c in found if c.main and c.construction in _AHEAD and _is_clean(text, c)), None)


def _is_clean(text: str, clause: Clause) -> bool:
    asked = clause.subject and re.search(
        r"\b(?:what|how|whether|why|who|which|where)\s+$", text[: clause.subject[0]], re.I
    )
    made_up = clause.verb == "make" and re.match(r"made\s+up\b", text[clause.verb_start :])
    present = clause.verb in ("attend", "join", "chair", "speak")
    return not (set(clause.against) - {"reported"} or asked or made_up or present or clause.verb in NO_DEED)


_AHEAD = frozenset(
    ["will passive", "will active", "will be VERBing", "there will be", "reported would", "would passive", "agreed to", "commit"]
)  # fmt: skip


def _listed(text: str, found: Sequence[Clause], setting: Setting) -> Verdict | None:
    """An item of a list of commitments: taken with a verb or without, unless it plainly speaks of something else."""
    if OPINION.search(text) or (MUST.search(text) and not any("will" in c.construction for c in found)):
        return None
    clause = next(
        (
            c
            for c in found
            if c.main
            and c.construction in _PROMISING
            and not {"negated", "reported", "reported view", "content clause", "stative verb"} & set(c.against)
        ),
        None,
    )
    if clause and "will be, without a verb" not in clause.against:
        return Verdict(f"list of commitments, {clause.construction}", "certain", clause)
    if ENDS_OPEN.search(text) or (PAST.search(text) and not PUT_IN_HAND.search(text)):
        return None
    if setting.present or DONE.match(text) or (setting.past and not PUT_IN_HAND.search(text)):
        return None
    if setting.listed and setting.first:
        return Verdict("list of commitments", "certain", clause)
    return None


_PROMISING = frozenset(
    ["will passive", "will active", "will be VERBing", "there will be", "commit", "plan", "propose", "agreed to", "to be VERBed", "includes", "progressive passive"]
)  # fmt: skip
