"""How well codes are suggested, on somebody's own coded responses (docs/contracts.md, section 5)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coding.evaluation_data import CodedResponses, read_coded
from coding.refining import refined_for
from coding.suggester import bears_one_each, given_codes, prepare, suggest, wording
from core.encoder import Encoder, Vectors
from core.errors import UsageError

LEAST_TRAINING_USES = 20
LEAST_TEST_USES = 10


@dataclass(frozen=True, slots=True)
class F1:
    """F1 with its counts: true positives, false positives, false negatives."""

    tp: int
    fp: int
    fn: int

    @property
    def value(self) -> float:
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 0.0


def f1_counts(truth: NDArray[np.bool_], given: NDArray[np.bool_]) -> list[F1]:
    """One a column."""
    return [
        F1(int((t & g).sum()), int((~t & g).sum()), int((t & ~g).sum())) for t, g in zip(truth.T, given.T, strict=True)
    ]


def scored_codes(data: CodedResponses) -> NDArray[np.intp]:
    """Codes with at least 20 uses in training and 10 in the test."""
    training, test = data.values[data.training].sum(axis=0), data.values[~data.training].sum(axis=0)
    made: NDArray[np.intp] = np.flatnonzero((training >= LEAST_TRAINING_USES) & (test >= LEAST_TEST_USES))
    return made


def few(data: CodedResponses, shots: int | None, seed: int) -> NDArray[np.intp]:
    """Rows to learn from: all of the training split, or, for each code in turn, `shots` of those that bear it, drawn with
    `seed` (fewer where there are fewer); a response drawn for two codes is taken once. Raises UsageError for a negative seed."""
    training = np.flatnonzero(data.training)
    if seed < 0:
        raise UsageError(f"--seed is a whole number of at least 0, not {seed}.")
    if shots is None:
        return training
    rng = np.random.default_rng(seed)
    kept: set[int] = set()
    for code in range(data.values.shape[1]):
        bearing = training[data.values[training, code] == 1]
        kept |= {int(row) for row in rng.permutation(bearing)[:shots]}
    return np.array(sorted(kept), dtype=np.intp)


def evaluate(
    folder: Path, encoder: Encoder, shots: int | None = None, seed: int = 0, refine: bool = False
) -> dict[str, Any]:
    """`micro_f1`, `macro_f1`, `per_code`, `train_seconds` and what they rest on. `train_seconds`: fitting, without reading the
    files and embedding the texts (`embed_seconds`), and without refining the encoder and embedding them again
    (`refine_seconds`, where `refine` is asked for and there are labels to refine it by).

    Raises UserError where `responses.csv` or `codebook.csv` is missing or lacks a column; ModelMissing where the encoder
    cannot be refined."""
    data = read_coded(folder)
    started = time.perf_counter()
    embeddings = embed(encoder, [*data.texts, *(wording(code) for code in data.codes)])
    embedded = time.perf_counter()
    rows = few(data, shots, seed)
    batch = prepare(data.texts, data.codes, embeddings, seed)
    prepared = time.perf_counter()
    tuned = refined_for(data.texts, data.codes, rows, data.values[rows], seed) if refine and len(rows) else None
    refined_at = time.perf_counter()
    probabilities = suggest(batch, rows, data.values[rows], seed, None if tuned is None else tuned.vectors)
    finished = time.perf_counter()
    scored, test = scored_codes(data), ~data.training
    truth = data.values[np.ix_(test, scored)] == 1
    given = given_codes(probabilities, bears_one_each(data.values[rows]))
    counts = f1_counts(truth, given[np.ix_(test, scored)])
    micro = F1(sum(f.tp for f in counts), sum(f.fp for f in counts), sum(f.fn for f in counts))
    return {
        "micro_f1": round(micro.value, 4),
        "macro_f1": round(float(np.mean([f.value for f in counts])) if counts else 0.0, 4),
        "scored_codes": len(scored),
        "codes": len(data.codes),
        "training_responses": len(rows),
        "test_responses": int(test.sum()),
        "shots": shots,
        "seed": seed,
        "refined": tuned is not None,
        "train_seconds": round(finished - refined_at, 2),
        "refine_seconds": round(refined_at - prepared, 2),
        "prepare_seconds": round(prepared - embedded, 2),
        "embed_seconds": round(embedded - started, 2),
        "per_code": [
            {
                "code": data.codes[at].code,
                "f1": round(f.value, 4),
                "tp": f.tp,
                "fp": f.fp,
                "fn": f.fn,
                "training_uses": int(data.values[rows, at].sum()),
            }
            for at, f in zip(scored, counts)
        ],
    }


def embed(encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Vectors of the texts, each distinct text encoded once."""
    distinct = list(dict.fromkeys(texts))
    place = {text: n for n, text in enumerate(distinct)}
    made: Vectors = encoder.encode(distinct)[[place[text] for text in texts]]
    return made
