"""export, import: coding data for NVivo, ATLAS.ti, MAXQDA, QualCoder, and from them (REFI-QDA)."""

from __future__ import annotations

from pathlib import Path

import click

from core.responses import Respondents
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import FILE, question_option, redact_option, report_import
from ui.exports.exchange import check_exchange_suffix


@click.command()
@question_option
@click.option(
    "--out", metavar="FILE", type=FILE, required=True, help="A .qdpx file (the whole project) or .qdc (the code frame)."
)
@click.option("--with-suggestions", is_flag=True, help="The machine's suggestions too, as a coder of their own.")
@redact_option
@common_options
@pass_invocation
def export(invocation: Invocation, question: str, out: Path, with_suggestions: bool, redact: bool) -> None:
    """Write a question for NVivo, ATLAS.ti, MAXQDA or QualCoder: responses, code frame and everybody's codings.

    Coders are users, responses are sources with their respondent as a case, attributes are variables; the adjudicated
    codings stand apart from the coders'."""
    check_exchange_suffix(out)
    made = invocation.services.export_project(question, out, machine=with_suggestions, redact=redact or None)
    if invocation.json:
        output.record(made.record())
    output.message(f"{made.summary()} written to {out}")


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--question", metavar="Q", help="The question's text or id, where the file does not hold it.")
@click.option(
    "--respondents",
    type=click.Choice(["people", "organisations"]),
    help="People (personal data) or organisations; asked for a new question where the file does not say.",
)
@common_options
@pass_invocation
def import_(invocation: Invocation, file: Path, question: str | None, respondents: Respondents | None) -> None:
    """Bring in a REFI-QDA project (.qdpx) of another program: its responses, code frame and everybody's codings.

    New codes are added to the frame there is. Only the frame: `verbatim codebook add FILE`; only one person's codings:
    `verbatim codings add FILE --coder NAME`."""
    report_import(invocation, invocation.services.import_project(file, question, respondents))


COMMANDS = (export, import_)
