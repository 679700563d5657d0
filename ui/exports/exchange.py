"""Coding data as other programs take it: REFI-QDA projects and code books, wide tables with their labels."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import UsageError, UserError
from ui.exports.delimited import csv_bytes
from ui.exports.workbook import Sheet, workbook_bytes

if TYPE_CHECKING:
    from coding.exchange import WideTable

EXCHANGE_FORMATS = (".qdpx", ".qdc")
WIDE_FORMATS = (".csv", ".xlsx", ".sav")
LABEL_COLUMNS = ("column", "kind", "means", "label")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds; zeros for what a code book does not bear."""

    question: str
    file: str
    codes: int
    responses: int = 0
    coders: int = 0
    codings: int = 0

    def record(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "file": self.file,
            "codes": self.codes,
            "responses": self.responses,
            "coders": self.coders,
            "codings": self.codings,
        }

    def summary(self) -> str:
        if not self.responses:
            return f"{self.codes} codes"
        return f"{self.responses:,} responses, {self.codes} codes and {self.codings:,} codings of {self.coders} coders"


def check_exchange_suffix(path: Path) -> None:
    """Raises UsageError for a format that is no REFI-QDA file."""
    if path.suffix.lower() not in EXCHANGE_FORMATS:
        raise UsageError(
            f"{path.name}: the format is told by the suffix; choose .qdpx (the whole project) or .qdc (the code frame). "
            "Tables are written by `verbatim codings --out FILE.csv`, with --wide for one 0/1 column a code."
        )


def check_wide_suffix(path: Path) -> None:
    """Raises UsageError for a format in which no wide table can be written."""
    if path.suffix.lower() not in WIDE_FORMATS:
        raise UsageError(f"{path.name}: the format is told by the suffix; choose one of {', '.join(WIDE_FORMATS)}.")


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to, which becomes `path` when all went well. Raises UserError where it cannot."""
    beside = path.with_name(f".{path.name}.part")
    try:
        yield beside
        beside.replace(path)
    except OSError as error:
        raise UserError(
            f"{path} cannot be written ({error.strerror or error}). Is the folder there, and is the file open in another program?"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def labels_path(path: Path) -> Path:
    """Where the labels of a wide CSV file go."""
    return path.with_name(f"{path.stem}.labels.csv")


def write_wide(path: Path, table: WideTable) -> list[Path]:
    """Writes the table and says which files it made: CSV with a second file of labels, XLSX with a second sheet, or an
    SPSS file that bears them itself. Missing decisions are empty cells."""
    names = [column.name for column in table.columns]
    labels = [[column.name, column.kind, column.means, column.label] for column in table.columns]
    made = [path]
    if path.suffix.lower() == ".csv":
        with written_whole(path) as beside:
            beside.write_bytes(csv_bytes(names, table.rows))
        with written_whole(labels_path(path)) as beside:
            beside.write_bytes(csv_bytes(LABEL_COLUMNS, labels))
        made.append(labels_path(path))
    elif path.suffix.lower() == ".sav":
        with written_whole(path) as beside:
            beside.write_bytes(spss_bytes(table))
    else:
        sheets = [Sheet("Codings", "Codings", names, table.rows), Sheet("Labels", "Labels", LABEL_COLUMNS, labels)]
        with written_whole(path) as beside:
            beside.write_bytes(workbook_bytes("Codings, one column a code", [], sheets))
    return made


def spss_bytes(table: WideTable) -> bytes:
    """The table as an SPSS file: variable labels, and 0 "Does not apply", 1 "Applies" on the codes."""
    import pandas
    import pyreadstat

    data: dict[str, Any] = {}
    for n, column in enumerate(table.columns):
        values = [row[n] for row in table.rows]
        number = column.kind in ("code", "weight")
        data[column.name] = pandas.Series(
            [float("nan") if v is None else float(v) for v in values] if number else [str(v or "") for v in values],
            dtype="float64" if number else "object",
        )
    with tempfile.TemporaryDirectory(prefix="verbatim-") as folder:
        path = Path(folder) / "wide.sav"
        pyreadstat.write_sav(
            pandas.DataFrame(data),
            str(path),
            column_labels=[column.label[:120] for column in table.columns],
            variable_value_labels={
                c.name: {0: "Does not apply", 1: "Applies"} for c in table.columns if c.kind == "code"
            },
            variable_measure={c.name: "nominal" for c in table.columns if c.kind == "code"},
        )
        return path.read_bytes()
