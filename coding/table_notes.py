"""What must be said under a table of counts, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coding.counts import CountRow
from core.responses import Question

if TYPE_CHECKING:
    from coding.disclosure import Pattern
    from coding.judgements import Merged
    from core.responses import ResponseState

PEOPLE_THRESHOLD = 10  # the usual threshold of UK disclosure rules (ONS, UK LLC): notes under tables advise it
MULTIPLE = "A response can bear several codes, so that percentages do not sum to 100."
ORGANISATIONS = "The respondents are organisations: small numbers are not suppressed unless a threshold is given."


def states_note(totals: Sequence[tuple[ResponseState, int]]) -> str:
    said = [f"{n} {state.replace('_', ' ')}" for state, n in totals if n]
    return f"Responses: {sum(n for _, n in totals)} in = {' + '.join(said) or '0'}."


def coders_note(merged: Merged, coder: str | None) -> str | None:
    if not merged.double_coded:
        return None
    whose = coder or (merged.coders[0] if merged.coders else "")
    if merged.differing:
        return (
            f"{merged.differing} of the {merged.double_coded} responses that two or more people coded are coded "
            f"differently and not adjudicated; {whose}'s codings count for them."
        )
    return f"{merged.double_coded} responses were coded by two or more people; no difference is open."


def method_notes(rows: Sequence[CountRow], sampled: int, coded: int) -> list[str]:
    """How the percentages and intervals came about. sampled: responses of complete random samples; coded: by people in all."""
    notes = []
    methods = {row.method for row in rows}
    if any(row.low is not None and row.method == "human_sample" for row in rows):
        notes.append(
            f"Intervals (95%): Wilson's with finite-population correction, from a random sample of {sampled} "
            "responses coded by people. They are about these responses, not about people at large."
        )
    if "machine_assisted" in methods:
        notes.append(
            "machine_assisted: people's random sample post-stratified by the machine's label; Wilson's intervals with "
            "finite-population correction joined by MOVER (95%)."
        )
        if "human_sample" in methods:
            notes.append("human_sample: where the machine's labels would not narrow the interval they are not used.")
    if not any(row.sampled or row.suppressed for row in rows):
        notes.append("Nobody has coded a response yet: there is nothing to count.")
    elif any(row.method == "human_sample" and row.low is None and row.sampled and not row.weighted for row in rows):
        notes.append(
            "Percentages without an interval are of the responses that were coded. These are not a recorded random sample, "
            "so that nothing is said about the others (draw one with `verbatim sample`, or import with --design random)."
        )
    if sampled and sampled < coded and methods != {"all_human"}:
        notes.append(f"{coded - sampled} coded responses outside the random sample take no part in the percentages.")
    if any(row.base_kind == "codable" and row.method != "all_human" for row in rows):
        notes.append("Base codable: all that answered but those found uncodable so far; who is not coded yet is in it.")
    return notes


def weight_notes(rows: Sequence[CountRow], weighted: int, lacking: int) -> list[str]:
    """weighted, lacking: responses with and without a weight."""
    notes = []
    if any(row.weighted for row in rows):
        notes.append(
            "Percentages are weighted, n is not. Intervals of a weighted sample: Wilson's with finite-population correction at "
            "the effective sample size of the weights, which are taken as known numbers; none where no random design is "
            "recorded, or where the weights vary by more than 0.8 of their mean. Strata of the survey are not known here."
        )
    if weighted and lacking:
        notes.append(
            f"{lacking} of {weighted + lacking} responses have no weight. Where one of them is in the base, percentages are "
            "not weighted; add these responses again with --weight."
        )
    return notes


def disclosure_notes(question: Question, rows: Sequence[CountRow], pattern: Pattern | None) -> list[str]:
    if pattern is None:
        if question.respondents == "people":
            return [
                f"The respondents are people: before publishing, suppress small cells (--threshold {PEOPLE_THRESHOLD})."
            ]
        return [ORGANISATIONS]
    hidden = sum(row.suppressed for row in rows)
    return [
        f"{hidden} cells are suppressed (threshold {pattern.threshold}, and cells that would give one away). Decided together "
        "with the overall table and the one-way table of every attribute, on all three bases; two-way tables of other attributes that are published beside "
        "this one must be made with it, in one pack (verbatim pack)."
    ]
