"""What the coding comes to: random samples and theme counts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coding import disclosure
from coding.counts import CountRow, CountTable, count_codes, count_states
from coding.judgements import Merged
from coding.rounds.matrices import Matrices, load_matrices
from coding.sampling import draw
from coding.tallies import BASE_KINDS, BaseKind, Mask
from core.documents import content_id
from core.errors import NotFoundError, UsageError
from core.responses import Question, ResponseState
from core.store import Store
from core.store import codings as table
from core.store import responses as response_table

NO_FRAME = "The question has no code frame yet. Add it first: verbatim codebook add FILE --question ..."
PEOPLE_THRESHOLD = 10  # the usual threshold of UK disclosure rules (ONS, UK LLC): notes under tables advise it


# Samples ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One response to be coded, in the order drawn."""

    response: str
    text: str
    seed: int | None
    design: str
    sample: str

    def record(self) -> dict[str, Any]:
        return {"response": self.response, "text": self.text, "seed": self.seed, "design": self.design}


def draw_sample(store: Store, question: str, n: int, seed: int) -> list[SampleRow]:
    """`n` of the answered responses, drawn at random and recorded; the same n and seed again give the recorded draw.
    Raises UsageError where there are not so many, NotFoundError where there is none."""
    with store.action("sample", "") as action:
        connection = action.connection
        found = response_table.find_question(connection, question)
        made = response_table.responses(connection, found.id)
        population = [response.id for response in made if response.state == "uncoded"]
        if not population:
            raise NotFoundError(
                "The question has no answered response to draw from. Add some: verbatim responses add FILE"
            )
        members = draw(population, n, seed)
        sample = table.Sample(
            content_id("s", found.id, "random", seed, len(population), *members),
            "random",
            seed,
            len(population),
            members,
        )
        action.object = found.id
        action.silent = any(known.id == sample.id for known in table.samples(connection, found.id))
        if not action.silent:
            table.put_sample(connection, found.id, sample, store.who)
            action.after = {"sample": sample.id, "n": n, "seed": seed, "population": len(population)}
    texts = {response.id: response.text for response in made}
    return [SampleRow(name, texts[name], seed, sample.design, sample.id) for name in members]


def samples(store: Store, question: str) -> list[table.Sample]:
    """The recorded draws, oldest first."""
    with store.read() as connection:
        return table.samples(connection, response_table.find_question(connection, question).id)


def usable_sample(matrices: Matrices, recorded: Sequence[table.Sample], merged: Merged) -> tuple[Mask, list[str]]:
    """Members of the recorded random samples on which an interval may rest, and notes on those on which it may not.

    Of independent random draws the union is one too, its size given. A draw counts where every member is coded (who codes
    half a draw has chosen the half) and where the answered responses are still those that it was drawn from."""
    index = matrices.index
    mask = np.zeros(len(matrices.responses), dtype=bool)
    population = int(matrices.answered().sum())
    notes = []
    for sample in recorded:
        if sample.design != "random":
            continue
        rows = [index[name] for name in sample.members if name in index]
        open_rows = sum(merged.states[row] == 0 for row in rows)
        if sample.population != population:
            notes.append(
                f"A random sample of {len(rows)} was drawn when {sample.population} responses were in; there are "
                f"{population} now, so that it no longer represents them."
            )
        elif open_rows:
            notes.append(f"{open_rows} of {len(rows)} responses of a random sample are still to be coded.")
        else:
            mask[rows] = True
    return mask, notes


# Counts -------------------------------------------------------------------------------------------------------------


def counts(
    store: Store,
    question: str,
    *,
    base: BaseKind = "answered",
    by: Sequence[str] = (),
    coder: str | None = None,
    threshold: int | None = None,
) -> CountTable:
    """Theme counts, one row a code and group of the attributes `by`, with what must be said under the table.

    `coder`: whose codings count where coders differ unadjudicated (default: the first imported). `threshold`: cells below
    it are suppressed (None or 0: none). Raises NotFoundError (no code frame, nothing coded, unknown coder), UsageError
    (unknown base or attribute)."""
    if base not in BASE_KINDS:
        raise UsageError(f"--base is one of {', '.join(BASE_KINDS)}, not {base!r}.")
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        known = response_table.attribute_names(connection, found.id)
        matrices = load_matrices(connection, found.id)
        recorded = table.samples(connection, found.id)
        runs = table.runs(connection, found.id)
    attributes = _attributes(by, known)
    if matrices.codebook is None:
        raise NotFoundError(NO_FRAME)
    names = [judgements.coder for judgements in matrices.coders]
    if coder is not None and coder not in names:
        raise NotFoundError(f"{coder!r} has coded nothing here. Coders: {', '.join(names) or 'none yet'}.")
    merged = matrices.merged(coder)
    states = matrices.states(merged)
    totals = count_states(states)
    sample, notes = usable_sample(matrices, recorded, merged)
    notes += _weight_notes(matrices)
    rows = count_codes(
        matrices.codebook,
        matrices.responses,
        merged,
        states,
        sample=sample,
        base_kind=base,
        by=attributes,
        machine=matrices.machine if machine_is_independent(runs, matrices, sample) else None,
    )
    if threshold:
        rows = disclosure.suppress(rows, threshold)
    notes = _notes(found, rows, merged, totals, coder, sample, notes, threshold)
    return CountTable(
        found.id, found.text, found.respondents, base, tuple(rows), totals, len(matrices.responses), tuple(notes)
    )


