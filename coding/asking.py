"""Which responses to code next, so that a classifier learns most from a person's time.

First the responses nearest the centres of 40 groups, which together show what the answers are about; then, in batches, a
third that most likely bear the codes of which fewest examples are known, a third of which the classifier is least sure (one a
group of like ones), and a third at random, which keeps it honest about the rest. Chosen by `benchmarks/labelling_order.py`.
A sample chosen so is purposive: it trains, and is never what a published share stands on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.encoder import Vectors

Why = Literal["typical", "rare code", "unsure", "random"]
FIRST_CENTRES = 40
UNSURE_POOL = 6  # times as many as are wanted, of the least sure, are grouped
GROUPED_ROWS = 5_000  # of which groups are made; the others join the nearest
Rows = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ask:
    """A response (its row) worth coding next, and why; `code`: the column of the rare code it may bear, else None."""

    row: int
    why: Why
    code: int | None = None


def next_batch(
    vectors: Vectors,
    open_rows: Rows,
    known: Rows,
    judged: NDArray[np.int8],
    probabilities: Floats,
    n: int,
    seed: int = 0,
) -> list[Ask]:
    """Up to `n` of `open_rows` to be coded next, no row twice, in the order to code them.

    vectors: (n_responses, size) unit rows; known: rows that are coded, whose codes are judged (n_known, n_codes);
    probabilities: (n_responses, n_codes) of the newest model. The same arguments give the same batch."""
    rng = np.random.default_rng([seed, len(known)])
    n = min(n, len(open_rows))
    asked: list[Ask] = []
    if len(known) < FIRST_CENTRES:
        asked = [Ask(row, "typical") for row in centres(vectors, open_rows, known, n, seed)]
    taken = {one.row for one in asked}

    def still() -> Rows:
        return np.array([row for row in open_rows if row not in taken], dtype=np.intp)

    def take(made: list[Ask]) -> None:
        asked.extend(made)
        taken.update(one.row for one in made)

    share = -(-(n - len(asked)) // 3)
    if share > 0:
        take(_rare(still(), judged, probabilities, share))
        take([Ask(row, "unsure") for row in _unsure(vectors, still(), probabilities, min(share, n - len(asked)), seed)])
        left = still()
        rest = n - len(asked)
        take([Ask(int(row), "random") for row in rng.permutation(left)[:rest]])
    return asked[:n]


def centres(vectors: Vectors, open_rows: Rows, known: Rows, n: int, seed: int = 0) -> list[int]:
    """Of each of 40 groups of like responses (k-means), the open one nearest the centre, groups without a coded response only,
    the largest first; at most `n`."""
    from sklearn.cluster import KMeans

    rows = np.union1d(open_rows, known).astype(np.intp)
    if len(rows) <= FIRST_CENTRES:
        return [int(row) for row in open_rows[:n]]
    fit_on = rows
    if len(rows) > GROUPED_ROWS:
        fit_on = np.sort(np.random.default_rng(seed).choice(rows, GROUPED_ROWS, replace=False))
    model = KMeans(FIRST_CENTRES, n_init=3, random_state=seed).fit(vectors[fit_on])
    group = model.predict(np.ascontiguousarray(vectors[rows]))
    covered = set(group[np.isin(rows, known)].tolist())
    is_open = np.isin(rows, open_rows)
    made = []
    for at in np.argsort(-np.bincount(group, minlength=FIRST_CENTRES), kind="stable"):
        inside = rows[(group == at) & is_open]
        if at in covered or not len(inside):
            continue
        made.append(int(inside[np.argmax(vectors[inside] @ model.cluster_centers_[at])]))
    return made[:n]


def _rare(open_rows: Rows, judged: NDArray[np.int8], probabilities: Floats, n: int) -> list[Ask]:
    """For the codes with fewest examples in turn, the open response that most likely bears it."""
    if not len(open_rows) or not probabilities.shape[1]:
        return []
    uses = (judged == 1).sum(axis=0) if len(judged) else np.zeros(probabilities.shape[1], dtype=int)
    made: list[Ask] = []
    gone: set[int] = set()
    for code in np.argsort(uses, kind="stable"):
        if len(made) >= n:
            break
        for at in np.argsort(-probabilities[open_rows, code], kind="stable"):
            if int(open_rows[at]) not in gone:
                gone.add(int(open_rows[at]))
                made.append(Ask(int(open_rows[at]), "rare code", int(code)))
                break
    return made


def _unsure(vectors: Vectors, open_rows: Rows, probabilities: Floats, n: int, seed: int) -> list[int]:
    """The least sure of each of `n` groups of the least sure; how unsure: the entropy of the codes, summed."""
    from sklearn.cluster import KMeans

    if n <= 0 or not len(open_rows):
        return []
    entropies = unsureness(probabilities[open_rows])
    pool = open_rows[np.argsort(-entropies, kind="stable")[: UNSURE_POOL * n]]
    if len(pool) <= n:
        return [int(row) for row in pool]
    model = KMeans(n, n_init=1, random_state=seed).fit(vectors[pool])
    group = model.predict(np.ascontiguousarray(vectors[pool]))
    firsts = [np.flatnonzero(group == at) for at in range(n)]  # the pool is in order of entropy: least sure first
    return [int(pool[rows[0]]) for rows in firsts if len(rows)]


def unsureness(probabilities: Floats) -> Floats:
    """(n,): the binary entropies of a response's codes, in nats, summed."""
    p = np.clip(probabilities, 1e-6, 1 - 1e-6)
    made: Floats = -(p * np.log(p) + (1 - p) * np.log(1 - p)).sum(axis=1)
    return made
