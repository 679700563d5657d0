"""The grammar of undertakings: for each clause of a parsed sentence, which construction it is and what speaks against it.

A construction has a name (shown in the register as the reason), the governing verb, the subject and the by-agent. The
catalogue and its strengths come from counts over annotated board papers: passive "will be VERBed" spoke for a commitment
99 to 12, "will be ADJECTIVE" against it 29 to 1, an effect verb after "this" or "which" 15 to 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Construction = Literal[
    "will passive", "will active", "will be VERBing", "there will be", "commit", "plan", "propose", "progressive",
    "progressive passive", "to be VERBed", "includes", "reported would", "would passive", "infinitive", "plans for",
    "agreed to",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """One undertaking-like clause: token positions are character ranges of the sentence."""

    construction: Construction
    verb: str
    verb_start: int
    verb_end: int
    start: int
    end: int
    subject: tuple[int, int] | None
    agent: tuple[int, int] | None
    subject_is_proper: bool
    subject_is_person: bool
    against: tuple[str, ...]
    main: bool
    reporter: tuple[int, int] | None = None


COMMIT_VERBS = frozenset(["commit", "pledge", "promise", "undertake", "vow", "guarantee"])
PLAN_VERBS = frozenset(["plan", "intend", "aim", "expect", "propose", "seek", "look", "agree", "resolve", "decide"])
REPORT_VERBS = frozenset(
    ["say", "explain", "clarify", "confirm", "advise", "report", "note", "state", "highlight", "outline", "mention", "add", "agree", "announce", "inform", "tell", "indicate", "assure", "emphasise", "respond", "reply", "update", "brief", "stress"]
)  # fmt: skip
VIEW_VERBS = frozenset(
    [
        "raise",
        "suggest",
        "request",
        "ask",
        "query",
        "question",
        "express",
        "feel",
        "believe",
        "think",
        "comment",
        "hope",
        "welcome",
        "urge",
        "call",
        "want",
        "argue",
        "warn",
    ]
)
EFFECT_VERBS = frozenset(
    ["help", "enable", "mean", "allow", "give", "ensure", "improve", "lead", "result", "make", "benefit", "reduce", "lessen", "encourage", "drive", "strengthen", "boost", "cause", "prevent", "stem", "compound", "deliver", "save", "offer", "free", "unlock", "underpin", "contribute", "mitigate", "address", "demonstrate", "show", "reflect", "represent", "assist", "facilitate"]
)  # fmt: skip
STATIVE_VERBS = frozenset(
    ["need", "require", "depend", "remain", "face", "have", "see", "vary", "want", "experience", "struggle", "continue", "cost", "total", "exceed", "know", "understand", "feel", "suffer", "value", "matter", "become", "appear", "seem", "likely", "affect", "fall", "decline", "drop", "outweigh", "last", "apply", "stand", "lose", "welcome", "pay", "miss", "recall", "hope", "wish", "mean", "fail", "come"]
)  # fmt: skip
CHANGE_VERBS = frozenset(["rise", "increase", "grow", "fall", "double", "decrease", "narrow", "reduce"])
HEDGED_VERBS = frozenset(["explore", "consider", "seek", "examine", "investigate", "look"])
_SUBORDINATORS = frozenset(
    [
        "if",
        "unless",
        "where",
        "when",
        "while",
        "whilst",
        "although",
        "though",
        "because",
        "as",
        "since",
        "once",
        "until",
        "so",
        "whether",
        "how",
        "in",
    ]
)
_CONCESSIONS = frozenset(["though", "although", "while", "whilst"])
_THOUGHTS = frozenset(["be", "mean", "hope", "anticipate", "expect", "believe", "ensure", "indicate", "suggest"])


def clauses(parsed: Any) -> Iterator[Clause]:
    """The undertaking-like clauses of one parsed sentence (a spaCy `Doc`)."""
    for token in parsed:
        lower = token.lower_
        if lower in ("will", "shall", "'ll", "’ll", "wo") and token.dep_ == "aux":
            yield from _will(token)
        elif (
            lower in ("will", "shall")
            and token.pos_ in ("AUX", "VERB")
            and token.dep_ in ("ROOT", "conj", "ccomp", "aux")
        ):
            yield _clause(token, "will active", ("will without a verb",))
        elif lower == "would" and token.dep_ == "aux":
            head = token.head
            passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in head.children)
            yield _clause(head, "would passive" if passive else "reported would")
        elif (
            lower == "committed" and any(c.lower_ == "to" for c in token.children if c.i > token.i) and _is_now(token)
        ) or (
            token.lemma_ in COMMIT_VERBS
            and token.pos_ == "VERB"
            and not any(c.dep_ == "auxpass" for c in token.children)
            and not _has_modal(token)
            and token.tag_ in ("VBZ", "VBP", "VBD", "VBN")
            and (token.lemma_ != "undertake" or any(c.dep_ == "xcomp" for c in token.children))
        ):
            yield _clause(token, "commit")
        elif (
            token.lemma_ in PLAN_VERBS
            and token.pos_ == "VERB"
            and not _has_modal(token)
            and token.tag_ in ("VBZ", "VBP", "VBD")
        ):
            follows = [c for c in token.children if c.dep_ in ("xcomp", "prep") and c.i > token.i]
            if token.lemma_ == "propose":
                yield _clause(token, "propose")
            elif token.lemma_ in ("agree", "resolve", "decide"):
                if any(c.dep_ == "xcomp" for c in follows):
                    yield _clause(token, "agreed to")
            elif any(c.dep_ == "xcomp" for c in follows) and token.lemma_ not in ("look", "expect"):
                yield _clause(token, "plan")
        elif token.tag_ == "VBG" and token.pos_ == "VERB" and not _has_modal(token):
            auxiliaries = [c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")]
            if any(word in ("is", "are", "'re", "’re", "'s") for word in auxiliaries):
                yield _clause(token, "progressive")
        elif token.tag_ == "VBN" and token.lemma_ in ("agree", "decide", "resolve") and _perfect(token):
            if any(c.dep_ == "xcomp" for c in token.children):
                yield _clause(token, "agreed to")
        elif token.tag_ == "VBN" and not _has_modal(token):
            auxiliaries = [c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")]
            if "being" in auxiliaries and any(word in ("is", "are") for word in auxiliaries):
                yield _clause(token, "progressive passive")
            elif (
                "to" in auxiliaries
                and "be" in auxiliaries
                and token.dep_ in ("relcl", "acl", "ROOT", "xcomp", "advcl", "ccomp")
            ):
                yield _clause(token, "to be VERBed")
        elif token.lemma_ == "include" and token.tag_ in ("VBZ", "VBP") and token.dep_ in ("ROOT", "conj", "ccomp"):
            yield _clause(token, "includes")
        elif (
            token.lower_ == "plans"
            and token.pos_ == "NOUN"
            and any(c.lower_ in ("for", "to") or c.dep_ == "acl" for c in token.children)
        ):
            yield _clause(token, "plans for")


_WEAK_MODALS = frozenset(["would", "could", "should", "must", "may", "might", "can"])


def is_a_statement(parsed: Any) -> bool:
    """Whether a parsed sentence says how things are, might or ought to be: its main verb is in the present or has a modal
    other than will, and it has a subject."""
    root = next((token for token in parsed if token.dep_ == "ROOT"), None)
    if root is None or root.pos_ not in ("VERB", "AUX"):
        return False
    subject = any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in root.children)
    if _has_modal(root):
        return subject and any(c.lower_ in _WEAK_MODALS for c in root.children if c.dep_ == "aux")
    present = root.tag_ in ("VBZ", "VBP") or any(
        c.lower_ in ("is", "are") for c in root.children if c.dep_ in ("aux", "auxpass")
    )
    return subject and present


def tells_the_past(parsed: Any) -> bool:
    """Whether the main verb of a parsed sentence is past or perfect ("we held", "has completed")."""
    root = next((token for token in parsed if token.dep_ == "ROOT"), None)
    if root is None or root.pos_ not in ("VERB", "AUX"):
        return False
    auxiliaries = {c.lower_ for c in root.children if c.dep_ in ("aux", "auxpass")}
    if auxiliaries & {"will", "shall", "would", "is", "are", "to", "can", "may", "should"}:
        return False
    return bool(auxiliaries & {"has", "have", "had", "was", "were"}) or (
        root.tag_ == "VBD" and any(c.dep_.startswith("nsubj") for c in root.children)
    )


def _perfect(token: Any) -> bool:
    auxiliaries = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
    return bool(auxiliaries & {"has", "have", "'ve", "’ve"}) and "been" not in auxiliaries


def _is_now(token: Any) -> bool:
    """Whether a participle is a state of the present ("is committed to"), not of the past."""
    near = token.head if token.dep_ == "acomp" else token
    return any(c.lower_ in ("is", "are", "remain", "remains") for c in (near, *near.children))


def _has_modal(token: Any) -> bool:
    return any(c.dep_ == "aux" and c.tag_ == "MD" for c in token.children)


def _will(token: Any) -> Iterator[Clause]:
    verb = token.head
    children = list(verb.children)
    words = {c.lower_ for c in children if c.dep_ in ("aux", "auxpass", "expl")}
    if any(c.dep_ == "expl" for c in children) or (verb.lemma_ == "be" and "there" in {c.lower_ for c in children}):
        yield _clause(verb, "there will be")
        return
    if verb.tag_ == "VBG" and "be" in words:
        yield _clause(verb, "will be VERBing")
        return
    passive = (verb.tag_ in ("VBN", "VBD") and "be" in words) or any(
        c.dep_ in ("auxpass", "nsubjpass") for c in children
    )
    if passive and not any(c.dep_ == "acomp" for c in children):
        yield _clause(verb, "will passive")
        return
    against: list[str] = []
    if verb.lemma_ == "be":
        against.append("will be, without a verb")
    yield _clause(verb, "will active", tuple(against))
    for other in verb.conjuncts:
        if (
            other.pos_ == "VERB"
            and not _has_modal(other)
            and other.tag_ in ("VB", "VBP")
            and not any(c.dep_.startswith("nsubj") for c in other.children)
        ):
            continue


def _clause(verb: Any, construction: Construction, against: tuple[str, ...] = ()) -> Clause:
    reasons = list(against)
    subject = _subject(verb)
    agent = _agent(verb)
    governing = verb
    main = True
    node = verb
    reporter = None
    while True:
        if node.dep_ == "relcl":
            reasons.append("relative clause")
            main = False
            break
        if node.dep_ == "advcl":
            marks = {c.lower_ for c in node.children if c.dep_ in ("mark", "advmod")}
            trailing = node.i > node.head.i and bool(marks & _CONCESSIONS)
            if not trailing and marks & _SUBORDINATORS:
                reasons.append("subordinate clause")
            main = False
            break
        if node.dep_ == "conj" and node.head.lemma_ in REPORT_VERBS and "would" in {c.lower_ for c in verb.children}:
            reporter = _subject(node.head)
            reasons.append("reported")
        if node.dep_ in ("ccomp", "acl", "csubj", "xcomp", "pcomp"):
            marks = {c.lower_ for c in node.children if c.dep_ in ("mark", "advmod", "attr", "dobj", "nsubj", "det")}
            if marks & {"how", "whether", "what", "why", "who", "where", "when"}:
                reasons.append("question clause")
                main = False
            head = node.head
            if (
                node.dep_ == "ccomp"
                and head.pos_ in ("VERB", "AUX")
                and head.i != node.i
                and (node is verb or verb in node.conjuncts)
            ):
                if head.lemma_ in REPORT_VERBS | VIEW_VERBS:
                    reporter = _subject(head)
                    reasons.append("reported view" if head.lemma_ in VIEW_VERBS else "reported")
                elif head.lemma_ in _THOUGHTS or any(c.dep_ == "acomp" for c in head.children):
                    if not (head.lemma_ == "be" and construction.startswith("will") and node.i < head.i):
                        reasons.append("content clause")
            elif node.dep_ == "ccomp" and head.pos_ == "ADJ" and node.i > head.i:
                reasons.append("content clause")
            elif node.dep_ == "acl" and head.pos_ == "NOUN":
                reasons.append("content of a noun")
                main = False
                break
        if node.dep_ == "ROOT" or node.head.i == node.i:
            break
        node = node.head
    if reporter is not None and subject is not None and subject.lower_ in ("it", "they", "he", "she", "we"):
        subject = reporter
    if any((c.dep_ == "neg" and c.lower_ != "no") or c.lower_ in ("not", "n't", "never") for c in governing.children):
        reasons.append("negated")
    pronoun = None
    if subject is not None:
        pronoun = subject.lower_
        if subject.pos_ == "PRON" and pronoun in (
            "this",
            "that",
            "it",
            "these",
            "those",
            "they",
            "which",
            "who",
            "what",
        ):
            reasons.append("pronoun subject")
    if construction.startswith("will") and construction in ("will active", "will be VERBing"):
        lemma = verb.lemma_.lower()
        if lemma in STATIVE_VERBS:
            reasons.append("stative verb")
        elif lemma in CHANGE_VERBS:
            reasons.append("change verb")
        elif lemma in EFFECT_VERBS:
            reasons.append("effect verb")
    subtree = list(verb.subtree)
    first, last = min(t.idx for t in subtree), max(t.idx + len(t) for t in subtree)
    span = _phrase(subject)
    return Clause(
        construction, verb.lemma_.lower(), verb.idx, verb.idx + len(verb), first, last, span, _phrase(agent),
        bool(subject is not None and subject.pos_ == "PROPN"), bool(subject is not None and subject.ent_type_ == "PERSON"),
        tuple(dict.fromkeys(reasons)), main, _phrase(reporter),
    )  # fmt: skip


def _subject(verb: Any) -> Any:
    """The subject of a verb, or that of the verb it is joined to or depends on."""
    node = verb
    for _ in range(4):
        for child in node.children:
            if child.dep_ in ("nsubj", "nsubjpass", "expl") and child.i <= verb.i:
                return child
        if (
            node.dep_ in ("conj", "xcomp", "acomp", "ROOT")
            and node.head.i != node.i
            and node.head.pos_ in ("VERB", "AUX")
        ):
            node = node.head
        else:
            return None
    return None


def _agent(verb: Any) -> Any:
    for child in verb.children:
        if child.dep_ == "agent":
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    return grandchild
    return None


def _phrase(token: Any) -> tuple[int, int] | None:
    """Character range of a noun phrase without its relative clauses and trailing modifiers."""
    if token is None:
        return None
    kept = [token]
    for child in token.children:
        if child.dep_ in ("det", "amod", "compound", "nummod", "poss", "nmod", "quantmod") and child.i < token.i:
            kept.extend(child.subtree)
        elif child.dep_ == "prep" and child.lower_ in ("of", "for") and child.i > token.i:
            objects = list(child.subtree)
            if (
                token.pos_ == "PROPN"
                and all(t.pos_ in ("PROPN", "ADP", "CCONJ", "DET", "PUNCT", "NOUN", "PART", "ADJ") for t in objects)
                and len(objects) < 8
            ):
                kept.extend(objects)
        elif (
            child.dep_ in ("conj", "cc")
            and child.i > token.i
            and token.pos_ == "PROPN"
            and child.pos_ in ("PROPN", "CCONJ")
        ):
            kept.extend(child.subtree)
    return min(t.idx for t in kept), max(t.idx + len(t) for t in kept)


CANDIDATE = re.compile(
    r"\b(?:will|shall|would|commit(?:s|ted)?|pledge[sd]?|promise[sd]?|undertake[sn]?|undertook|intend(?:s|ed)?|plan(?:s|ned)?|aims?|aimed|propose[sd]?|seek(?:s)?|sought|agree[sd]?|resolved?|resolves|decided"
    r"|(?:am|is|are) (?:\w+ )?(?:\w+ing)|being|to be|includes?|(?:is|are) (?:\w+ )?to|(?:due|set|scheduled|programmed|on track) to|(?:been|is|are) (?:now |already )?(?:arranged|planned|scheduled|booked)|been (?:funded|allocated|awarded|earmarked|set aside)|has approved|have approved)\b|['’]ll\b"
)
