"""codings: what people coded, in and out."""

from __future__ import annotations

from pathlib import Path

import click

from core.codebooks import DESIGNS, Design
from core.errors import UsageError
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import FILE, out_option, question_option, report_import
from ui.exports.files import check_suffix, write_bytes, write_records


@click.group(invoke_without_command=True)
@click.option("--question", metavar="Q", help="The question's id, or its exact text.")
@out_option
@click.option(
    "--wide",
    is_flag=True,
    help="One 0/1 column a code, for SPSS, R or Stata: .csv (labels in a second file), .xlsx, .sav.",
)
@click.option("--as-of", metavar="DATE", help="The codings as they were on a date (at its end, UTC) or at a time.")
@common_options
@pass_invocation
def codings(
    invocation: Invocation, question: str | None, out: Path | None, wide: bool, as_of: str | None = None
) -> None:
    """Show who put which code on which response (or, with `add`, bring codings in)."""
    if click.get_current_context().invoked_subcommand:
        return
    if question is None:
        raise UsageError("Say of which question: --question Q (an id from `verbatim responses`, or the exact text).")
    if wide:
        if as_of is not None:
            raise UsageError("--as-of goes with the list of codings, not with --wide.")
        if out is None:
            raise UsageError("Say where the wide table goes: --out FILE (.csv, .xlsx or .sav).")
        _wide(invocation, question, out)
        return
    if out is not None:
        check_suffix(out)
    if as_of is None:
        records = [coding.record() for coding in invocation.services.codings(question)]
    else:
        past = invocation.services.as_of(question, as_of)
        records = [coding.record() for coding in past.codings]
        for note in past.notes:
            output.message(note)
    if out is not None:
        write_records(out, "Codings", records)
        output.message(f"{len(records)} codings written to {out}")
    for made in records:
        if invocation.json:
            output.record(made)
        elif out is None and made["value"]:
            output.line(f"{made['response']}  {made['code']}  {made['coder']} ({made['source']})")


def _wide(invocation: Invocation, question: str, out: Path) -> None:
    from ui.exports.exchange import check_wide_suffix, write_wide

    check_wide_suffix(out)
    table = invocation.services.wide_codings(question)
    files = write_wide(out, table)
    output.message(f"{len(table.rows):,} rows written to {' and '.join(str(path) for path in files)}")


@codings.command(name="add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--coder", metavar="NAME", help="Who coded them; a coding sheet says so by itself.")
@click.option("--question", metavar="Q", help="The question's id, or its exact text; a coding sheet says so by itself.")
@click.option(
    "--design", type=click.Choice(DESIGNS), help="How the coded responses were chosen: at random, or on purpose."
)
@common_options
@pass_invocation
def add_codings(
    invocation: Invocation, file: Path, coder: str | None, question: str | None, design: Design | None
) -> None:
    """Bring in one coder's codings: a coding sheet that came back; columns response_id and codes (semicolons), or one 0/1
    column a code; or that coder's out of a REFI-QDA project (.qdpx)."""
    report_import(invocation, invocation.services.add_codings(file, question, coder, design))


@codings.command(name="sheet")
@question_option
@click.option("--coder", required=True, metavar="NAME", help="Who will code in it.")
@click.option("--out", required=True, metavar="FILE.xlsx", type=FILE, help="Where the workbook goes.")
@click.option("--lists", type=click.IntRange(1, 20), default=5, show_default=True, help="How many drop-down columns.")
@click.option("--columns", is_flag=True, help="One 0/1 column a code, instead of drop-down lists.")
@click.option("--all", "everything", is_flag=True, help="All answered responses, whatever the plan gives this coder.")
@common_options
@pass_invocation
def sheet(
    invocation: Invocation, question: str, coder: str, out: Path, lists: int, columns: bool, everything: bool
) -> None:
    """Write a workbook for a coder to code in; bring it back with `verbatim codings add FILE.xlsx`.

    It holds the responses that are this coder's, what they have said so far, the code frame and instructions."""
    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"{out.name}: a coding sheet is an Excel workbook; call it .xlsx.")
    data, n = invocation.services.coding_sheet(question, coder, lists=None if columns else lists, everything=everything)
    write_bytes(out, data)
    if invocation.json:
        output.record({"file": str(out), "coder": coder, "responses": n})
    output.message(f"{n:,} responses for {coder} written to {out}")


COMMANDS = (codings,)
