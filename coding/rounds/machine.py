"""The machine's part: learning from people's codings, suggesting codes for the rest, proposing themes.

What it says is kept apart from what people said (source `machine`) and is never counted as a code.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coding.discover import Theme, propose_themes
from coding.judgements import CODED, Merged
from coding.rounds.matrices import MACHINE, Matrices, load_matrices
from coding.rounds.results import NO_FRAME, sample_digest, usable_sample
from coding.suggester import THRESHOLD, cross_fitted, prepare, suggest, wording
from core.codebooks import Coding
from core.encoder import Encoder, Vectors
from core.errors import NotFoundError
from core.jobs import Progress
from core.store import Store, builds
from core.store import codings as table
from core.store import responses as response_table

ENCODED_AT_ONCE = 256
LEAST_TRAINED_ON = 40  # fewer responses outside the estimation sample than this: cross-fit on the sample instead
FOLDS = 5


@dataclass(frozen=True, slots=True)
class MachineRun:
    """One run. `codings`: its suggestions (value true, with their probability). `suggested` responses have at least one,
    `abstained` none. `manifest` says what it rests on."""

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
    store: Store, question: str, encoder: Encoder, progress: Progress | None = None, seed: int = 0
) -> MachineRun:
    """Learns from people's codings and suggests codes for every answered response that nobody has coded, in place of the
    suggestions of the run before. With nothing coded the wording of the code frame is all there is: a draft.

    A complete random sample is the estimation sample: where enough responses outside it are coded, those alone are learnt
    from; else every label, in the sample and out, is cross-fitted (no response is labelled by a model that learnt from
    it). Raises NotFoundError where there is no code frame or no answered response."""
    progress = progress or Progress()
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        matrices = load_matrices(connection, found.id)
        recorded = table.samples(connection, found.id)
    if matrices.codebook is None:
        raise NotFoundError(NO_FRAME)
    answered = np.flatnonzero(matrices.answered())
    if not len(answered):
        raise NotFoundError(
            "The question has no answered response. Add responses first: verbatim responses add FILE ..."
        )
    codes = matrices.codebook.codes
    merged = matrices.merged()
    sample, _ = usable_sample(matrices, recorded, merged)
    texts = [matrices.responses[row].text for row in answered]
    embeddings = embedded(store, encoder, [*texts, *(wording(code) for code in codes)], progress)
    progress.report(0, 1, "learning")
    batch = prepare(texts, codes, embeddings, seed)
    probabilities, training, cross = _probabilities(batch, answered, merged, sample, seed)
    run = _store(store, matrices, answered, merged, probabilities, training, cross, sample, encoder, seed)
    progress.report(1, 1, "codes suggested")
    return run


def _probabilities(
    batch: Any, answered: NDArray[np.intp], merged: Merged, sample: NDArray[np.bool_], seed: int
) -> tuple[NDArray[np.float64], NDArray[np.intp], bool]:
    """(probabilities of all answered responses, rows among them that were learnt from, whether cross-fitted)."""
    coded = merged.states[answered] == CODED
    values, drawn = merged.values[answered], sample[answered]
    outside = np.flatnonzero(coded & ~drawn)
    if drawn.any() and len(outside) < LEAST_TRAINED_ON:
        rows = np.flatnonzero(coded)
        if len(rows) >= 2 * FOLDS:
            return cross_fitted(batch, rows, values[rows], FOLDS, seed), rows, True
        outside = rows
    return suggest(batch, outside, values[outside], seed), outside, False


def _store(
    store: Store,
    matrices: Matrices,
    answered: NDArray[np.intp],
    merged: Merged,
    probabilities: NDArray[np.float64],
    training: NDArray[np.intp],
    cross: bool,
    sample: NDArray[np.bool_],
    encoder: Encoder,
    seed: int,
) -> MachineRun:
    assert matrices.codebook is not None
    codes = [code.code for code in matrices.codebook.codes]
    name = "run-" + uuid.uuid4().hex[:12]
    names = [matrices.responses[row].id for row in answered]
    given = probabilities >= THRESHOLD
    judgements = [
        table.Judgement(
            names[row], codes[column], MACHINE, "machine", True, None, round(float(probabilities[row, column]), 4)
        )
        for row, column in zip(*np.nonzero(given))
    ]
    states = [
        table.StateRow(response, MACHINE, "machine", "coded" if any_given else "abstained")
        for response, any_given in zip(names, np.any(given, axis=1).tolist())
    ]
    uncoded = np.asarray(merged.states[answered] == 0)
    drawn = sample[answered]
    independent = bool(drawn.any()) and (cross or not np.isin(np.flatnonzero(drawn), training).any())
    manifest = {
        "codebook_version": matrices.codebook.version,
        "encoder": encoder.name,
        "seed": seed,
        "threshold": THRESHOLD,
        "trained_on": _digest([names[row] for row in training]),
        "n_trained_on": len(training),
        "cross_fitted": cross,
        "sample": sample_digest(matrices, sample),
        "independent_of_sample": independent,
        "packages": _versions(),
    }
    with store.action("suggest codes", matrices.question) as action:
        connection = action.connection
        table.drop_machine(connection, matrices.question)
        table.put_states(connection, matrices.question, states)
        table.put_codings(connection, matrices.question, judgements, matrices.codebook.version, name)
        table.put_run(connection, name, matrices.question, manifest, store.who)
        action.after = {"run": name, "trained_on": len(training)}
    with store.read() as connection:
        wanted = {name for name, open_ in zip(names, uncoded) if open_}
        made = tuple(c for c in table.codings(connection, matrices.question, source="machine") if c.response in wanted)
    suggested = int((given.any(axis=1) & uncoded).sum())
    return MachineRun(name, made, len(training), suggested, int(uncoded.sum()) - suggested, manifest)


def _digest(names: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(sorted(names)).encode()).hexdigest()


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    return {package: version(package) for package in ("numpy", "scipy", "scikit-learn")}


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


def discover_themes(
    store: Store, question: str, encoder: Encoder, progress: Progress | None = None, seed: int = 0
) -> list[Theme]:
    """Groups of like responses among those that no code fits yet: answered, and neither coded by people nor given a code by
    the machine. Largest first."""
    with store.read() as connection:
        found = response_table.find_question(connection, question)
        matrices = load_matrices(connection, found.id)
    states = matrices.states()
    merged = matrices.merged()
    bears = (merged.values == 1).any(axis=1)
    wanted = [
        n for n, state in enumerate(states) if state in ("uncoded", "abstained") or (state == "coded" and not bears[n])
    ]
    texts = [matrices.responses[n].text for n in wanted]
    vectors = embedded(store, encoder, texts, progress or Progress())
    return propose_themes(found.id, texts, vectors, seed)
