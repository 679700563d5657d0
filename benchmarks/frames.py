"""What changing a code frame, looking back and taking back cost on many codings, and whether any coding gets lost.

    python -m benchmarks.frames [--responses 100000] [--codes 10] [--sequences 200]

Two coders code every response by a file each. Then CPU seconds of: an import (with its journal), a merge, a split, their
undo, a change of all codings again, the state before it, the log. `--sequences`: random sequences of 12 frame changes,
codings by two coders, the machine and an adjudicator, undo and redo, each compared with a plain model after every step
(`tests/coding/frame_model.py`) and every past state rebuilt from the log; a difference stops the run.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coding import rounds
from coding.frames import Merge, Split
from core.codebooks import Code
from core.responses import Response
from core.store import Store
from ingest.tables import CodedRow

QUESTION = "What got in the way?"
STEPS = 12


def spent(act: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of this process, and what came of it."""
    start = time.process_time()
    made = act()
    return round(time.process_time() - start, 2), made


def at_size(folder: Path, responses: int, codes: int) -> dict[str, Any]:
    """The cost of each action on a project of this size."""
    store = Store(folder / "project", who="benchmark")
    chance = random.Random(1)
    names = [f"c{n}" for n in range(codes)]
    rounds.add_responses(
        store, QUESTION, "people", [Response(f"R{n:06}", "", f"Text {n}.", row=n) for n in range(responses)]
    )
    rounds.add_codebook(store, QUESTION, [Code(name, f"Label {name}") for name in names])
    sheets = [
        [CodedRow(f"R{n:06}", frozenset(chance.sample(names, chance.randint(0, 3))), n + 1) for n in range(responses)]
        for _ in range(2)
    ]
    made: dict[str, Any] = {"responses": responses, "codes": codes}
    made["import_first_coder"], _ = spent(lambda: rounds.add_codings(store, QUESTION, "ann", sheets[0]))
    made["import_second_coder"], _ = spent(lambda: rounds.add_codings(store, QUESTION, "ben", sheets[1]))
    made["merge_two"], done = spent(lambda: rounds.change_frame(store, QUESTION, Merge(("c0", "c1"), "m")))
    made["merged"] = [done.effect.carried, done.effect.carried_as]
    made["undo_merge"], _ = spent(lambda: rounds.undo(store, QUESTION))
    made["split_preview"], _ = spent(
        lambda: rounds.preview_change(store, QUESTION, Split("c2", (("s", ""), ("t", ""))))
    )
    made["split"], done = spent(lambda: rounds.change_frame(store, QUESTION, Split("c2", (("s", ""), ("t", "")))))
    made["went_back"] = done.effect.go_back
    made["to_recode"], waiting = spent(lambda: rounds.to_recode(store, QUESTION, "ann"))
    made["waiting"] = len(waiting)
    made["undo_split"], _ = spent(lambda: rounds.undo(store, QUESTION))
    moment = rounds.history(store, QUESTION, limit=1)[0].at
    time.sleep(0.002)
    again = [CodedRow(row.response, frozenset(["c3"]), row.row) for row in sheets[0]]
    made["import_all_again"], _ = spent(lambda: rounds.add_codings(store, QUESTION, "ann", again))
    made["state_before_it"], past = spent(lambda: rounds.as_of(store, QUESTION, moment))
    assert sum(c.value for c in past.codings) == sum(len(row.codes) for sheet in sheets for row in sheet)
    made["undo_import"], _ = spent(lambda: rounds.undo(store, QUESTION))
    made["events"] = len(rounds.history(store, QUESTION))
    store.close()
    made["database_mib"] = round((folder / "project" / "verbatim.db").stat().st_size / 2**20)
    return made


def sequences(folder: Path, n: int) -> dict[str, int]:
    """Random sequences against the plain model. Raises AssertionError where a coding is lost, orphaned or not rebuilt."""
    from tests.coding.frame_model import Walk

    store = Store(folder / "sequences", who="benchmark")
    total = {"sequences": n, "steps": 0, "undone": 0, "refused": 0, "states_rebuilt": 0}
    for seed in range(n):
        walk = Walk(store, 50_000 + seed)
        for _ in range(STEPS):
            walk.step()
        walk.check_rebuilt()
        total["steps"] += STEPS
        total["undone"] += walk.reversals
        total["refused"] += walk.refused
        total["states_rebuilt"] += len(walk.seen)
    store.close()
    return total | {"lost_or_orphaned": 0}


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--responses", type=int, default=100_000)
    arguments.add_argument("--codes", type=int, default=10)
    arguments.add_argument("--sequences", type=int, default=200)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as top:
        if given.responses:
            print(json.dumps(at_size(Path(top), given.responses, given.codes)))
        if given.sequences:
            print(json.dumps(sequences(Path(top), given.sequences)))
    print(json.dumps({"peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))


if __name__ == "__main__":
    main()
