"""Commitments of a document: one record per atomic undertaking, with who, what, by when, how much and how firmly.

Rules on spaCy's parse decide (`constructions`, `undertakings`), section modes say what the words stand under (`modes`);
dates, money and actors are read in the undertaking's own clause first, then in its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from core.documents import Block, Document, Span, content_id, locate
from core.statements import Amount, Commitment, CommitmentKind, Deadline, Strength
from ingest.statements.action_tables import find_table_actions
from ingest.statements.actors import ActorTable
from ingest.statements.amounts import find_amounts
from ingest.statements.authors import Implied, with_authors
from ingest.statements.candidates import Candidate, find_candidates
from ingest.statements.commitment_actors import PRONOUNS, actor_of
from ingest.statements.commitment_dates import UNDATED, deadline_of, is_ahead, parts_of
from ingest.statements.constructions import HEDGED_VERBS, Clause
from ingest.statements.coordination import shares
from ingest.statements.date_phrases import DatePhrase
from ingest.statements.dates import find_deadlines
from ingest.statements.references import References
from ingest.statements.sentences import LONGEST_QUOTE, Sentence, find_sentences
from ingest.statements.undertakings import judge
from ingest.statements.verdict_model import shipped_model
from ingest.statements.verdicts import Setting, Verdict
from ingest.statements.votes import settled
from ingest.statements.wordings import IMPERATIVE


def find_commitments(
    document: Document, blocks: Sequence[Block], found: Sequence[Sentence] | None = None
) -> list[Commitment]:
    """The commitments of `document`, in order of place."""
    every = list(found) if found is not None else list(find_sentences(document, blocks))
    if not blocks:
        return []
    actors = ActorTable(document, blocks)
    references = References(document, blocks, every)
    model = shipped_model()
    made: list[Implied] = []
    taken: set[int] = set()
    last_deadline: tuple[int, Deadline] | None = None
    for candidate in find_candidates(document, blocks, every, taken.__contains__):
        sentence, setting = candidate.sentence, candidate.setting
        verdict = settled(candidate, judge(sentence.text, candidate.clauses, setting), model)
        if verdict is None:
            continue
        taken.add(candidate.index)
        reference = references.at(sentence.block)
        previous = last_deadline[1] if last_deadline and last_deadline[0] == sentence.block else None
        for record in _records(document, blocks, candidate, verdict, reference, references, actors, previous):
            made.append(Implied(record, setting.mode, setting.listed))
            if record.deadline and (record.deadline.start or record.deadline.end):
                last_deadline = (sentence.block, record.deadline)
    everything = [
        *with_authors(document, made, actors),
        *find_table_actions(document, blocks, actors, references.at(0)),
    ]
    return sorted(everything, key=lambda c: (c.location.start, c.location.end))


def _records(
    document: Document, blocks: Sequence[Block], candidate: Candidate, verdict: Verdict, reference: date | None,
    references: References, actors: ActorTable, previous: Deadline | None,
) -> list[Commitment]:  # fmt: skip
    sentence, setting, text = candidate.sentence, candidate.setting, candidate.sentence.text
    span = _bounded(sentence, verdict)
    phrases = find_deadlines(text, reference, references.named_periods)
    ahead = [p for p in phrases if is_ahead(p, reference)]
    dated = [p for p in ahead if p.dated]
    actor = actor_of(text, verdict, actors, setting, span.start)
    if actor is not None and actor.text.lower() in PRONOUNS:
        actor = None
    location = locate(document, blocks, span)
    parts = parts_of(text, dated, verdict, reference)
    joined = shares(candidate.parsed, verdict.clause) if len(parts) == 1 else []
    apart: list[tuple[int, int, DatePhrase | None, Clause | None]] = [
        (share.start, share.end, None, share.clause) for share in joined
    ] or [(start, end, phrase, verdict.clause) for start, end, phrase in parts]
    closes = partial(_closes, text, dated)
    first_verb = verdict.clause.verb_start if verdict.clause else 0
    records = []
    for start, end, phrase, clause in apart:
        if phrase is not None:
            deadline = phrase.deadline if phrase is not UNDATED else None
        else:
            near = [p for p in ahead if start <= p.start < end or p.end <= first_verb or closes(p)] if joined else ahead
            own = replace(verdict, clause=clause)
            deadline = deadline_of(text, near, own, setting, references, reference, previous)
        action = _action(text, clause, start, end)
        by_actor = (
            clause is None or start <= clause.verb_start < end or len(apart) == 1 or IMPERATIVE.match(text, start)
        )
        records.append(
            Commitment(
                id=content_id("c", document.id, span.start, span.end, action),
                location=location,
                action=action,
                kind=_kind(text[start:end], setting, verdict),
                strength=_strength(text if not joined else text[start:end], clause),
                certainty=verdict.certainty,
                actor=actor if by_actor else None,
                deadline=deadline,
                amount=_amount(text, start, end),
                rule=verdict.rule,
            )
        )
    return records


def _closes(text: str, dated: Sequence[DatePhrase], phrase: DatePhrase) -> bool:
    """Whether a date is the only one of a sentence and its last words, so that it holds for all that is joined before it."""
    return list(dated) == [phrase] and not text[phrase.end :].strip(" .;,")


def _bounded(sentence: Sentence, verdict: Verdict) -> Span:
    """The sentence's span, or its undertaking clause where the sentence is too long to quote."""
    if sentence.span.end - sentence.span.start <= LONGEST_QUOTE or verdict.clause is None:
        return sentence.span
    part = sentence.source(verdict.clause.start, verdict.clause.end)
    inside = part.start >= sentence.span.start and part.end <= sentence.span.end
    if not inside or part.end - part.start > LONGEST_QUOTE:
        end = min(sentence.span.end, sentence.span.start + LONGEST_QUOTE)
        return Span(sentence.span.start, end)
    return part


