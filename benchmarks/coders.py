"""What two coders cost: agreement, the queue of disagreements, one decision, a coding sheet out and back.

    python -m benchmarks.coders [--responses 20000] [--codes 30]

CPU seconds of each step, in one process, on responses and codings made up here; the second coder parts on one code in 15% of them.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coding import rounds
from coding.rounds.adjudicating import Decision, adopt_agreed, decide
from coding.rounds.allocation import allocate, allocated
from coding.rounds.disagreements import disagreements, standing
from coding.rounds.results import compare, confused_pairs
from coding.rounds.sheets import add_sheet, coding_sheet
from core.codebooks import Code
from core.responses import Response
from core.store import Store
from ingest.tables import CodedRow
from ingest.tables.coding_sheets import read_coding_sheet
from ui.exports.sheets import sheet_bytes

QUESTION = "What would help?"


def timed(name: str, act: Callable[[], Any]) -> Any:
    start = time.process_time()
    made = act()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{name}: {time.process_time() - start:.1f} s of CPU, {peak} MiB at most so far", flush=True)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=20_000)
    parser.add_argument("--codes", type=int, default=30)
    chosen = parser.parse_args()
    n, codes = chosen.responses, [f"c{k:02}" for k in range(chosen.codes)]
    rng = random.Random(1)
    truth = [{rng.choice(codes) for _ in range(rng.choice([1, 1, 2, 3]))} for _ in range(n)]
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), who="bench")
        made = [Response(f"r{i:06}", "", f"Response number {i} says what would help us. " * 3) for i in range(n)]
        rounds.add_responses(store, QUESTION, "people", made)
        rounds.add_codebook(store, QUESTION, [Code(code, f"Code {code}") for code in codes])
        timed("allocate", lambda: allocate(store, QUESTION, "second", ["Ann", "Bob"], overlap=1.0, seed=1))
        timed("allocated to one coder", lambda: allocated(store, QUESTION, "Bob"))
        for coder, share in (("Ann", 0.0), ("Bob", 0.15)):
            rows = [
                CodedRow(f"r{i:06}", frozenset(said ^ ({rng.choice(codes)} if rng.random() < share else set())), i)
                for i, said in enumerate(truth)
            ]
            rounds.add_codings(store, QUESTION, coder, rows)
        timed("agreement and who over-codes", lambda: compare(store, QUESTION))
        timed("pairs of codes", lambda: confused_pairs(store, QUESTION))
        timed("how many are left", lambda: standing(store, QUESTION))
        found = timed("all disagreements", lambda: disagreements(store, QUESTION))
        print(f"  {len(found)} of {n}")
        timed("the next 60", lambda: disagreements(store, QUESTION, limit=60))
        timed("one decision", lambda: decide(store, QUESTION, [Decision(found[0].response, frozenset(codes[:1]))]))
        timed("adopt what both said", lambda: adopt_agreed(store, QUESTION))
        path = Path(folder) / "sheet.xlsx"
        path.write_bytes(timed("sheet out", lambda: sheet_bytes(coding_sheet(store, QUESTION, "Bob"))))
        back = timed("sheet read", lambda: read_coding_sheet(path))
        print("  " + timed("sheet back in", lambda: add_sheet(store, back)).summary())
        store.close()


if __name__ == "__main__":
    main()
