"""By when: the date of each part of an undertaking, from its clause, its sentence, its heading or its lead-in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from core.statements import Deadline
from ingest.statements.date_phrases import DatePhrase
from ingest.statements.dates import find_deadlines
from ingest.statements.references import References
from ingest.statements.verdicts import Setting, Verdict
from ingest.statements.wordings import IMPERATIVE


def is_ahead(phrase: DatePhrase, reference: date | None) -> bool:
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


def parts_of(
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
        return [(0, result.start(), dated[0]), (result.end(), len(text), bare[0] if bare else UNDATED)]
    paired = re.search(r",\s+with (?=(?:a|an|the|further)\b[^,]*\bto be \w+ed\b)", text)
    if (
        paired
        and len(dated) == 1
        and dated[0].start > paired.end()
        and clause
        and clause.construction == "will passive"
    ):
        return [(0, paired.start(), UNDATED), (paired.end(), len(text), dated[0])]
    if verdict.rule == "includes" and (
        joined := re.search(r"\s+and\s+(?=(?:an?|the|new)\s)", text[clause.verb_end if clause else 0 :])
    ):
        at = (clause.verb_end if clause else 0) + joined.start()
        return [(0, at, None), (at + len(joined.group()), len(text), None)]
    return whole


UNDATED = DatePhrase(0, 1, "vague", Deadline("", None, None, "none", "undated"))


def deadline_of(
    text: str, ahead: Sequence[DatePhrase], verdict: Verdict, setting: Setting, references: References,
    reference: date | None, previous: Deadline | None,
) -> Deadline | None:  # fmt: skip
    """The deadline of an undertaking: nearest date in its clause, else vague words, heading or lead-in (marked inherited), else None."""
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
            if phrase.dated and phrase.sense == "within" and is_ahead(phrase, reference):
                return replace(
                    phrase.deadline,
                    basis="inherited",
                    assumption=_with(phrase.deadline.assumption, "from the heading above"),
                )
    if setting.lead_in:
        for phrase in find_deadlines(setting.lead_in, reference, references.named_periods):
            if phrase.dated and is_ahead(phrase, reference):
                return replace(
                    phrase.deadline,
                    basis="inherited",
                    assumption=_with(phrase.deadline.assumption, "from the sentence that leads the list in"),
                )
    return None


def _with(first: str | None, second: str) -> str:
    return f"{first}; {second}" if first else second
