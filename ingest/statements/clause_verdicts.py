"""Whether one clause of a sentence undertakes something: by its construction, who acts, and the section it stands in."""

from __future__ import annotations

import re

from core.statements import Certainty
from ingest.statements.actors import is_document
from ingest.statements.constructions import STATIVE_VERBS, Clause
from ingest.statements.modes import OPINION
from ingest.statements.recorded import STARTED, UNSURE, minutes_verdict
from ingest.statements.refusals import CALL, INVITED, MUST, NO_DEED, OPENS_SUBORDINATE
from ingest.statements.verdicts import Setting, Verdict, names_a_doer, words_at
from ingest.statements.wordings import IS_TO

_DELIVERABLE = re.compile(
    r"\b(?:consult|publish|launch|establish|introduc|develop|creat|invest|fund|pilot|test|trial|review|report|appoint|recruit|commission|legislat|extend|expand|updat|replac|build|deliver|implement|set up|provid|work with|convene|host|hold|respond|feed ?back|circulat|consider|explor|bring|return|present|submit|write|meet|train|support|seek|continue|engage|raise|lobby|work)\w*\b",
    re.I,
)


def clause_verdict(text: str, clause: Clause, setting: Setting) -> Verdict | None:
    """The verdict on one clause of the sentence `text`, or None where it undertakes nothing."""
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
    if (CALL.search(text) and not (setting.minutes and INVITED.search(text))) or MUST.search(
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
    if OPENS_SUBORDINATE.match(text) and not (
        acts and clause.main and clause.construction.startswith(("will", "plan", "commit"))
    ):
        return None
    told_by_paper = "reported" in against and is_document(words_at(text, clause.reporter) or "x")
    doubtful = "reported" in against and not told_by_paper
    doubtful = doubtful or bool(OPENS_SUBORDINATE.match(text)) or (mode == "recommendation" and not clause.agent)
    sure: Certainty = "check" if doubtful else "certain"
    if "reported" in against and clause.construction in ("reported would", "would passive"):
        return None
    match clause.construction:
        case "will passive":
            if clause.verb in NO_DEED:
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
