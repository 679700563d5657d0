"""`python -m ingest.statements.training [--check] [--examples FILE] [--out FILE]`: train the verdict model; print its figures.

The figures are cross-validated: each kind of body is judged by a model that saw none of its sentences. `--check` writes nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from ingest.statements.training.examples import EXAMPLES, read_examples
from ingest.statements.training.fit import Judged, fitted, judged, out_of_group_chances
from ingest.statements.verdict_model import WEIGHTS
from ingest.statements.votes import vote


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m ingest.statements.training", description=__doc__)
    parser.add_argument("--examples", type=Path, default=EXAMPLES)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--check", action="store_true", help="print the figures, write nothing")
    given = parser.parse_args(arguments)
    examples = read_examples(given.examples)
    rows = judged(examples)
    undertakings = sum(example.undertakes for example in examples)
    print(f"{len(examples)} sentences, {undertakings} of them undertakings; {len(rows)} are candidates")
    for line in figures(rows, undertakings):
        print(line)
    if not given.check:
        given.out.write_text(json.dumps(fitted(rows).record(), indent=0) + "\n", encoding="utf-8")
        print(f"wrote {given.out}")
    return 0


def figures(rows: Sequence[Judged], undertakings: int) -> list[str]:
    """Precision and recall of the rules, of the model and of their vote, out of group, n of N."""
    chances = out_of_group_chances(rows)
    votes = [vote(row.candidate, row.verdict, chance) for row, chance in zip(rows, chances)]
    kinds = (
        ("rules alone", [row.verdict is not None for row in rows]),
        ("model alone", [chance >= 0.5 for chance in chances]),
        ("vote", [verdict is not None for verdict in votes]),
        ("vote, certain", [verdict is not None and verdict.certainty == "certain" for verdict in votes]),
    )
    lines = []
    for name, taken in kinds:
        right = sum(row.example.undertakes for row, said in zip(rows, taken) if said)
        said = sum(taken)
        lines.append(f"{name}: precision {right} of {said}, found {right} of {undertakings}")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
