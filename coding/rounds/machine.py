"""The machine's part: learning from people's codings, and suggesting codes for the rest.

What it says is kept apart from what people said (source `machine`) and is never counted as a code.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from coding.rounds.counting import NO_FRAME, sample_digest, usable_sample
from coding.rounds.learning import Learnt, learn, machine_labels
from coding.rounds.matrices import MACHINE, Matrices, load_matrices
from coding.rounds.runs import (
    COUNTS,
    INPUTS,
    SUGGESTIONS,
    WEIGHTS,
    Inputs,
    counts_csv,
    digest,
    inputs_of,
    manifest,
    suggestions_csv,
)
from coding.suggester import THRESHOLD, wording
from core.codebooks import Coding
from core.encoder import MINILM_SHA256, Encoder, OnnxEncoder, Vectors
from core.errors import NotFoundError
from core.jobs import Progress
from core.store import Store, builds
from core.store import codings as table
from core.store import machine as machine_table
from core.store import responses as response_table

ENCODED_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class MachineRun:
    """One run. `codings`: its suggestions (value true, with their probability) for responses that nobody has coded.
    `suggested` of these have at least one, `abstained` none. `manifest` says what it rests on."""

    run: str
    codings: tuple[Coding, ...]
    trained_on: int
    suggested: int
    abstained: int
    manifest: dict[str, Any]

    def summary(self) -> dict[str, Any]:
        return {
            "run": self.run,
            "trained_on": self.trained_on,
            "suggested": self.suggested,
            "abstained": self.abstained,
        }


def train_and_suggest(
    store: Store,
    question: str,
    encoder: Encoder,
    progress: Progress | None = None,
    seed: int = 0,
    refine: bool = False,
) -> MachineRun:
    """Learns from people's codings and suggests codes for every answered response that nobody has coded, in place of the
    suggestions of the run before. With nothing coded the wording of the code frame is all there is: a draft. `refine`: with
    an encoder refined on these codes (half a minute more; needs torch).

    Everything that the run was made of is kept with it (`rounds.runs`). Raises NotFoundError where there is no code frame or
    no answered response; UsageError, ModelMissing as `learn` does."""
    progress = progress or Progress()
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        matrices = load_matrices(connection, found.id)
        recorded = table.samples(connection, found.id)
        accepted = machine_table.accepted(connection, found.id)
    if matrices.codebook is None:
        raise NotFoundError(NO_FRAME)
    if not matrices.answered().any():
        raise NotFoundError(
            "The question has no answered response. Add responses first: verbatim responses add FILE ..."
        )
    merged = matrices.merged()
    sample, _ = usable_sample(matrices, recorded, merged)
    inputs = inputs_of(matrices, merged, sample, accepted, seed, refine)
    texts = [matrices.responses[row].text for row in inputs.answered]
    embeddings = embedded(store, encoder, [*texts, *(wording(code) for code in matrices.codebook.codes)], progress)
    progress.report(0, 1, "learning")
    learnt = learn(inputs, texts, matrices.codebook, embeddings, progress)
    run = _store(store, matrices, inputs, learnt, encoder)
    progress.report(1, 1, "codes suggested")
    return run


def _store(store: Store, matrices: Matrices, inputs: Inputs, learnt: Learnt, encoder: Encoder) -> MachineRun:
    assert matrices.codebook is not None
    codes = list(inputs.codes)
    name = "run-" + uuid.uuid4().hex[:12]
    names = [inputs.ids[row] for row in inputs.answered]
    given = learnt.given
    judgements = [
        table.Judgement(
            names[row],
            codes[column],
            MACHINE,
            "machine",
            True,
            None,
            round(float(learnt.probabilities[row, column]), 4),
        )
        for row, column in zip(*np.nonzero(given))
    ]
    states = [
        table.StateRow(response, MACHINE, "machine", "coded" if any_given else "abstained")
        for response, any_given in zip(names, np.any(given, axis=1).tolist())
    ]
    uncoded = np.asarray(inputs.judged[inputs.answered] == 0)
    without = int((~given.any(axis=1) & uncoded).sum())
    kept = {
        INPUTS: inputs.as_bytes(),
        SUGGESTIONS: suggestions_csv(names, codes, learnt.probabilities, learnt.given),
        COUNTS: counts_csv(matrices.codebook, inputs, machine_labels(inputs, learnt)),
    }
    if learnt.refinement is not None:
        kept[WEIGHTS] = learnt.refinement.as_bytes()
    made_of = manifest(inputs, encoder.name, encoder_sha256(encoder), THRESHOLD) | {
        "trained_on": digest([names[row] for row in learnt.training]),
        "n_trained_on": len(learnt.training),
        "cross_fitted": learnt.crossed,
        "sample": sample_digest(matrices, inputs.sample),
        "independent_of_sample": learnt.independent,
        "refined_sha256": learnt.refinement.sha256 if learnt.refinement else None,
        "uncoded": int(uncoded.sum()),
        "without_a_suggestion": without,
    }
    with store.action("suggest codes", matrices.question) as action:
        connection = action.connection
        table.drop_machine(connection, matrices.question)
        table.put_states(connection, matrices.question, states)
        table.put_codings(connection, matrices.question, judgements, matrices.codebook.version, name)
        table.put_run(connection, name, matrices.question, made_of, store.who)
        for file, content in kept.items():
            machine_table.put_run_file(connection, name, file, content)
        action.after = {"run": name, "trained_on": len(learnt.training)}
    with store.read() as connection:
        wanted = {name for name, open_ in zip(names, uncoded) if open_}
        made = tuple(c for c in table.codings(connection, matrices.question, source="machine") if c.response in wanted)
    suggested = int((given.any(axis=1) & uncoded).sum())
    return MachineRun(name, made, len(learnt.training), suggested, without, made_of)


def encoder_sha256(encoder: Encoder) -> str | None:
    """Of the weights that the encoder was made from, where they are known; else None."""
    return MINILM_SHA256 if isinstance(encoder, OnnxEncoder) else None


def embedded(store: Store, encoder: Encoder, texts: Sequence[str], progress: Progress) -> Vectors:
    """Unit vectors of the texts; each distinct text is encoded once in the project's life and kept, batch by batch, so that
    work that was stopped goes on where it stopped."""
    hashes = [builds.text_sha256(text) for text in texts]
    distinct = dict(zip(hashes, texts))
    with store.read() as connection:
        kept = builds.vectors_of(connection, encoder.name, list(distinct))
    missing = [name for name in distinct if name not in kept]
    for low in range(0, len(missing), ENCODED_AT_ONCE):
        progress.report(low, len(missing), "responses embedded")
        names = missing[low : low + ENCODED_AT_ONCE]
        made = encoder.encode([distinct[name] for name in names]).astype("<f4")
        fresh = {name: row.tobytes() for name, row in zip(names, made)}
        with store.write() as connection:
            builds.put_vectors(connection, encoder.name, fresh)
        kept.update(fresh)
    if not hashes:
        return np.zeros((0, encoder.dimension), dtype=np.float32)
    return np.stack([np.frombuffer(kept[name], dtype="<f4") for name in hashes]).astype(np.float32)


def suggestions(store: Store, question: str, coder: str | None = None) -> list[Coding]:
    """The newest run's suggestions for responses that nobody (or, with `coder`, not this coder) has coded, those of which
    it was least sure first: a person's time is best spent there."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        finished = {
            state.response
            for state in table.states(connection, found.id, coder=coder)
            if state.source != "machine" and state.state in ("coded", "uncodable")
        }
        made = [c for c in table.codings(connection, found.id, source="machine") if c.response not in finished]
    return sorted(made, key=lambda coding: (coding.probability or 0.0, coding.response, coding.code))


def runs(store: Store, question: str) -> list[dict[str, Any]]:
    """The manifests of the question's runs, newest first, each with its id as `run`."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        return [{"run": name, **made_of} for name, made_of in table.runs(connection, found.id)]
