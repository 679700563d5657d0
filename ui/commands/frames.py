"""codebook: the code frame of a question."""

from __future__ import annotations

from pathlib import Path

import click

from core.errors import UsageError
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import out_option, question_option, report_import
from ui.exports.files import check_suffix, write_records


@click.group(invoke_without_command=True)
@click.option("--question", metavar="Q", help="The question's id, or its exact text.")
@out_option
@common_options
@pass_invocation
def codebook(invocation: Invocation, question: str | None, out: Path | None) -> None:
    """Show the code frame of a question (or, with `add`, bring one in)."""
    if click.get_current_context().invoked_subcommand:
        return
    if question is None:
        raise UsageError("Say whose code frame: --question Q (an id from `verbatim responses`, or the exact text).")
    if out is not None:
        check_suffix(out)
    codes = [code.record() for code in invocation.services.codebook(question).codes]
    if out is not None:
        write_records(out, "Code frame", codes)
        output.message(f"{len(codes)} codes written to {out}")
    for code in codes:
        if invocation.json:
            output.record(code)
        elif out is None:
            output.line(f"{code['code']}  {code['label']}: {code['definition']}")


@codebook.command(name="add")
@click.argument("file", type=click.Path(path_type=Path))
@question_option
@common_options
@pass_invocation
def add_codebook(invocation: Invocation, file: Path, question: str) -> None:
    """Bring in a code frame: columns code, label, definition and, if you have them, include, exclude, typical, borderline,
    parent, colour; or a REFI-QDA code book or project (.qdc, .qdpx)."""
    report_import(invocation, invocation.services.add_codebook(file, question))


COMMANDS = (codebook,)
