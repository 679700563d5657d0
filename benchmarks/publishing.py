"""How long a large survey takes to count and publish, and how much memory.

    python -m benchmarks.publishing [--responses 100000] [--codes 30]

A throw-away project: every response coded by one person at random (each theme by 2 to 20% of them), three attributes of 4, 6 and
10 values. Times by the clock and CPU of: loading, counting by two attributes, and the whole pack (four tables, suppressed and
audited, ranks, differences) as each kind of file; then the peak of memory.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from coding import rounds
from core.codebooks import Code
from core.responses import Response
from core.store import Store
from core.store import codings as table
from ui.exports.publication import PACK_FORMATS, publication_bytes

QUESTION = "What would help?"


def fill(store: Store, n: int, n_codes: int) -> str:
    rng = np.random.default_rng(0)
    values = {"region": rng.integers(0, 10, n), "tenure": rng.integers(0, 4, n), "age": rng.integers(0, 6, n)}
    responses = [
        Response(
            f"r{at:06d}", "", f"Answer number {at}.", {name: f"{name} {drawn[at]}" for name, drawn in values.items()}
        )
        for at in range(n)
    ]
    found = rounds.add_responses(store, QUESTION, "organisations", responses).question
    codes = [f"c{at:02d}" for at in range(n_codes)]
    rounds.add_codebook(store, QUESTION, [Code(code, f"Theme {code}") for code in codes])
    shares = rng.uniform(0.02, 0.2, n_codes)
    given = rng.random((n, n_codes)) < shares
    with store.write() as connection:  # as an import does, without its report
        table.ensure_coder(connection, found.id, "ann")
        table.put_states(connection, found.id, [table.StateRow(r.id, "ann", "human", "coded") for r in responses])
        for low in range(0, n, 20_000):
            table.put_codings(
                connection, found.id,
                [
                    table.Judgement(responses[at].id, codes[code], "ann", "human", bool(given[at, code]))
                    for at in range(low, min(n, low + 20_000)) for code in range(n_codes)
                ], 1,
            )  # fmt: skip
    return found.id


def timed(name: str, work: Callable[[], Any]) -> Any:
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name}: {time.perf_counter() - wall:.1f} s, CPU {time.process_time() - cpu:.1f} s, peak {peak:,.0f} MiB",
        flush=True,
    )
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--responses", type=int, default=100_000)
    parser.add_argument("--codes", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "project", who="benchmark")
        question = timed("fill", lambda: fill(store, options.responses, options.codes))
        timed("counts", lambda: rounds.counts(store, question))
        timed("counts by two attributes", lambda: rounds.counts(store, question, by=["region", "age"]))
        made = timed(
            "publication",
            lambda: rounds.publication(store, question, by=[["region"], ["tenure"], ["region", "age"]], threshold=10),
        )
        for suffix in PACK_FORMATS:
            data = timed(f"write {suffix}", partial(publication_bytes, suffix, made))
            print(f"  {len(data):,} bytes, {made.disclosure.suppressed} cells suppressed")


if __name__ == "__main__":
    main()
