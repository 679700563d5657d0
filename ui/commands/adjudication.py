"""adjudicate: what coders coded differently, and what was decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from core.errors import UsageError
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import FILE, out_option, question_option, report_import
from ui.exports.files import check_suffix, write_records


@click.group(invoke_without_command=True)
@click.option("--question", metavar="Q", help="The question's id, or its exact text.")
@click.option("--code", metavar="CODE", help="Only responses on which coders part about this code.")
@click.option("--decided", is_flag=True, help="What was decided so far, instead; decisions taken back are marked.")
@click.option("--with-suggestions", is_flag=True, help="With what the program suggests.")
@out_option
@common_options
@pass_invocation
def adjudicate(
    invocation: Invocation, question: str | None, code: str | None, decided: bool, with_suggestions: bool, out: Path | None
) -> None:  # fmt: skip
    """List the responses that coders coded differently and nobody has decided, with both codings and notes.

    Listing them shows coders' work: what is changed on these responses afterwards counts in no agreement figure."""
    if click.get_current_context().invoked_subcommand:
        return
    if question is None:
        raise UsageError("Say of which question: --question Q (an id from `verbatim responses`, or the exact text).")
    if out is not None:
        check_suffix(out)
    services = invocation.services
    if decided:
        records = [one.record() for one in services.decisions(question, all_of_them=True)]
        _show(invocation, records, out, "Decisions")
        return
    before = services.adjudication(question)
    if before.waiting:
        output.message(
            f"{before.waiting} of the {before.open} are still to be coded by somebody else: who codes them after reading this "
            "list does not code blind."
        )
    made = [one.record() for one in services.disagreements(question, code=code, machine=with_suggestions)]
    _show(invocation, made, out, "Disagreements")
    output.message(
        f"{before.double_coded:,} responses coded by two or more people = {before.agreed_open:,} agreed + {before.open:,} to "
        f"decide + {before.decided:,} decided."
    )
    if before.by_code:
        output.message("To decide, by code: " + ", ".join(f"{name} {n}" for name, n in before.by_code.items()))


def _show(invocation: Invocation, records: list[dict[str, Any]], out: Path | None, title: str) -> None:
    if out is not None:
        write_records(out, title, records)
        output.message(f"{len(records)} rows written to {out}")
    for made in records:
        if invocation.json:
            output.record(made)
        elif out is None and "coders" in made:
            output.line(f"{made['response']}  {made['text']}")
            for said in made["coders"]:
                codes = (
                    "cannot be coded" if said["state"] == "uncodable" else ", ".join(said["codes"]) or "no code fits"
                )
                output.line(f"    {said['coder']}: {codes}" + (f"  ({said['note']})" if said["note"] else ""))
        elif out is None:
            codes = "cannot be coded" if made["state"] == "uncodable" else ", ".join(made["codes"]) or "no code fits"
            stands = "" if made["stands"] else "  [taken back or replaced]"
            output.line(f"{made['response']}  {codes}  {made['who']}, {made['at']}  {made['reason']}{stands}")


@adjudicate.command(name="add")
@click.argument("file", type=FILE)
@question_option
@common_options
@pass_invocation
def add_decisions(invocation: Invocation, file: Path, question: str) -> None:
    """Bring in decisions: columns response_id, codes (semicolons; empty: nothing fits; "uncodable") and reason."""
    report_import(invocation, invocation.services.add_decisions(file, question))


@adjudicate.command(name="agreed")
@question_option
@common_options
@pass_invocation
def adopt_agreed(invocation: Invocation, question: str) -> None:
    """Make what all coders of a response said the agreed coding, wherever they are of one mind."""
    n = invocation.services.adopt_agreed(question)
    if invocation.json:
        output.record({"question": invocation.services.question(question).id, "adopted": n})
    output.message(f"{n:,} agreed codings adopted.")


@adjudicate.command(name="reopen")
@click.argument("response")
@question_option
@common_options
@pass_invocation
def reopen(invocation: Invocation, response: str, question: str) -> None:
    """Take the decision on a response back; it stays on the record."""
    invocation.services.reopen_adjudication(question, response)
    output.message(f"The decision on {response} is taken back.")


COMMANDS = (adjudicate,)