def _weight_notes(matrices: Matrices) -> list[str]:
    weighted = sum(made.weight is not None for made in matrices.responses)
    lacking = len(matrices.responses) - weighted
    if not weighted or not lacking:
        return []
    return [
        f"{lacking} of {len(matrices.responses)} responses have no weight. Where one of them is in the base, percentages are "
        "not weighted; add these responses again with --weight."
    ]


def _attributes(by: Sequence[str], known: Sequence[str]) -> list[str]:
    made = []
    for name in by:
        match = next((k for k in known if k == name), None) or next(
            (k for k in known if k.casefold() == name.strip().casefold()), None
        )
        if match is None:
            raise UsageError(
                f"The responses have no attribute {name!r}. They have: {', '.join(known) or 'none'}"
                ". Attributes are named when responses are added: --attributes A,B"
            )
        made.append(match)
    if len(made) > 2 or len(set(made)) != len(made):
        raise UsageError("--by takes one attribute, or two different ones separated by a comma.")
    return made


def machine_is_independent(runs: Sequence[tuple[str, dict[str, Any]]], matrices: Matrices, sample: Mask) -> bool:
    """Whether the newest run's labels may correct this very sample: it learnt nothing from it, or was cross-fitted on it.
    A sample that has changed since the run may hold what the run learnt from."""
    if not runs:
        return False
    manifest = runs[0][1]
    return bool(manifest.get("independent_of_sample")) and manifest.get("sample") == sample_digest(matrices, sample)


def sample_digest(matrices: Matrices, sample: Mask) -> str:
    """A fingerprint of the answered members of the sample."""
    names = sorted(matrices.responses[int(row)].id for row in np.flatnonzero(sample & matrices.answered()))
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()


def _notes(
    question: Question,
    rows: Sequence[CountRow],
    merged: Merged,
    totals: Sequence[tuple[ResponseState, int]],
    coder: str | None,
    sample: Mask,
    sample_notes: Sequence[str],
    threshold: int | None,
) -> list[str]:
    """What must be said under the table and on stderr, most weighty first."""
    said = [f"{n} {state.replace('_', ' ')}" for state, n in totals if n]
    n_in = sum(n for _, n in totals)
    notes = [f"Responses: {n_in} in = {' + '.join(said) or '0'}."]
    if merged.double_coded:
        whose = coder or (merged.coders[0] if merged.coders else "")
        if merged.differing:
            notes.append(
                f"{merged.differing} of the {merged.double_coded} responses that two or more people coded are coded "
                f"differently and not adjudicated; {whose}'s codings count for them."
            )
        else:
            notes.append(f"{merged.double_coded} responses were coded by two or more people; no difference is open.")
    methods = {row.method for row in rows}
    if any(row.low is not None and row.method == "human_sample" for row in rows):
        notes.append(
            f"Intervals (95%): Wilson's with finite-population correction, from a random sample of {int(sample.sum())} "
            "responses coded by people. They are about these responses, not about people at large."
        )
    if "machine_assisted" in methods:
        notes.append(
            "machine_assisted: people's random sample post-stratified by the machine's label; Wilson's intervals with "
            "finite-population correction joined by MOVER (95%)."
        )
    if not any(row.sampled for row in rows) and not threshold:
        notes.append("Nobody has coded a response yet: there is nothing to count.")
    elif any(row.method == "human_sample" and row.low is None and row.sampled and not row.weighted for row in rows):
        notes.append(
            "Percentages without an interval are of the responses that were coded. These are not a recorded random sample, "
            "so that nothing is said about the others (draw one with `verbatim sample`, or import with --design random)."
        )
    if any(row.weighted for row in rows):
        notes.append(
            "Percentages are weighted, n is not. A weighted sample has no interval here: its variance needs the survey's "
            "design, which is not recorded."
        )
    coded = sum(n for state, n in totals if state in ("coded", "uncodable"))
    if sample.any() and int(sample.sum()) < coded and methods != {"all_human"}:
        notes.append(
            f"{coded - int(sample.sum())} coded responses outside the random sample take no part in the percentages."
        )
    notes += sample_notes
    notes.append("A response can bear several codes, so that percentages do not sum to 100.")
    if threshold:
        hidden = sum(row.suppressed for row in rows)
        notes.append(f"{hidden} cells are suppressed (threshold {threshold}, and cells that would give one away).")
    elif question.respondents == "people":
        notes.append(
            f"The respondents are people: before publishing, suppress small cells (--threshold {PEOPLE_THRESHOLD})."
        )
    return notes
