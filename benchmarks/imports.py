"""What an import of responses costs beside the least that the same rows could cost.

    python -m benchmarks.imports [--responses 100000] [--attributes 10] [--repeats 3]

Ours: `add_responses` on a CSV file, as the command line does it: reading, checks of every row, one transaction with its
event, the report. The least: `pandas.read_csv` of the same file and one bulk insert of the same columns into SQLite. Both in
one process, alternating, CPU time of the process, medians; the highest resident memory of the whole run.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pandas

from core.store import Store
from ui.coding_services import CodingServices

WORDS = [
    "we",
    "could",
    "not",
    "afford",
    "the",
    "cost",
    "of",
    "it",
    "and",
    "the",
    "time",
    "that",
    "staff",
    "needed",
    "was",
    "more",
    "than",
    "they",
    "had",
    "“spare”",
    "£",
    "café",
]


def write_responses(path: Path, responses: int, attributes: int) -> None:
    """A file with ids, texts of 3 to 60 words (one in ten blank) and attributes of 2 to 20 values."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as stream:
        made = csv.writer(stream)
        made.writerow(["id", "text", *(f"a{n}" for n in range(attributes))])
        for n in range(responses):
            text = "" if chance.random() < 0.1 else " ".join(chance.choices(WORDS, k=chance.randint(3, 60)))
            made.writerow([f"R{n:06}", text, *(f"value {chance.randrange(2 + a * 2)}" for a in range(attributes))])


def least(path: Path, folder: Path) -> float:
    """Seconds of CPU: read_csv and one bulk insert of every column."""
    start = time.process_time()
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    connection = sqlite3.connect(folder / "least.db")
    connection.execute(f"CREATE TABLE r ({', '.join(frame.columns)}, PRIMARY KEY (id))")
    marks = ",".join("?" * len(frame.columns))
    connection.executemany(f"INSERT INTO r VALUES ({marks})", frame.itertuples(index=False, name=None))
    connection.commit()
    connection.close()
    return time.process_time() - start


class _Services(CodingServices):
    def __init__(self, store: Store) -> None:
        self.store = store


def ours(path: Path, folder: Path, attributes: Sequence[str], responses: int) -> float:
    """Seconds of CPU: the import. Raises AssertionError where a row is missing."""
    store = Store(folder / "project", who="benchmark")
    start = time.process_time()
    report = _Services(store).add_responses(
        path, "Why?", text_column="text", id_column="id", respondents="people", attributes=attributes
    )
    spent = time.process_time() - start
    assert report.count("added") == responses
    store.close()
    return spent


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--responses", type=int, default=100_000)
    arguments.add_argument("--attributes", type=int, default=10)
    arguments.add_argument("--repeats", type=int, default=3)
    given = arguments.parse_args()
    names = [f"a{n}" for n in range(given.attributes)]
    spent: dict[str, list[float]] = {"least": [], "ours": []}
    with tempfile.TemporaryDirectory() as top:
        path = Path(top) / "responses.csv"
        write_responses(path, given.responses, given.attributes)
        for n in range(given.repeats):
            folder = Path(top) / str(n)
            folder.mkdir()
            spent["least"].append(least(path, folder))
            spent["ours"].append(ours(path, folder, names, given.responses))
        size = path.stat().st_size
    medians = {name: statistics.median(times) for name, times in spent.items()}
    print(
        json.dumps(
            {
                "responses": given.responses,
                "attributes": given.attributes,
                "file_mib": round(size / 2**20, 1),
                "repeats": given.repeats,
                "least_cpu_seconds": round(medians["least"], 2),
                "ours_cpu_seconds": round(medians["ours"], 2),
                "ratio": round(medians["ours"] / medians["least"], 2),
                "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            }
        )
    )


if __name__ == "__main__":
    main()