def _amount(text: str, start: int, end: int) -> Amount | None:
    inside = [p.amount for p in find_amounts(text) if start <= p.start < end]
    if not inside:
        return None
    total = next((a for a in inside if a.qualifier and "total" in a.qualifier), None)
    whole_sums = [a for a in inside if not (a.qualifier and "of which" in a.qualifier)]
    return total or (whole_sums or inside)[0]


def _action(text: str, clause: Clause | None, start: int, end: int) -> str:
    """What is to be done, in the text's own words: from the verb on where somebody is named, else the clause."""
    words = text[start:end]
    if (
        clause
        and clause.construction in ("will active", "will be VERBing", "plan", "commit", "propose", "agreed to")
        and start <= clause.verb_start < end
    ):
        words = text[clause.verb_start : end]
    elif match := re.match(r"^[A-Z][\w’'&./ -]{1,80}?\s+to\s+(?=[a-z])", words):
        if clause is None and len(match.group()) < 60:
            words = words[match.end() :]
    return words.strip(" .;,:")


_KINDS: tuple[tuple[CommitmentKind, re.Pattern[str]], ...] = (
    ("consultation", re.compile(r"\bconsult(?:ed|ing|s|ation|ations)?\b|\bcall for evidence\b", re.I)),
    ("legislation", re.compile(r"\blegislat\w+|\b(?:primary|secondary) legislation\b|\bregulations will\b|\bstatut(?:e|ory instrument)\b|\bBill\b")),
    ("pilot", re.compile(r"\bpilot\w*|\bpathfinders?\b|\btrial(?:led|ling|s)?\b|\bwill test\b|\bbe tested\b|\btest and learn\b", re.I)),
    ("funding", re.compile(r"£|\bfund(?:ing|ed|s)?\b|\binvest(?:ment|ed|s)?\b|\bgrants?\b|\bbursar\w+|\bbudget\b|\ballowance\b", re.I)),
    ("publication", re.compile(r"\bpublish\w*|\bpublication\b|\breport (?:back|to|will)|\bguidance\b|\bstrategy will\b|\bstatement\b|\breleased?\b|\bsurvey\b", re.I)),
)  # fmt: skip


def _kind(text: str, setting: Setting, verdict: Verdict) -> CommitmentKind:
    if setting.mode == "decision" or verdict.rule == "decision recorded":
        return "decision"
    if setting.mode == "action" or setting.minutes:
        return "organisational_action"
    for kind, words in _KINDS:
        if words.search(text):
            return kind
    if (
        re.search(r"\b(?:officers?|we|our|the council|board|members?|LGA|committee|cabinet)\b", text, re.I)
        or setting.mode == "next_steps"
    ):
        return "organisational_action"
    return "policy"


def _strength(text: str, clause: Clause | None) -> Strength:
    if clause and (
        clause.verb in HEDGED_VERBS
        or re.search(r"\bto (?:consider|explore|examine|investigate|look at)\b", text[: clause.verb_end + 40])
    ):
        return "exploratory"
    if clause is None and re.search(r"\bto (?:consider|explore|examine|investigate|look at)\b", text):
        return "exploratory"
    if re.search(r"\b(?:subject to|if|provided that|depending on|unless)\b", text, re.I):
        return "conditional"
    if clause and clause.construction in ("plan", "propose", "progressive", "plans for"):
        return "intended"
    return "firm"
