"""responses: open-text answers in, what state they are in, which texts came more than once."""

from __future__ import annotations

from pathlib import Path

import click

from core.errors import UsageError
from core.responses import Respondents
from ui import output
from ui.coding_services.import_check import AskedColumn, ImportPlan, worst_exit_code
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import question_option, redact_option, report_import


@click.group(invoke_without_command=True)
@click.option("--question", metavar="Q", help="Only this question.")
@redact_option
@common_options
@pass_invocation
def responses(invocation: Invocation, question: str | None, redact: bool) -> None:
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
        shown = services.shown_texts(found.id, redact=True) if redact else {}
        for response in made:
            output.record(response.record() | ({"text": shown[response.id].text} if redact else {}))


@responses.command(name="add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--question", metavar="TEXT", help="The question's exact text, where the file has answers to one.")
@click.option(
    "--text",
    "texts",
    required=True,
    multiple=True,
    metavar="COL[=QUESTION]",
    help="Column that holds the answers. For several open questions at once, several times with the question after the column "
    "(without one, the column's label or name is the question).",
)
@click.option("--id", "id_column", required=True, metavar="COL", help="Column that identifies the respondent.")
@click.option(
    "--respondents",
    type=click.Choice(["people", "organisations"]),
    help="People (personal data) or organisations; needed for a question that is new.",
)
@click.option("--attributes", metavar="A,B", help="Columns to keep for crosstabs, separated by commas.")
@click.option("--weight", "weight_column", metavar="COL", help="Column of survey weights.")
@click.option(
    "--asked-if",
    multiple=True,
    metavar="COL=VALUE",
    help="Who was asked: rows with another value were not. Once for all questions, or once for each --text, in their order.",
)
@click.option(
    "--check", is_flag=True, help="Report what the file holds and what would become of its rows; nothing is stored."
)
@click.option(
    "--accept-changed-texts",
    is_flag=True,
    help="Take new texts of responses that are coded: their codings are kept in the record and they are to be coded again.",
)
@click.option(
    "--header-rows",
    type=click.IntRange(1, 5),
    metavar="N",
    help="How many rows name the columns (default: told from the file).",
)
@common_options
@pass_invocation
def add_responses(
    invocation: Invocation,
    file: Path,
    question: str | None,
    texts: tuple[str, ...],
    id_column: str,
    respondents: Respondents | None,
    attributes: str | None,
    weight_column: str | None,
    asked_if: tuple[str, ...],
    check: bool,
    accept_changed_texts: bool,
    header_rows: int | None,
) -> None:
    """Bring in open responses from a CSV, XLSX, ODS or SPSS (.sav) file, one respondent a row.

    A column without a name, or one of several with the same name, is called by its letter: --text "column D"."""
    services = invocation.services
    plan = ImportPlan(
        tuple(asked_columns(invocation, file, question, texts, asked_if, header_rows)),
        id_column,
        respondents,
        tuple(name.strip() for name in (attributes or "").split(",") if name.strip()),
        weight_column,
        accept_changed_texts,
        header_rows,
    )
    if check:
        found = services.check_import(file, plan)
        for record in found.records() if invocation.json else ():
            output.record(record)
        for line in () if invocation.json else found.lines():
            output.line(line)
        output.message("Nothing was stored. Leave out --check to bring these responses in.")
        invocation.exit_code = found.exit_code
        return
    reports = services.bring_in(file, plan)
    for report in reports:
        if len(reports) > 1:
            output.message(f"{report.question.id}  {report.question.text}")
        report_import(invocation, report)
    invocation.exit_code = worst_exit_code(reports)


def asked_columns(
    invocation: Invocation,
    file: Path,
    question: str | None,
    texts: tuple[str, ...],
    asked_if: tuple[str, ...],
    header_rows: int | None,
) -> list[AskedColumn]:
    """The columns of answers with their questions. Raises UsageError where they do not go together."""
    if len(asked_if) not in (0, 1, len(texts)):
        raise UsageError("Give --asked-if once, or once for each --text in the same order.")
    routes = [*asked_if] * (len(texts) if len(asked_if) == 1 else 1) if asked_if else [None] * len(texts)
    if question is not None:
        if len(texts) > 1:
            raise UsageError("For several open questions leave --question out and say --text COL=QUESTION for each.")
        return [AskedColumn(texts[0], question, routes[0])]
    columns = []
    for text, route in zip(texts, routes):
        column, mark, asked = text.partition("=")
        if not mark:
            from ingest.tables import column_index

            table = invocation.services.table(file, header_rows)
            at = column_index(file, table, column)
            asked = (table.labels[at] if table.labels else "") or table.columns[at]
        columns.append(AskedColumn(column.strip(), asked.strip(), route))
    if len({made.question for made in columns}) < len(columns):
        raise UsageError(
            "Two columns have the same question. Give each --text a question of its own: --text COL=QUESTION."
        )
    return columns


@responses.command()
@question_option
@click.option(
    "--near",
    type=click.FloatRange(0.5, 1.0),
    default=0.8,
    show_default=True,
    help="How much of two texts must be the same.",
)
@click.option("--by-code", is_flag=True, help="For each code, how many of its responses bear a repeated text.")
@common_options
@pass_invocation
def repeats(invocation: Invocation, question: str, near: float, by_code: bool) -> None:
    """Find texts that came more than once, word for word or nearly: campaigns, pasted answers, one person twice.

    A record a group, the largest first, with the text that most of it bear. Every response still counts; the figures say how
    much of a theme such texts make."""
    services = invocation.services
    groups = services.find_repeats(question, near, invocation.progress)
    quiet = invocation.settings.job is not None  # what a job prints is kept in a file
    if by_code:
        rows = services.repeats_by_code(question)
        for row in rows if invocation.json else ():
            output.record(row.record())
        if not invocation.json and not quiet:
            output.table(
                ("code", "responses", "with a repeated text", "largest group"),
                [(r.code, r.n, r.repeated, r.largest) for r in rows],
            )
    elif not quiet:
        for group in groups:
            if invocation.json:
                output.record(group.record())
            else:
                output.line(f"{group.size:>6}  ({group.same} word for word)  {' '.join(group.text.split())[:110]}")
    n = sum(group.size for group in groups)
    output.message(
        f"{len(groups):,} {'group' if len(groups) == 1 else 'groups'} of texts that came more than once, {n:,} responses."
    )


COMMANDS = (responses,)
