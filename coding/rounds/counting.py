"""What the coding comes to: random samples and theme counts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from coding import disclosure
from coding import table_notes as notes_of
from coding.counts import CountRow, CountTable, count_states, count_table
from coding.judgements import Merged
from coding.method_note import Draw, Facts
from coding.rounds.matrices import Matrices, load_matrices
from coding.sampling import draw
from coding.tallies import BASE_KINDS, BaseKind, Coded, Mask, coded, grouping
from core.codebooks import Codebook
from core.documents import content_id
from core.errors import NotFoundError, UsageError, UserError
from core.responses import Question, ResponseState
from core.store import Store, frame_maps
from core.store import codings as table
from core.store import machine as machine_table
from core.store import responses as response_table

NO_FRAME = "The question has no code frame yet. Add it first: verbatim codebook add FILE --question ..."


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


@dataclass(frozen=True)
class Counting:
    """Everything that the counts of one question rest on. `sampled`: responses of complete random samples; `notes`: why a
    recorded sample, or the machine, could not be used."""

    question: Question
    attributes: tuple[str, ...]
    codebook: Codebook
    matrices: Matrices
    merged: Merged
    states: list[ResponseState]
    totals: tuple[tuple[ResponseState, int], ...]
    data: Coded
    sample: Mask
    samples: tuple[table.Sample, ...]
    run: tuple[str, dict[str, Any]] | None
    coder: str | None
    notes: tuple[str, ...]

    @cached_property
    def index(self) -> dict[str, int]:
        return self.matrices.index

    @property
    def coded(self) -> int:
        """How many responses people have dealt with."""
        return sum(n for state, n in self.totals if state in ("coded", "uncodable"))

    def pattern(self, threshold: int | None, pairs: Sequence[tuple[str, str]] = ()) -> disclosure.Pattern | None:
        """What must say nothing in the tables of this question: the whole, the one-way tables of all attributes, and the
        two-way tables of `pairs`. None without a threshold. Raises UserError where a number cannot be protected."""
        if not threshold:
            return None
        census = disclosure.take_census(self.codebook, self.matrices.responses, self.data, self.attributes, pairs)
        made = disclosure.protect(census, threshold)
        if made.audit.exposed:
            raise UserError(
                f"{len(made.audit.exposed)} suppressed numbers of these tables could be worked out from the others, whatever "
                "else is left out. Ask for fewer attributes at once, or for broader groups."
            )
        return made

    def rows(self, by: Sequence[str], base: BaseKind, pattern: disclosure.Pattern | None = None) -> list[CountRow]:
        groups = grouping(self.matrices.responses, by, self.data.asked, complete=pattern is not None)
        made = count_table(self.codebook, self.data, groups, base)
        return made if pattern is None else disclosure.mask(made, pattern)

    def facts(self) -> Facts:
        """What was done, for the note on methods."""
        drawn = {sample.id for sample in self.samples if all(self._in_sample(name) for name in sample.members)}
        manifest = self.run[1] if self.run else {}
        kept = ("encoder", "n_trained_on", "cross_fitted", "seed", "codebook_version")
        adjudicated = self.matrices.adjudicated
        return Facts(
            question=self.question.text,
            respondents=self.question.respondents,
            responses=len(self.matrices.responses),
            answered=int(self.data.answered.sum()),
            coded=self.coded,
            coders=tuple(made.coder for made in self.matrices.coders if made.dealt_with.any()),
            double_coded=self.merged.double_coded,
            differing=self.merged.differing,
            adjudicated=0 if adjudicated is None else int(adjudicated.dealt_with.sum()),
            codes=len(self.codebook.codes),
            frame_version=self.codebook.version,
            sampled=int(self.sample.sum()),
            draws=tuple(Draw(len(s.members), s.population, s.seed, s.id in drawn) for s in self.samples),
            run=self.run[0] if self.run else None,
            run_facts=tuple((name.replace("_", " "), str(manifest[name])) for name in kept if name in manifest),
            suggested=sum(state == "coded" for state in self.matrices.machine_states),
            weighted=self.data.weights is not None,
        )

    def _in_sample(self, response: str) -> bool:
        at = self.index.get(response)
        return at is not None and bool(self.sample[at])

    def said(self, rows: Sequence[CountRow], pattern: disclosure.Pattern | None, *, alone: bool = True) -> list[str]:
        """What must be said under rows, most weighty first; what was done about small numbers where they stand `alone`."""
        weighted = sum(made.weight is not None for made in self.matrices.responses)
        silent = pattern is not None and () in pattern.bases
        notes = [notes_of.states_note(self.totals) if not silent else "Too few answered for anything to be said."]
        coders = notes_of.coders_note(self.merged, self.coder)
        notes += [coders] if coders else []
        notes += notes_of.method_notes(rows, int(self.sample.sum()), self.coded)
        notes += notes_of.weight_notes(rows, weighted, len(self.matrices.responses) - weighted)
        notes += [*self.notes, notes_of.MULTIPLE]
        return notes + (notes_of.disclosure_notes(self.question, rows, pattern) if alone else [])


def load_counting(store: Store, question: str, coder: str | None = None) -> Counting:
    """`coder`: whose codings count where coders differ unadjudicated (default: the first imported). Raises NotFoundError (no
    such question, no code frame, unknown coder)."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        known = response_table.attribute_names(connection, found.id)
        matrices = load_matrices(connection, found.id)
        recorded = table.samples(connection, found.id)
        runs = table.runs(connection, found.id)
        waiting = {response for response, _ in frame_maps.to_recode(connection, found.id)}
        in_bulk = machine_table.accepted(connection, found.id)
    if matrices.codebook is None:
        raise NotFoundError(NO_FRAME)
    names = [judgements.coder for judgements in matrices.coders]
    if coder is not None and coder not in names:
        raise NotFoundError(f"{coder!r} has coded nothing here. Coders: {', '.join(names) or 'none yet'}.")
    merged = matrices.merged(coder)
    states = matrices.states(merged)
    sample, notes = usable_sample(matrices, recorded, merged)
    if waiting:
        notes.append(
            f"{len(waiting)} responses are to be looked at again since a code was split; until then the counts of its parts "
            "are not final."
        )
    if in_bulk:
        notes.append(
            f"The codes of {len(in_bulk)} responses are suggestions that a person accepted in bulk, without reading each."
        )
    independent = machine_is_independent(runs, matrices, sample)
    if runs and sample.any() and not independent:
        notes.append(
            "The program's suggestions do not correct the sample: they were made before it was coded, or from it. "
            "Run `verbatim code` again, and they are made without it."
        )
    data = coded(matrices.responses, merged, states, sample, matrices.machine if independent else None)
    return Counting(
        found, known, matrices.codebook, matrices, merged, states, count_states(states), data, sample,
        tuple(recorded), runs[0] if independent else None, coder, tuple(notes),
    )  # fmt: skip


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
    it are suppressed (None or 0: none), with those that would give them away in the tables of all attributes and bases
    taken together. Raises NotFoundError (no code frame, nothing coded, unknown coder), UsageError (unknown base or attribute)."""
    if base not in BASE_KINDS:
        raise UsageError(f"--base is one of {', '.join(BASE_KINDS)}, not {base!r}.")
    made = load_counting(store, question, coder)
    names = known_attributes(by, made.attributes)
    pairs = [(names[0], names[1])] if len(names) == 2 else []
    pattern = made.pattern(threshold, pairs)
    rows = made.rows(names, base, pattern)
    return CountTable(
        made.question.id, made.question.text, made.question.respondents, base, tuple(rows), made.totals,
        len(made.matrices.responses), tuple(made.said(rows, pattern)),
    )  # fmt: skip


def known_attributes(by: Sequence[str], known: Sequence[str]) -> list[str]:
    """The attributes by their names as they were given on import. Raises UsageError."""
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
