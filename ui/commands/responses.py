"""responses: open-text answers in, and what state they are in."""

from __future__ import annotations

from pathlib import Path

import click

from core.responses import Respondents
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import report_import


@click.group(invoke_without_command=True)
@click.option("--question", metavar="Q", help="Only this question.")
@common_options
@pass_invocation
def responses(invocation: Invocation, question: str | None) -> None:
    """List the open responses in the project (or, with `add`, bring some in)."""
    if click.get_current_context().invoked_subcommand:
        return
    services = invocation.services
    for found in [services.question(question)] if question else services.questions():
        made = services.responses(found.id)
        if not invocation.json:
            output.line(f"{found.id}  {found.text}  ({len(made)} responses of {found.respondents})")
            for state, n in sorted(services.response_states(found.id).items()):
                output.line(f"    {state:<14} {n}")
            continue
        for response in made:
            output.record(response.record())


@responses.command(name="add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--question", required=True, metavar="TEXT", help="The question's exact text.")
@click.option("--text", "text_column", required=True, metavar="COL", help="Column that holds the answers.")
@click.option("--id", "id_column", required=True, metavar="COL", help="Column that identifies the respondent.")
@click.option(
    "--respondents",
    required=True,
    type=click.Choice(["people", "organisations"]),
    help="People (personal data) or organisations.",
)
@click.option("--attributes", metavar="A,B", help="Columns to keep for crosstabs, separated by commas.")
@click.option("--weight", "weight_column", metavar="COL", help="Column of survey weights.")
@click.option("--asked-if", metavar="COL=VALUE", help="Who was asked: rows with another value were not.")
@common_options
@pass_invocation
def add_responses(
    invocation: Invocation,
    file: Path,
    question: str,
    text_column: str,
    id_column: str,
    respondents: Respondents,
    attributes: str | None,
    weight_column: str | None,
    asked_if: str | None,
) -> None:
    """Bring in open responses from a CSV, XLSX, ODS or SPSS (.sav) file, one respondent a row."""
    report = invocation.services.add_responses(
        file,
        question,
        text_column=text_column,
        id_column=id_column,
        respondents=respondents,
        attributes=[name.strip() for name in (attributes or "").split(",") if name.strip()],
        weight_column=weight_column,
        asked_if=asked_if,
    )
    report_import(invocation, report)


COMMANDS = (responses,)
