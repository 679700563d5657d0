"""A list of questions answered from the documents: read from a file, answered one by one, written as rows with sources.

One row a citation, so that each row is a quote with its place that `verify` can check; a question without an answer has one
row with the reason. What was answered is kept beside the project until the whole list is written: a batch that was stopped
goes on where it stopped, as long as the search files are the same.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import Problem, UserError
from core.jobs import Progress
from ui import output
from ui.services import Services
from ui.viewdata.answers import read_line

COLUMN = "question"
LONGEST = 2000  # characters of a question; a search box takes 1,000
KEPT_DAYS = 30
FIRST_COLUMNS = (
    "row", "question", "answer", "reason", "confidence", "citation", "quote", "says", "title", "item.number", "page", "paragraph",
)  # fmt: skip
NOTES = (
    "One row for each sentence that answers, word for word, the best three first; of a list all. A question without an answer has one row with the reason.",
    "says: what the registers hold of the sentence, as people corrected it; contradicted_by: another place of the papers that says otherwise.",
    "confidence: calibrated chance that the first citation answers, 0 to 1; it is for sorting, not for quoting.",
    "row: of the file with the questions, the header counted.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the file: its 1-based row, and the row's other columns by name."""

    row: int
    question: str
    others: tuple[tuple[str, str], ...] = ()


def read_questions(path: Path) -> tuple[list[Asked], list[Problem]]:
    """The questions of a CSV or XLSX file with a column `question`; rows without one, or with a text that is no question,
    are refused. Raises UserError where the file cannot be read or has no such column."""
    from ingest.tables.reading import column_index, read_table

    table = read_table(path)
    at = column_index(path, table, COLUMN)
    asked: list[Asked] = []
    problems: list[Problem] = []
    for row in table.rows:
        text = " ".join(row.cells[at].split())
        if not text:
            problems.append(Problem(row.number, None, "empty_question", "The row has no question."))
        elif len(text) > LONGEST:
            problems.append(
                Problem(row.number, None, "too_long", f"The question has more than {LONGEST} characters. Shorten it.")
            )
        else:
            others = [(name, cell) for n, (name, cell) in enumerate(zip(table.columns, row.cells)) if n != at and name]
            asked.append(Asked(row.number, text, tuple(others)))
    if not asked:
        raise UserError(f"{path}: none of its {len(table.rows)} rows has a question in the column {COLUMN!r}.")
    return asked, problems


def answered(services: Services, asked: Sequence[Asked], progress: Progress) -> Iterator[tuple[Asked, dict[str, Any]]]:
    """Each question with the contract's answer record, in order. Raises Cancelled, with what was answered kept."""
    kept_in = _kept_file(services, asked)
    known = _kept(kept_in)
    with kept_in.open("a", encoding="utf-8") as stream:
        for n, one in enumerate(asked):
            progress.report(n, len(asked), "questions answered")
            if one.question not in known:
                record = services.ask(one.question).record()
                record.pop("rejected")
                known[one.question] = record
                stream.write(json.dumps({"question": one.question, "answer": record}) + "\n")
                stream.flush()
            yield one, known[one.question]
    progress.report(len(asked), len(asked), "questions answered")


def forget(services: Services, asked: Sequence[Asked]) -> None:
    """Deletes what was kept of this batch: its output is written."""
    _kept_file(services, asked).unlink(missing_ok=True)


def rows_of(one: Asked, answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a question in the output: one a citation, or one with the reason why there is no answer."""
    common: dict[str, Any] = {
        "row": one.row, "question": one.question, "answer": answer["answer"], "reason": answer["reason"],
        "confidence": answer["confidence"],
    }  # fmt: skip
    taken = {
        *common,
        "citation",
        "says",
        "contradicted_by",
        "sha256",
        "quote",
        "document",
        "title",
        "path",
        "page",
        "start",
        "end",
        "section",
        "paragraph",
    }
    others = {(f"input.{name}" if name.casefold() in taken else name): value for name, value in one.others}
    if not answer["citations"]:
        return [common | {"citation": None} | others]
    rows = []
    for n, citation in enumerate(answer["citations"], 1):
        place = {name: value for name, value in citation.items() if name not in ("text", "records")}
        read = read_line(citation.get("records") or ())
        against = [
            f"“{one['says']}”, not “{one['instead_of']}”: {output.place(one)}"
            for one in answer.get("contradicts") or ()
            if one["citation"] == n - 1
        ]
        made = {"citation": n, "says": read.line if read else None, "contradicted_by": "; ".join(against) or None}
        rows.append(common | made | others | place)
    return rows


def _kept_file(services: Services, asked: Sequence[Asked]) -> Path:
    files = services.index.refresh()
    made_of = [files.number if files else 0, files.model if files else "", *(one.question for one in asked)]
    name = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:24]
    folder = services.store.folder / "jobs"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("answers-*.jsonl"):
        if time.time() - old.stat().st_mtime > KEPT_DAYS * 86_400:
            old.unlink(missing_ok=True)
    return folder / f"answers-{name}.jsonl"


def _kept(path: Path) -> dict[str, dict[str, Any]]:
    """What was answered before; a line that a killed process left half written is not counted."""
    known: dict[str, dict[str, Any]] = {}
    if path.is_file():
        data = path.read_text(encoding="utf-8", errors="replace")
        if data and not data.endswith("\n"):
            data = data[: data.rfind("\n") + 1]
            path.write_text(data, encoding="utf-8")
        for line in data.splitlines():
            try:
                made = json.loads(line)
                known[made["question"]] = made["answer"]
            except (ValueError, KeyError, TypeError):
                continue
    return known
