"""responses, codebook, codings, agreement, counts, sample, code, themes: open-text answers into themes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.codebooks import DESIGNS, Design
from core.errors import UsageError
from core.responses import Respondents
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.exports.counts import counts_bytes
from ui.exports.files import check_suffix, write_bytes, write_records

if TYPE_CHECKING:
    from coding.rounds import ImportReport

FILE = click.Path(path_type=Path, dir_okay=False)
question_option = click.option(
    "--question", "question", metavar="Q", required=True, help="The question's id, or its exact text."
)
out_option = click.option("--out", metavar="FILE", type=FILE, help="Write a .csv or .xlsx file.")


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


@click.group(invoke_without_command=True)
@click.option("--question", metavar="Q", help="The question's id, or its exact text.")
@out_option
@click.option(
    "--wide",
    is_flag=True,
    help="One 0/1 column a code, for SPSS, R or Stata: .csv (labels in a second file), .xlsx, .sav.",
)
@common_options
@pass_invocation
def codings(invocation: Invocation, question: str | None, out: Path | None, wide: bool) -> None:
    """Show who put which code on which response (or, with `add`, bring codings in)."""
    if click.get_current_context().invoked_subcommand:
        return
    if question is None:
        raise UsageError("Say of which question: --question Q (an id from `verbatim responses`, or the exact text).")
    if wide:
        if out is None:
            raise UsageError("Say where the wide table goes: --out FILE (.csv, .xlsx or .sav).")
        _wide(invocation, question, out)
        return
    if out is not None:
        check_suffix(out)
    records = [coding.record() for coding in invocation.services.codings(question)]
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
@click.option("--coder", required=True, metavar="NAME", help="Who coded them.")
@question_option
@click.option(
    "--design", type=click.Choice(DESIGNS), help="How the coded responses were chosen: at random, or on purpose."
)
@common_options
@pass_invocation
def add_codings(invocation: Invocation, file: Path, coder: str, question: str, design: Design | None) -> None:
    """Bring in one coder's codings: columns response_id and codes (semicolons), or one 0/1 column a code; or that coder's
    out of a REFI-QDA project (.qdpx)."""
    report_import(invocation, invocation.services.add_codings(file, question, coder, design))


@click.command()
@question_option
@common_options
@pass_invocation
def agreement(invocation: Invocation, question: str) -> None:
    """Inter-coder agreement: percent, Cohen's kappa and Krippendorff's alpha, per code and over all."""
    records = invocation.services.agreement(question)
    if invocation.json:
        for made in records:
            output.record(made)
        return
    columns = ("code", "coders", "n", "percent", "kappa", "alpha", "low", "high", "note")
    output.table(
        columns,
        [["all" if n == "code" and made.get(n) is None else _joined(made.get(n)) for n in columns] for made in records],
    )


def _joined(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


@click.command()
@question_option
@click.option(
    "--base",
    "base_kind",
    type=click.Choice(["asked", "answered", "codable"]),
    default="answered",
    show_default=True,
    help="Percent of whom.",
)
@click.option("--by", metavar="A[,B]", help="Attributes to break down by.")
@click.option("--coder", metavar="NAME", help="Whose codes count where coders differ unadjudicated.")
@click.option("--threshold", type=click.IntRange(0), metavar="N", help="Suppress counts under N.")
@out_option
@common_options
@pass_invocation
def counts(
    invocation: Invocation,
    question: str,
    base_kind: str,
    by: str | None,
    coder: str | None,
    threshold: int | None,
    out: Path | None,
) -> None:
    """Theme counts with base, percent and, where the design allows one, a 95% interval."""
    if out is not None:
        check_suffix(out)
    table = invocation.services.counts(
        question,
        base=base_kind,
        by=[name.strip() for name in (by or "").split(",") if name.strip()],
        coder=coder,
        threshold=threshold,
    )
    records = [row.record() for row in table.rows]
    if out is not None:
        write_bytes(out, counts_bytes(out.suffix, table))
        output.message(f"{len(records)} counts written to {out}")
    if invocation.json:
        for made in records:
            output.record(made)
    elif out is None:
        output.table(
            ("code", "label", "group", "n", "base", "sampled", "percent", "low", "high", "method"),
            [
                [
                    made["code"],
                    made["label"],
                    ", ".join(f"{g['attribute']}: {g['value']}" for g in made["group"]) or "all",
                    "[c]" if made["suppressed"] else made["n"],
                    made["base"],
                    made["sampled"],
                    made["percent"],
                    made["low"],
                    made["high"],
                    made["method"],
                ]
                for made in records
            ],
        )
    for note in table.notes:
        output.message(note)


@click.command()
@question_option
@click.option("--n", required=True, type=click.IntRange(1), help="How many responses.")
@click.option("--seed", required=True, type=int, help="The seed of the draw; it is recorded.")
@out_option
@common_options
@pass_invocation
def sample(invocation: Invocation, question: str, n: int, seed: int, out: Path | None) -> None:
    """Draw and record a random sample of responses to be coded blind."""
    if out is not None:
        check_suffix(out)
    records = [row.record() for row in invocation.services.draw_sample(question, n, seed)]
    if out is not None:
        write_records(out, "Random sample", records)
        output.message(f"{len(records)} responses written to {out}")
    for made in records:
        if invocation.json:
            output.record(made)
        elif out is None:
            output.line(f"{made['response']}  {' '.join(made['text'].split())[:120]}")


@click.command()
@question_option
@common_options
@pass_invocation
def code(invocation: Invocation, question: str) -> None:
    """Train on the human codes and suggest codes for the rest; suggestions are never counted as codes."""
    made = invocation.services.train_and_suggest(question, invocation.progress)
    for coding in made.codings:
        if invocation.json:
            output.record(coding.record())
        elif coding.value:
            output.line(f"{coding.response}  {coding.code}  {coding.probability:.2f}")
    if invocation.json:
        output.record(made.summary())
    output.message(
        f"Run {made.run}: trained on {made.trained_on} coded responses; codes suggested for {made.suggested}; "
        f"{made.abstained} left without a suggestion. Suggestions are not counted until people accept them."
    )


@click.command()
@question_option
@common_options
@pass_invocation
def themes(invocation: Invocation, question: str) -> None:
    """Propose themes: groups of like responses with their words and examples."""
    found = invocation.services.themes(question)
    if not found:
        output.message(
            "No theme to propose: too few responses are left that no code fits, or they have little in common."
        )
    for made in found:
        if invocation.json:
            output.record(made)
        else:
            output.line(f"{made['id']}  {made['label']}  ({made['size']} responses)")
            for text in made["exemplars"][:3]:
                output.line(f"    “{' '.join(str(text).split())[:160]}”")


COMMANDS = (responses, codebook, codings, agreement, counts, sample, code, themes)
