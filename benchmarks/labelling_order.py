"""What the first labels are worth when the program says which responses to code, against a random order.

    python -m benchmarks.labelling_order DIR [--seeds 5] [--labels 60 100 160 200 300] [--batch 20] [--models DIR]

DIR as for `verbatim evaluate coding`. Prints micro- and macro-F1 on the test split for both orders, mean over the seeds, the
differences, and on how many seeds macro-F1 is higher. Both start with nothing coded and learn by the same classifier.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.coding import scores
from coding.asking import next_batch
from coding.evaluate import embed
from coding.evaluation_data import CodedResponses, read_coded
from coding.suggester import THRESHOLD, Batch, prepare, suggest, wording
from core.encoder import load_encoder
from core.platform import default_models_folder


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--labels", type=int, nargs="+", default=[60, 100, 160, 200, 300])
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--models", type=Path, default=default_models_folder())
    options = parser.parse_args()
    encoder = load_encoder("minilm", options.models)
    assert encoder is not None
    data = read_coded(options.folder)
    embeddings = embed(encoder, [*data.texts, *(wording(code) for code in data.codes)])
    batch = prepare(data.texts, data.codes, embeddings)
    chosen, random = [], []
    for seed in range(options.seeds):
        chosen.append(run(data, batch, options.labels, options.batch, seed, ask=True))
        random.append(run(data, batch, options.labels, options.batch, seed, ask=False))
    print("labels random_micro random_macro chosen_micro chosen_macro micro_gain macro_gain seeds_better")
    for at, labels in enumerate(options.labels):
        ours, plain = np.array([one[at] for one in chosen]), np.array([one[at] for one in random])
        mean, other = ours.mean(axis=0), plain.mean(axis=0)
        better = int((ours[:, 1] > plain[:, 1]).sum())
        gains = mean - other
        figures = [f"{value:.3f}" for value in (*other, *mean, *gains)]
        print(labels, *figures, f"{better}/{options.seeds}", flush=True)


def run(
    data: CodedResponses, batch: Batch, labels: list[int], size: int, seed: int, ask: bool
) -> list[tuple[float, float]]:
    """(micro, macro) F1 at each number of labels."""
    pool = np.flatnonzero(data.training)
    order = np.random.default_rng(seed).permutation(pool)
    known: NDArray[np.intp] = np.array([], dtype=np.intp)
    found = []
    while len(known) < max(labels):
        probabilities = suggest(batch, known, data.values[known], seed)
        n = min(size, max(labels) - len(known))
        if ask:
            open_rows = np.setdiff1d(pool, known)
            vectors = batch.embeddings[: batch.n_responses]
            asked = next_batch(vectors, open_rows, known, data.values[known], probabilities, n, seed)
            known = np.concatenate([known, [one.row for one in asked]]).astype(np.intp)
        else:
            known = order[: len(known) + n]
        if len(known) in labels:
            given = suggest(batch, known, data.values[known], seed) >= THRESHOLD
            found.append(scores(data, given))
    return found


if __name__ == "__main__":
    main()
