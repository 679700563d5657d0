"""Which sentences undertake something: the decision, with its reason, for a sentence in its section.

A verdict names the construction that carried it, how sure it is (`certain` or `check`) and the clause that undertakes.
What speaks against: wishes, calls on others, opinion, effects, duties, needs, predictions, the past, questions, notices,
recommendations put to a board, and reported speech outside minutes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.statements import Certainty
from ingest.statements.actors import is_document
from ingest.statements.constructions import STATIVE_VERBS, Clause
from ingest.statements.modes import OPINION
from ingest.statements.recorded import (
    RESOLVED_ITEM,
    RESOLVED_LEAD,
    STARTED,
    UNSURE,
    action_verdict,
    decided_item,
    decision_verdict,
    main_clause,
    minutes_verdict,
    recorded_verdict,
)
from ingest.statements.verdicts import Setting, Verdict, names_a_doer, words_at
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

_MUST = re.compile(r"\b(?:should|must|ought to|needs? to|has to|have to|needed to)\b")
_CALL = re.compile(
    r"\b(?:is|are|was|were|be) (?:asked|invited|recommended|requested|urged) to\b|\bwill (?:wish|want|be asked|be invited) to\b|\b[Rr]ecommend(?:s|ed|ations?)?\b.{0,30}\bthat\b"
    r"|\bplease\b|\bwould (?:like|welcome|wish|want|prefer|be happy|be grateful|encourage|urge)\b|\blook(?:s|ing)? forward to\b"
)
_INVITED = re.compile(r"\bwould be (?:asked|invited) to\b")
_NOTICE = re.compile(
    r"\b(?:next|this|the|a) meeting (?:of the [\w &'’]+ )?(?:will|shall) (?:be|take)|\bwill be (?:a )?meetings? of\b|\bwill be (?:held|webcast|recorded|filmed|available) (?:at|in|on|for|live)\b.{0,40}\b(?:am|pm|room|hall|chamber|online)\b"
    r"|\byour? (?:attendance|can|will|are|wish)\b|\blunch\b|\bapolog|\bdietary|\bI will now (?:make|turn|set out|move)\b|\bwill ask you\b|\bfire alarm|\bwebcast\b"
    r"|\b(?:will|shall) (?:then |also |further )?(?:be )?(?:discuss|describ|explain|examin|present|summaris|review|return|turn|look|come)\w*\b[^.;]{0,90}\b(?:in|below|later)"
    r" (?:in )?(?:[Ss]ections?|[Cc]hapters?|[Pp]art|[Pp]aragraphs?|[Aa]nnex|[Aa]ppendix|the (?:next|following) (?:section|chapter|part))\b"
    r"|\b(?:one|two|three|four|\d+) in (?:every )?(?:\w+|\d[\d,]*) (?:(?:wo)?men |people |children |adults )?will be\b"
)
"""Arrangements of a meeting, what the paper itself says further on, and odds."""
_OPENS_WITH_MONEY = re.compile(
    r"^(?:an? )?(?:(?:up to|at least|over|around|some|additional|further|new|more than|another|total of|extra|investment of|funding of) )*(?:an? )?(?:£\s?\d[\d,.]*\s?(?:million|billion|m|bn|k)?|unspecified (?:\w+[\s-]){0,3}(?:funding|investment))\b",
    re.I,
)
_OPENS_SUBORDINATE = re.compile(
    r"^(?:If|Unless|Where|While|Whilst|Although|Though|Given|Without|Despite|However,? if|Even)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|has been|have been)\b")
_ENDS_OPEN = re.compile(r":\s*$")
_DELIVERABLE = re.compile(
    r"\b(?:consult|publish|launch|establish|introduc|develop|creat|invest|fund|pilot|test|trial|review|report|appoint|recruit|commission|legislat|extend|expand|updat|replac|build|deliver|implement|set up|provid|work with|convene|host|hold|respond|feed ?back|circulat|consider|explor|bring|return|present|submit|write|meet|train|support|seek|continue|engage|raise|lobby|work)\w*\b",
    re.I,
)


def judge(text: str, found: Sequence[Clause], setting: Setting) -> Verdict | None:
    """The verdict on one sentence, or None where it undertakes nothing."""
    if text.rstrip().endswith("?") or len(text.split()) < 3:
        return None
    if setting.mode == "admin" or _NOTICE.search(text) or _ADMINISTRATIVE.search(text):
        return None
    if setting.minutes and setting.mode not in ("action", "decision") and (recorded := recorded_verdict(text, found)):
        return recorded
    if (_ENDS_OPEN.search(text) and setting.mode != "action") or _ONLY_A_NAME.fullmatch(text):
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
    if setting.mode not in ("action", "decision") and (_GENERIC.search(text) or _BY_LAW.search(text)):
        return None
    if setting.mode == "recommendation" and _FOR_DECISION.match(text):
        return None
    if _FRAGMENT.match(text) and not any(c.main for c in found):
        return None
    if setting.listed and setting.first and setting.mode in ("next_steps", "commitments") and not DONE.match(text):
        if not setting.present and not setting.past:
            if IMPERATIVE.match(text):
                return Verdict("next step", "certain", None)
            if setting.mode == "next_steps" and planned_item(text):
                return Verdict("next step", "check", None)
    if setting.lead_in and setting.first and promises(setting.lead_in) and setting.mode not in _OTHERS_WORDS:
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
        verdict = _clause(text, clause, setting)
        if verdict and (best is None or (best.certainty == "check" and verdict.certainty == "certain")):
            best = verdict
    if (
        best is None
        and _OPENS_WITH_MONEY.match(text)
        and setting.mode not in ("view", "survey", "background", "recommendation")
    ):
        if _FOR_A_PURPOSE.search(text) and not _PAST.search(text) and not OPINION.search(text):
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
_GENERIC = re.compile(
    r"\b(?:will|shall|would)\s+(?:usually|often|generally|normally|typically|sometimes|occasionally|inevitably|always|probably)\b|(?:^|[,;:–]\s|\b(?:[Aa]nd|[Bb]ut|[Ss]o|[Tt]hen|[Ww]hen|[Ii]f|[Tt]hat) )[Yy]ou(?:r [\w ]{2,30})?\s+(?:will|may|can|should)\b"
)
"""What holds in general, or is told to the reader: no undertaking."""


def may_be_raised(text: str, found: Sequence[Clause], setting: Setting) -> Clause | None:
    """The clause on which the model's word alone may take a sentence: a main one that looks ahead with nothing against it."""
    if setting.mode in _OTHERS_WORDS | {"admin"} or setting.survey or text.rstrip().endswith(("?", ":")):
        return None
    if (
        _CALL.search(text)
        or _NOTICE.search(text)
        or OPINION.search(text)
        or _GENERIC.search(text)
        or _BY_LAW.search(text)
    ):
        return None
    if (
        setting.past
        or _OPENS_SUBORDINATE.match(text)
        or UNSURE.search(text)
        or _FRAGMENT.match(text)
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
    return not (set(clause.against) - {"reported"} or asked or made_up or present or clause.verb in _NO_DEED)


_NO_DEED = frozenset(
    ["need", "require", "expect", "affect", "impact", "anticipate", "see", "know", "face", "comprise", "compose", "situate"]
)  # fmt: skip


_AHEAD = frozenset(
    ["will passive", "will active", "will be VERBing", "there will be", "reported would", "would passive", "agreed to", "commit"]
)  # fmt: skip
_OTHERS_WORDS = frozenset(["view", "survey", "recommendation"])
_ADMINISTRATIVE = re.compile(
    r"\bminutes\b.{0,120}\b(?:agreed|approved|confirmed|signed|accepted|taken)\b.{0,40}\b(?:record|confirmed|signed|accurate|true)\b|\bminutes of the .{0,80}\bbe (?:agreed|approved|confirmed|signed)\b"
    r"|\b(?:next|following) (?:parish council |council |board |committee )?meeting\b.{0,40}\b(?:asked|invited) (?:if|to|whether)\b|^[\w ]*\b(?:RESOLVED|AGREED|Resolved|Agreed)\s*(?:that|to)?\s*[:–—-]\s*(?:that|to)?\W*$",
    re.S | re.I,
)
"""Minutes agreed as a record, and a lead-in that decides nothing by itself."""
_ONLY_A_NAME = re.compile(r"(?:ACTION|Action)s?\s*[:–-]\s*(?:(?:[A-Z][\w’'&/.-]*|and|of|for|the|&)\s*){1,8}")
_FRAGMENT = re.compile(r"(?:How|What|Who|Whether|Why|When|Where|Which)\b")


def _listed(text: str, found: Sequence[Clause], setting: Setting) -> Verdict | None:
    """An item of a list of commitments: taken with a verb or without, unless it plainly speaks of something else."""
    if OPINION.search(text) or (_MUST.search(text) and not any("will" in c.construction for c in found)):
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
    if _ENDS_OPEN.search(text) or (_PAST.search(text) and not PUT_IN_HAND.search(text)):
        return None
    if setting.present or DONE.match(text) or (setting.past and not PUT_IN_HAND.search(text)):
        return None
    if setting.listed and setting.first:
        return Verdict("list of commitments", "certain", clause)
    return None


_PROMISING = frozenset(
    ["will passive", "will active", "will be VERBing", "there will be", "commit", "plan", "propose", "agreed to", "to be VERBed", "includes", "progressive passive"]
)  # fmt: skip
_BY_LAW = re.compile(
    r"\b(?:Act|Regulations?|law|legislation|statute|Code|constitution|standing orders?|Schedule)\s+(?:\d{4}\s+)?(?:says?|states?|requires?|provides?|means?|sets? out|specif\w+|places?|obliges?)\b"
    r"|^Under (?:the|this|these|section|its|their)\b[^,]{0,80}\b(?:Act|Regulations?|Order|law|section|duty|Code)\b[^,]{0,40},"
    r"|\b(?:under|in accordance with|as required by) (?:section|regulation|the [A-Z][\w ]{2,60}(?:Act|Regulations))\b[^.;]*\b(?:must|shall)\b"
)
"""What a law lays down for everybody is no undertaking of the paper that cites it."""
_FOR_DECISION = re.compile(
    r"^(?:that )?(?:(?:the )?(?:[A-Z]\w+ ){0,4}(?:cabinet|board|committee|council|members|panel|trust|authority|partnership|executive|governors) )?(?:to )?(?:approve|note|agree|endorse|consider|comment|support|recommend|authorise|delegate)s?\b",
    re.I,
)


def _clause(text: str, clause: Clause, setting: Setting) -> Verdict | None:
    against = set(clause.against)
    mode = setting.mode
    if setting.minutes and clause.construction == "will passive" and "relative clause" in against:
        return Verdict("will be done", "check", clause)
    if against & {
        "negated",
        "relative clause",
        "subordinate clause",
        "question clause",
        "content of a noun",
        "reported view",
        "will be, without a verb",
        "will without a verb",
        "content clause",
    }:
        return None
    subject = words_at(text, clause.subject)
    acts = names_a_doer(text, clause)
    paper = bool(subject) and is_document(subject)
    we = subject.lower() == "we"
    opinion = bool(OPINION.search(text))
    if clause.subject and re.search(r"\b(?:what|how|whether|why)\s+$", text[: clause.subject[0]], re.I):
        return None
    if text.startswith("That ") and not setting.minutes and mode not in ("action", "decision"):
        return None
    if (_CALL.search(text) and not (setting.minutes and _INVITED.search(text))) or _MUST.search(
        text[clause.start : clause.verb_start]
    ):
        return None
    if opinion and (mode == "view" or not _beside(text, clause)):
        return None
    if mode == "recommendation" and clause.construction not in ("will passive", "will active", "will be VERBing"):
        return None
    if setting.minutes:
        return minutes_verdict(text, clause, setting, acts)
    if mode == "view":
        return _in_view(text, clause, acts, paper, we, opinion)
    if _OPENS_SUBORDINATE.match(text) and not (
        acts and clause.main and clause.construction.startswith(("will", "plan", "commit"))
    ):
        return None
    told_by_paper = "reported" in against and is_document(words_at(text, clause.reporter) or "x")
    doubtful = "reported" in against and not told_by_paper
    doubtful = doubtful or bool(_OPENS_SUBORDINATE.match(text)) or (mode == "recommendation" and not clause.agent)
    sure: Certainty = "check" if doubtful else "certain"
    if "reported" in against and clause.construction in ("reported would", "would passive"):
        return None
    match clause.construction:
        case "will passive":
            if clause.verb in _NO_DEED:
                return None
            if clause.verb == "make" and re.match(r"made\s+up\b", text[clause.verb_start :]):
                return None
            if "pronoun subject" in against and not setting.previous_taken:
                sure = "check"
            return Verdict("will be done", sure, clause)
        case "there will be":
            tail = text[clause.verb_start :]
            if re.match(
                r"\w+\s+(?:an? )?(?:\w+ ){0,2}(?:consultation|investment|review|pilot|programme|funding|grant|report|survey|fund|roundtable|campaign|legislation|call for)",
                tail,
            ):
                return Verdict("there will be", sure, clause)
            return Verdict("there will be", "check", clause) if setting.previous_taken else None
        case "will be VERBing":
            if acts or we:
                return Verdict("will be doing", sure, clause)
            return None
        case "will active":
            return _will_active(text, clause, setting, against, acts, paper, we, sure)
        case "commit":
            if (
                _LONG_AGO.search(text)
                and clause.verb_end
                and re.search(r"\w+ed$", text[clause.verb_start : clause.verb_end])
            ):
                return None
            if acts or paper or we:
                past = re.search(r"\w+ed$", text[clause.verb_start : clause.verb_end]) and not _STILL.search(
                    text[: clause.verb_start]
                )
                return Verdict("commits to", "check" if past else sure, clause)
            return None
        case "plan":
            if clause.verb in ("aim", "seek") and not (acts or we):
                return None
            return Verdict("intends to", sure, clause) if acts or paper or we else None
        case "propose":
            return Verdict("proposes", "check", clause) if acts or paper or we else None
        case "plans for":
            return Verdict("plans for", "check", clause) if re.search(r"plans (?:for|to)\b.*£", text) or acts else None
        case "progressive":
            if (acts or we) and clause.main and clause.verb in ("plan", "announce", "launch", "lay", "publish"):
                return Verdict("is doing", "check", clause)
            if (acts or we) and clause.main and (clause.verb in STARTED or _BY_DATE.search(text)):
                return Verdict("is doing", "check", clause)
            return None
        case "progressive passive":
            return (
                Verdict("is being done", "check", clause)
                if clause.main and clause.verb in STARTED and (mode == "next_steps" or clause.verb in _OPENED)
                else None
            )
        case "to be VERBed":
            return Verdict(IS_TO, "check", clause) if setting.listed and setting.first else None
        case "agreed to":
            if _LONG_AGO.search(text):
                return None
            return Verdict("agreed to", "check", clause) if acts or we else None
        case "includes":
            told = setting.previous_taken or _PROMISES.search(setting.previous)
            if told and "pronoun subject" in against and re.match(r"(?:This|These|It|They)\b", text):
                return Verdict("includes", "check", clause)
            if re.match(
                r"\b(?:actions?|measures?|commitments?|reforms?)\b", subject.split()[-1] if subject else ""
            ) and re.match(r"\w+\s+(?:\w+ing|an?)\b", text[clause.verb_start :]):
                return Verdict("includes", "check", clause)
            return None
        case _:
            return None


_BY_DATE = re.compile(r"\bby (?:the end of\b|(?:[A-Z]\w+ )?20\d\d\b)")
_PROMISES = re.compile(r"\b(?:commitments?|improvements?|reforms?|measures?|actions?|proposals?|plans?)\b", re.I)
_OPENED = frozenset(
    ["pilot", "trial", "consult", "procure", "commission", "recruit", "establish", "develop", "draft", "prepare"]
)


_DONE_BY_SOMEBODY = frozenset(["continue", "drop", "pay", "require", "last"])
_STILL = re.compile(r"\b(?:has|have|is|are|am|remains?|been)\b[^,;]{0,30}$")
_LONG_AGO = re.compile(r"\b(?:[Ii]n (?:19|20)\d\d|[Ll]ast year|ago|published in|previous(?:ly)?|predecessor|former)\b")


def _will_active(
    text: str, clause: Clause, setting: Setting, against: set[str], acts: bool, paper: bool, we: bool, sure: Certainty
) -> Verdict | None:
    if "stative verb" in against and not ((acts or we) and clause.verb in _DONE_BY_SOMEBODY):
        return None
    pronoun = "pronoun subject" in against
    if "effect verb" in against and not ((acts or we) and not paper):
        return None
    if "change verb" in against and (acts or we) and clause.verb not in ("rise", "grow", "fall"):
        return Verdict("will do", sure, clause)
    if "change verb" in against:
        return (
            Verdict("will change", "check", clause)
            if "£" in text
            or re.search(r"\b(?:by|from) (?:\w+ )?20\d\d\b", text)
            or ("per cent" in text and setting.previous_taken)
            else None
        )
    if pronoun:
        if not setting.previous_taken:
            return None
        return Verdict(
            "will do, continued",
            sure if clause.verb in ("include", "consider", "look", "set", "cover", "contain") else "check",
            clause,
        )
    if acts or we:
        return Verdict("will do", sure, clause)
    if paper:
        return Verdict("will do", "check", clause)
    if clause.verb in (
        "launch",
        "begin",
        "start",
        "open",
        "commence",
        "take",
        "replace",
        "run",
        "look",
        "inform",
        "include",
        "consider",
        "cover",
        "set",
        "go",
        "receive",
        "publish",
        "test",
        "form",
        "focus",
        "aim",
        "examine",
        "explore",
        "seek",
        "be",
        "operate",
        "conclude",
        "close",
    ):
        if clause.verb in ("go", "be", "form") or UNSURE.search(text):
            return None
        return Verdict(
            "will happen", sure if clause.verb not in ("focus", "receive", "aim", "run") else "check", clause
        )
    if setting.mode == "next_steps" or setting.previous_taken:
        return Verdict("will happen", "check", clause) if _DELIVERABLE.search(clause.verb) else None
    return None


def _in_view(text: str, clause: Clause, acts: bool, paper: bool, we: bool, opinion: bool) -> Verdict | None:
    """In a section of views, only a plain undertaking by a named body or the writer counts, and it is to be checked."""
    if opinion or "pronoun subject" in clause.against or not (acts or paper or we):
        return None
    if clause.construction == "commit" and clause.main:
        return Verdict("commits to", "check", clause)
    if (
        clause.construction in ("will active", "will be VERBing", "plan")
        and clause.main
        and clause.verb not in STATIVE_VERBS | {"do", "take", "be"}
    ):
        if (
            (we or acts)
            and not {"effect verb", "change verb"} & set(clause.against)
            and _DELIVERABLE.search(clause.verb)
        ):
            return Verdict("will do, among views", "check", clause)
    return None


def _beside(text: str, clause: Clause) -> bool:
    """Whether an undertaking stands beside an opinion and is not what the opinion is about."""
    match = OPINION.search(text)
    if match is None:
        return True
    if match.start() > clause.verb_end:
        return clause.main
    between = text[match.end() : clause.verb_start]
    joined = re.search(
        r"[,;.]\s+(?:and|but|so|therefore|however|we|the)\b|\b(?:and|but)\s+(?:so |therefore |we )?will\s*$", between
    )
    return bool(joined) and clause.main
