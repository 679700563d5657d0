"""Few-shot coding against the plain baseline, on the same splits and the same embeddings.

    python -m benchmarks.coding DIR... [--shots 0 8 16 32 full] [--seeds 5] [--refine] [--one-code] [--models DIR]

Baseline: TF-IDF of words 1-2 (fitted on the labelled responses) beside 1.5 x the embedding, one balanced logistic
regression a code (liblinear, C=4), cut at 0.5. Prints micro- and macro-F1 of both, mean over the seeds, the ratio, on how
many seeds macro-F1 is higher, and the processor seconds that the product's fit took (OMP_NUM_THREADS=1 for one thread).
--refine: the product with the encoder refined on the labels, and the seconds that took. --one-code: on the responses that
bear exactly one code, where both give the likeliest.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coding.evaluate import F1, embed, f1_counts, few, scored_codes
from coding.evaluation_data import CodedResponses, read_coded
from coding.refining import refined_for
from coding.suggester import bears_one_each, given_codes, prepare, suggest, wording
from core.encoder import load_encoder
from core.platform import default_models_folder


def baseline(data: CodedResponses, embeddings: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """(n_responses, n_codes) probabilities; 0 for codes that no labelled response bears."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectoriser = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, strip_accents="unicode")
    vectoriser.fit([data.texts[row] for row in rows])
    matrix = sparse.hstack(
        [vectoriser.transform(data.texts), sparse.csr_matrix(1.5 * embeddings[: len(data.texts)])], format="csr"
    )
    made = np.zeros(data.values.shape)
    for code in range(data.values.shape[1]):
        target = data.values[rows, code]
        if 0 < target.sum() < len(target):
            model = LogisticRegression(C=4.0, class_weight="balanced", solver="liblinear", max_iter=500)
            made[:, code] = model.fit(matrix[rows], target).predict_proba(matrix)[:, 1]
    return made


def scores(data: CodedResponses, given: NDArray[np.bool_]) -> tuple[float, float]:
    """(micro, macro) F1 on the test split over the scored codes."""
    codes, test = scored_codes(data), ~data.training
    counts = f1_counts(data.values[np.ix_(test, codes)] == 1, given[np.ix_(test, codes)])
    micro = F1(sum(f.tp for f in counts), sum(f.fp for f in counts), sum(f.fn for f in counts)).value
    return micro, float(np.mean([f.value for f in counts]))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--shots", nargs="+", default=["0", "8", "16", "32", "full"])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--refine", action="store_true")
    parser.add_argument("--one-code", action="store_true")
    parser.add_argument("--models", type=Path, default=default_models_folder())
    options = parser.parse_args()
    encoder = load_encoder("minilm", options.models)
    assert encoder is not None
    print("set shots responses micro macro baseline_micro baseline_macro ratio_macro seeds_better fit_cpu_seconds")
    for folder in options.folders:
        data = read_coded(folder)
        if options.one_code:
            data = with_one_code(data)
        embeddings = embed(encoder, [*data.texts, *(wording(code) for code in data.codes)])
        for shots in options.shots:
            print(*line(folder.name, data, embeddings, shots, options.seeds, options.refine), flush=True)


def with_one_code(data: CodedResponses) -> CodedResponses:
    """The responses that bear exactly one code."""
    kept = np.flatnonzero(data.values.sum(axis=1) == 1)
    return CodedResponses([data.texts[row] for row in kept], data.codes, data.values[kept], data.training[kept])


def line(
    name: str, data: CodedResponses, embeddings: NDArray[np.float32], shots: str, seeds: int, refine: bool
) -> list[object]:
    n = None if shots == "full" else int(shots)
    product, plain, seconds, rows = [], [], [], np.array([], dtype=np.intp)
    for seed in range(1 if n in (None, 0) else seeds):
        rows = few(data, n, seed)
        batch = prepare(data.texts, data.codes, embeddings, seed)
        one_each = bears_one_each(data.values[rows])
        started = time.process_time()
        tuned = (
            refined_for(data.texts, data.codes, rows, data.values[rows], seed).vectors if refine and n != 0 else None
        )
        probabilities = suggest(batch, rows, data.values[rows], seed, tuned)
        seconds.append(time.process_time() - started)
        product.append(scores(data, given_codes(probabilities, one_each)))
        other = baseline(data, embeddings, rows) if len(rows) else None
        plain.append((0.0, 0.0) if other is None else scores(data, given_codes(other, one_each)))
    ours, theirs = np.mean(product, axis=0), np.mean(plain, axis=0)
    better = sum(a[1] > b[1] for a, b in zip(product, plain))
    ratio = f"{ours[1] / theirs[1]:.3f}" if theirs[1] else "-"
    figures = [f"{value:.3f}" for value in (*ours, *theirs)]
    return [name, shots, len(rows), *figures, ratio, f"{better}/{len(product)}", f"{np.median(seconds):.2f}"]


if __name__ == "__main__":
    main()
