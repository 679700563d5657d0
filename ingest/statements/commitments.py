"""Commitments of a document: one record per atomic undertaking, with who, what, by when, how much and how firmly.

Rules on spaCy's parse decide (`constructions`, `undertakings`), section modes say what the words stand under (`modes`);
dates, money and actors are read in the undertaking's own clause first, then in its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from core.documents import Block, Document, Span, content_id, locate
from core.pipeline import spacy_pipeline
from core.statements import Actor, Amount, Commitment, CommitmentKind, Deadline, Strength
from ingest.statements.action_tables import find_table_actions
from ingest.statements.actors import ActorTable, can_act, is_document
from ingest.statements.amounts import find_amounts
from ingest.statements.authors import Implied, with_authors
from ingest.statements.constructions import CANDIDATE, HEDGED_VERBS, Clause, clauses, is_a_statement, tells_the_past
from ingest.statements.dates import DatePhrase, find_deadlines
from ingest.statements.modes import Modes
from ingest.statements.references import References
from ingest.statements.sentences import LONGEST_QUOTE, Sentence, find_sentences
from ingest.statements.undertakings import ACTION_LINE, IMPERATIVE, IS_TO, SET_ASIDE, TO_DO, Setting, Verdict, judge

LONGEST_PARSED = 1_500
"""Longer "sentences" are tables or lists run together; parsing them is slow and tells nothing."""


def find_commitments(
    document: Document, blocks: Sequence[Block], found: Sequence[Sentence] | None = None
) -> list[Commitment]:
    """The commitments of `document`, in order of place."""
    every = list(found) if found is not None else list(find_sentences(document, blocks))
    if not blocks:
        return []
    modes = Modes(document, blocks, every)
    if modes.regulations:
        return []
    settings = [modes.of(blocks[sentence.block]) for sentence in every]
    wanted = [
        n
        for n, sentence in enumerate(every)
        if len(sentence.text) <= LONGEST_PARSED
        and settings[n] != "admin"
        and (
            settings[n] in ("action", "decision", "commitments")
            or CANDIDATE.search(sentence.text)
            or (
                (TO_DO.search(sentence.text) or ACTION_LINE.match(sentence.text))
                and modes.minutes(blocks[sentence.block])
            )
            or "£" in sentence.text
            or settings[n] == "next_steps"
            or blocks[sentence.block].lead_in is not None
        )
    ]
    parsed = _parses([every[n].text for n in wanted])
    actors = ActorTable(document, blocks)
    references = References(document, blocks, every)
    made: list[Implied] = []
    taken: set[int] = set()
    last_deadline: tuple[int, Deadline] | None = None
    for n, parse in zip(wanted, parsed):
        sentence, block = every[n], blocks[every[n].block]
        setting = Setting(
            mode=settings[n],
            minutes=modes.minutes(block),
            survey=modes.survey_document,
            listed=block.kind == "list_item" or block.number is not None or block.paragraph is not None,
            first=sentence.first,
            previous_taken=not sentence.first and (n - 1) in taken,
            lead_in=modes.lead_in(block),
            past=tells_the_past(parse),
            present=is_a_statement(parse),
            heading=block.section[-1] if block.section else "",
            previous="" if sentence.first else every[n - 1].text,
        )
        in_sentence = list(clauses(parse))
        verdict = judge(sentence.text, in_sentence, setting)
        if verdict is None:
            continue
        taken.add(n)
        reference = references.at(sentence.block)
        previous = last_deadline[1] if last_deadline and last_deadline[0] == sentence.block else None
        for record in _records(
            document, blocks, sentence, verdict, in_sentence, setting, reference, references, actors, previous
        ):
            made.append(Implied(record, settings[n], setting.listed))
            if record.deadline and (record.deadline.start or record.deadline.end):
                last_deadline = (sentence.block, record.deadline)
    everything = [
        *with_authors(document, made, actors),
        *find_table_actions(document, blocks, actors, references.at(0)),
    ]
    return sorted(everything, key=lambda c: (c.location.start, c.location.end))


_PREFIX = re.compile(r"\b([Cc]o|[Rr]e|[Pp]re|[Dd]e|[Ss]ub)-(?=[a-z])")
"""The tokeniser cuts "co-produced" in three and loses the verb; one character for another keeps every offset."""


def _parses(texts: Sequence[str]) -> list[Any]:
    nlp = spacy_pipeline()
    unused = [name for name in ("senter",) if name in nlp.pipe_names]
    return list(nlp.pipe([_PREFIX.sub(r"\1_", text) for text in texts], batch_size=64, disable=unused))


def _records(
    document: Document, blocks: Sequence[Block], sentence: Sentence, verdict: Verdict, found: Sequence[Clause],
    setting: Setting, reference: date | None, references: References, actors: ActorTable, previous: Deadline | None,
) -> list[Commitment]:  # fmt: skip
    text = sentence.text
    span = _bounded(sentence, verdict)
    phrases = find_deadlines(text, reference, references.named_periods)
    ahead = [p for p in phrases if _ahead(p, reference)]
    dated = [p for p in ahead if p.dated]
    actor = _actor(text, verdict, actors, setting, span.start)
    if actor is not None and actor.text.lower() in _PRONOUNS:
        actor = None
    location = locate(document, blocks, span)
    parts = _parts(text, dated, verdict, reference)
    records = []
    for start, end, phrase in parts:
        if phrase is not None:
            deadline = phrase.deadline if phrase is not _NONE else None
        else:
            deadline = _deadline(text, ahead, verdict, setting, references, reference, previous)
        action = _action(text, verdict.clause, start, end)
        amount = _amount(text, start, end)
        records.append(
            Commitment(
                id=content_id("c", document.id, span.start, span.end, action),
                location=location,
                action=action,
                kind=_kind(text[start:end], setting),
                strength=_strength(text, verdict.clause),
                certainty=verdict.certainty,
                actor=actor
                if verdict.clause is None
                or start <= verdict.clause.verb_start < end
                or len(parts) == 1
                or IMPERATIVE.match(text, start)
                else None,
                deadline=deadline,
                amount=amount,
                rule=verdict.rule,
            )
        )
    return records


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


def _ahead(phrase: DatePhrase, reference: date | None) -> bool:
    """Whether a date can be a deadline: not over before the reference date (a month without a year is kept)."""
    if reference is None or not phrase.dated or phrase.sense == "from":
        start = phrase.deadline.start
        return not (reference and phrase.sense == "from" and start and int(start[:4]) < reference.year - 1)
    end = phrase.deadline.end
    return not end or end >= reference.isoformat() or "year taken" in (phrase.deadline.assumption or "")


_ACTS = re.compile(r"\b(?:will|to be|publish\w*|launch\w*|consult\w*|begin\w*|complet\w*)\b")
_SECOND = re.compile(
    r"(?:,|;)?\s+(?:leading to|followed by|with (?:a|an|the|further|up to)|which (?:will|is|are)|and (?:then |will )?|before|ahead of)\b",
    re.I,
)


def _parts(
    text: str, dated: Sequence[DatePhrase], verdict: Verdict, reference: date | None
) -> list[tuple[int, int, DatePhrase | None]]:
    """The atomic parts of a sentence, each with its date (None: to be looked for).

    Two dates in two undertakings ("X in May, leading to Y by June"); a consequence with a bare year ("leading to a new
    code in 2026"); a passive with "with a consultation ... to be launched"; a relative clause with its own period."""
    whole: list[tuple[int, int, DatePhrase | None]] = [(0, len(text), None)]
    for left, right in pairwise(dated):
        for match in _SECOND.finditer(text, left.end, right.start):
            strong = re.search(r"leading to|followed by|which (?:will|is|are)", match.group(), re.I) or (
                match.group().strip(" ,;") in ("and", "and then", "and will") and IMPERATIVE.match(text, match.end())
            )
            if strong or _ACTS.search(text[match.end() : right.start]):
                return [(0, match.start(), left), (match.end(), len(text), right)]
    clause = verdict.clause
    if dated and (result := re.search(r",?\s+leading to\s+", text)) and result.start() >= dated[-1].end:
        year = re.search(r"\b(20\d\d)\b(?!\s*[-/])", text[result.end() :])
        bare = find_deadlines(f"in {year[1]}", reference) if year else []
        return [(0, result.start(), dated[0]), (result.end(), len(text), bare[0] if bare else _NONE)]
    paired = re.search(r",\s+with (?=(?:a|an|the|further)\b[^,]*\bto be \w+ed\b)", text)
    if (
        paired
        and len(dated) == 1
        and dated[0].start > paired.end()
        and clause
        and clause.construction == "will passive"
    ):
        return [(0, paired.start(), _NONE), (paired.end(), len(text), dated[0])]
    if verdict.rule == "includes" and (
        joined := re.search(r"\s+and\s+(?=(?:an?|the|new)\s)", text[clause.verb_end if clause else 0 :])
    ):
        at = (clause.verb_end if clause else 0) + joined.start()
        return [(0, at, None), (at + len(joined.group()), len(text), None)]
    return whole


_NONE = DatePhrase(0, 1, "vague", Deadline("", None, None, "none", "undated"))


def _deadline(
    text: str, ahead: Sequence[DatePhrase], verdict: Verdict, setting: Setting, references: References,
    reference: date | None, previous: Deadline | None,
) -> Deadline | None:  # fmt: skip
    dated = [p for p in ahead if p.dated]
    clause = verdict.clause
    if dated:
        inside = [p for p in dated if clause and clause.start <= p.start < clause.end] or dated
        if clause:
            inside.sort(
                key=lambda p: (
                    abs(p.start - clause.verb_end)
                    if p.start >= clause.verb_end
                    else abs(clause.verb_start - p.end) + 15
                )
            )
        return inside[0].deadline
    vague = next((p.deadline for p in ahead if not p.dated), None)
    if vague and vague.text.lower() == "at the same time" and previous and (previous.start or previous.end):
        return replace(
            vague,
            start=None if previous.start is None else previous.start,
            end=previous.end,
            basis="inherited",
            precision=previous.precision,
            assumption=f"the deadline before it: {previous.text}",
        )
    if vague:
        return vague
    if (
        setting.mode == "commitments"
        and not setting.past
        and (clause is None or clause.construction.startswith("will"))
    ):
        for phrase in find_deadlines("for " + setting.heading, reference):
            if phrase.dated and phrase.sense == "within" and _ahead(phrase, reference):
                return replace(
                    phrase.deadline,
                    basis="inherited",
                    assumption=_with(phrase.deadline.assumption, "from the heading above"),
                )
    if setting.lead_in:
        for phrase in find_deadlines(setting.lead_in, reference, references.named_periods):
            if phrase.dated and _ahead(phrase, reference):
                return replace(
                    phrase.deadline,
                    basis="inherited",
                    assumption=_with(phrase.deadline.assumption, "from the sentence that leads the list in"),
                )
    return None


def _with(first: str | None, second: str) -> str:
    return f"{first}; {second}" if first else second


def _actor(text: str, verdict: Verdict, actors: ActorTable, setting: Setting, start: int) -> Actor | None:
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
_PRONOUNS = frozenset(["they", "it", "he", "she", "this", "these", "that", "those", "which", "who", "i", "you"])
_ENDS_IN_VERB = re.compile(
    r"\b(?:\w+ed|is|are|was|were|has|have|had|able|due|asks?|wants?|wishes|hopes?|seeks?|plans?|needs?|intends?)$"
)


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


def _kind(text: str, setting: Setting) -> CommitmentKind:
    if setting.mode == "decision":
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
