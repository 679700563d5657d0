"""commitments and findings: the registers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.search import iso_date, last_iso_date
from ui.exports.files import check_suffix, write_records

FIRST_COLUMNS = {
    "commitments": (
        "id",
        "certainty",
        "actor",
        "action",
        "deadline",
        "amount",
        "kind",
        "strength",
        "quote",
        "title",
        "page",
        "paragraph",
    ),
    "findings": (
        "id",
        "kind",
        "subject",
        "value",
        "prominence",
        "population",
        "base",
        "figure",
        "quote",
        "title",
        "page",
        "paragraph",
    ),
}


def first_columns(register: str, records: list[dict[str, Any]]) -> list[str]:
    """The columns that a reader wants first, nested ones as their dotted parts."""
    from ui.exports.columns import flat

    names: dict[str, None] = {}
    for record in records:
        names |= dict.fromkeys(flat(record))
    return [
        name for wanted in FIRST_COLUMNS[register] for name in names if name == wanted or name.startswith(wanted + ".")
    ]


def _tell(invocation: Invocation, register: str, records: list[dict[str, Any]], out: Path | None) -> None:
    if out is not None:
        write_records(out, f"Register of {register}", records, first=first_columns(register, records))
        output.message(f"{len(records)} {register} written to {out}")
    if invocation.json:
        for record in records:
            output.record(record)
        if not records and out is None:
            output.message(f"0 {register}")
    elif out is None:
        for record in records:
            output.line(_line(record))
            output.line(f"    “{' '.join(record['quote'].split())[:300]}”")
            output.line(f"    {output.place(record)}")
        output.message(f"{len(records)} {register}")


def _tell_unattached(invocation: Invocation, kind: str) -> None:
    """Names the decisions that no row bears any more, so that a new version of a paper never drops one unseen."""
    for review in invocation.services.unattached(kind):
        quote = " ".join(review.quote.split())[:160]
        output.message(f"no longer in the documents, but {review.decision} by {review.who}: “{quote}” ({review.path})")


def _line(record: dict[str, Any]) -> str:
    if "action" in record:
        who = record["actor"]["name"] if record["actor"] else "no actor named"
        when = record["deadline"]["text"] if record["deadline"] else "no deadline"
        much = f"; {record['amount']['text']}" if record["amount"] else ""
        return f"{record['id']}  {who}: {' '.join(record['action'].split())} ({when}{much}; {record['kind']}, {record['certainty']})"
    value = record["value"]["text"] if record["value"] else record["prominence"] or ""
    base = f" (n = {record['base']['n']})" if record["base"] else ""
    return f"{record['id']}  {value}{base}: {' '.join(str(record['theme'] if record.get('theme') else record['subject']).split())}"


@click.command()
@click.option("--actor", metavar="X", help="Only those of this actor.")
@click.option("--due-before", metavar="D", callback=iso_date, help="Only those due before this date.")
@click.option("--as-at", metavar="D", callback=last_iso_date, help="As the papers stood on this date.")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write a .csv or .xlsx file."
)
@common_options
@pass_invocation
def commitments(
    invocation: Invocation, actor: str | None, due_before: str | None, as_at: str | None, out: Path | None
) -> None:
    """The register of commitments: who will do what, by when, with how much money."""
    if out is not None:
        check_suffix(out)
    rows = invocation.services.commitments(actor=actor, due_before=due_before, as_at=as_at)
    _tell(invocation, "commitments", [row.record() for row in rows], out)
    _tell_unattached(invocation, "commitment")


@click.command()
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write a .csv or .xlsx file."
)
@common_options
@pass_invocation
def findings(invocation: Invocation, out: Path | None) -> None:
    """The register of findings: every statistic with its base, and the themes of open text."""
    if out is not None:
        check_suffix(out)
    rows = invocation.services.findings()
    _tell(invocation, "findings", [row.record() for row in rows], out)
    _tell_unattached(invocation, "finding")


COMMANDS = (commitments, findings)
