"""SPSS data files (.sav, .zsav): values as their labels, as a person reads them in SPSS."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.errors import RefusedFile, UserError
from ingest.tables.reading import MAX_COLUMNS, MAX_ROWS, Records, shown

CHUNK = 100_000  # rows at a time


def spss_records(path: Path) -> Records:
    """The variable names as a header row, then the cases. A value that has a label is shown as its label, also where it is
    declared missing ("Refused", "Not asked"): whether somebody was asked is told by it. System-missing values are empty.

    Raises RefusedFile (too_large) and UserError where the file is damaged."""
    import pyreadstat

    try:
        _, about = pyreadstat.read_sav(str(path), metadataonly=True)
    except Exception as error:  # the reader raises its own and others' kinds
        raise _damaged(path, error) from error
    names = list(about.column_names)
    if len(names) > MAX_COLUMNS:
        raise RefusedFile("too_large", f"{path} has more than {MAX_COLUMNS} variables.")
    records = Records(_rows(path, names, about.variable_value_labels))
    records.labels = tuple(" ".join((label or "").split()) for label in about.column_labels)
    return records


def _rows(
    path: Path, names: Sequence[str], labels: Mapping[str, Mapping[Any, str]]
) -> Iterator[tuple[int, Sequence[str]]]:
    import pyreadstat

    yield 1, names
    number = 1
    while True:
        try:
            data, _ = pyreadstat.read_sav(
                str(path), user_missing=True, row_offset=number - 1, row_limit=CHUNK, output_format="dict"
            )
        except Exception as error:
            raise _damaged(path, error) from error
        columns = [[_shown(value, labels.get(name, {})) for value in data[name]] for name in names]
        n = len(columns[0]) if columns else 0
        if number + n > MAX_ROWS:
            raise RefusedFile("too_large", f"{path} has more than {MAX_ROWS} cases. Split it into several files.")
        for cells in zip(*columns):
            number += 1
            yield number, cells
        if n < CHUNK:
            return


def _shown(value: Any, labels: Mapping[Any, str]) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    label = labels.get(value)
    return label if label is not None else shown(value)


def _damaged(path: Path, error: Exception) -> UserError:
    return UserError(
        f"{path} is damaged or no SPSS file: it could not be read ({error.__class__.__name__}). "
        "Open it in SPSS and save it again, or save it as CSV."
    )
