"""Coded responses for evaluation: `responses.csv` (response_id,text,codes,split) and `codebook.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.codebooks import Code
from core.errors import UserError

CELL_LIMIT = 1_000_000
SPLITS = ("train", "test")


@dataclass(frozen=True, slots=True)
class CodedResponses:
    """values: (n_responses, n_codes) of 0 and 1; training: which responses may be learnt from, the rest is the test."""

    texts: list[str]
    codes: list[Code]
    values: NDArray[np.int8]
    training: NDArray[np.bool_]


def read_coded(folder: Path) -> CodedResponses:
    """Rows whose split is neither train nor test (a validation set, say) are left out. Raises UserError where a file or column is missing, or a response bears a code that is not in the code frame."""
    frame = _rows(folder / "codebook.csv", ("code", "label"))
    codes: list[Code] = []
    for n, row in enumerate(frame):
        name, label = (row["code"] or "").strip(), (row["label"] or "").strip()
        if not name or ";" in name or name in {code.code for code in codes}:
            raise UserError(
                f"{folder / 'codebook.csv'}, row {n + 2}: each row needs a code of its own, without a semicolon, not {name!r}."
            )
        codes.append(Code(name, label or name, (row.get("definition") or "").strip()))
    places = {code.code: n for n, code in enumerate(codes)}
    numbered = [
        (number, row)
        for number, row in enumerate(_rows(folder / "responses.csv", ("text", "codes", "split")), start=2)
        if _split(row) in SPLITS
    ]
    rows = [row for _, row in numbered]
    values = np.zeros((len(rows), len(codes)), dtype=np.int8)
    for n, (number, row) in enumerate(numbered):
        for name in filter(None, (piece.strip() for piece in (row["codes"] or "").split(";"))):
            if name not in places:
                raise UserError(f"{folder / 'responses.csv'}, row {number}: {name!r} is not a code of codebook.csv.")
            values[n, places[name]] = 1
    training = np.array([_split(row) == "train" for row in rows], dtype=bool)
    if not training.any() or training.all():
        raise UserError(
            f"{folder / 'responses.csv'}: the column 'split' must say train on some rows and test on others."
        )
    return CodedResponses([row["text"] or "" for row in rows], codes, values, training)


def _split(row: dict[str, str]) -> str:
    return (row["split"] or "").strip().casefold()


def _rows(path: Path, needed: tuple[str, ...]) -> list[dict[str, str]]:
    csv.field_size_limit(CELL_LIMIT)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise UserError(f"{path} has no column {missing[0]!r}. It needs: {', '.join(needed)}")
            return list(reader)
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror or error}).") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} is not a UTF-8 CSV file ({error}).") from error
