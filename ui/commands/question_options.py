"""What the commands on open responses share: how a question is named, and how an import is reported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui import output
from ui.commands.invocation import Invocation

if TYPE_CHECKING:
    from coding.rounds import ImportReport

FILE = click.Path(path_type=Path, dir_okay=False)


question_option = click.option(
    "--question", "question", metavar="Q", required=True, help="The question's id, or its exact text."
)


out_option = click.option("--out", metavar="FILE", type=FILE, help="Write a .csv or .xlsx file.")


redact_option = click.option(
    "--redact", is_flag=True, help='Pseudonyms ("[name 1]") in the place of personal data that nobody rejected.'
)


def report_import(invocation: Invocation, report: ImportReport) -> None:
    """Says what came in and what was refused, by row and name, and sets the exit code."""
    for row in report.rows:
        if invocation.json:
            output.record(row.record())
        elif row.status in ("refused", "skipped") or row.code == "late_text":
            where = f"row {row.row}" if row.row else "file"
            code = f" [{row.code}]" if row.code else ""
            output.message(f"{where} ({row.id or 'no id'}) {row.status}{code}: {row.message}")
    output.message(report.summary())
    for note in report.notes:
        output.message(note)
    invocation.exit_code = report.exit_code
