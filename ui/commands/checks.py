"""checks and waves: figures that disagree within a paper, and the same question in two reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from index.verify import fingerprints
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.exports.checks import CHECK_COLUMNS, CHECKS_NOTES, WAVE_COLUMNS, WAVES_NOTES
from ui.exports.columns import with_sha256
from ui.exports.files import check_suffix, write_records

OUT = click.Path(path_type=Path, dir_okay=False)


@click.group(invoke_without_command=True)
@click.option("--document", metavar="ID", help="Only this document (id, title or file name).")
@click.option("--dismissed", is_flag=True, help="Also those that somebody dismissed.")
@click.option("--out", metavar="FILE", type=OUT, help="Write a .csv or .xlsx file.")
@common_options
@click.pass_context
def checks(context: click.Context, document: str | None, dismissed: bool, out: Path | None) -> None:
    """Figures, dates, names and references of a paper that disagree, each with both quotes."""
    if context.invoked_subcommand is not None:
        return
    from index.papers import checks as found
    from index.papers import find_document

    invocation = context.find_object(Invocation)
    assert invocation is not None
    if out is not None:
        check_suffix(out)
    store = invocation.services.store
    name = find_document(store, document).id if document else None
    records = [row.record() for row in found(store, name, dismissed=dismissed)]
    if out is not None:
        write_records(out, "Checks", with_sha256(records, fingerprints(store)), CHECKS_NOTES, CHECK_COLUMNS)
        output.message(f"{len(records)} checks written to {out}")
    if invocation.json:
        for record in records:
            output.record(record)
    elif out is None:
        for record in records:
            _tell(record)
    if out is None:
        output.message(f"{len(records)} checks")


def _tell(record: dict[str, Any]) -> None:
    state = "" if record["status"] == "open" else f"; dismissed: {record['reason']}"
    output.line(
        f"{record['id']}  {record['explanation']} ({record['kind']}, {record['severity']}, {record['certainty']}{state})"
    )
    for side in ("a", "b"):
        place = record[side]
        if place is not None:
            output.line(f"    “{' '.join(place['quote'].split())[:300]}”")
            output.line(f"    {output.place(place)}")


@checks.command()
@click.argument("check")
@click.option("--reason", required=True, help="Why it is no mistake, or one that is known.")
@common_options
@pass_invocation
def dismiss(invocation: Invocation, check: str, reason: str) -> None:
    """Dismiss a CHECK by its id, with a reason; it is kept and can be taken back."""
    from index.papers import dismiss as decide

    decide(invocation.services.store, check, reason)
    output.message(f"{check} dismissed")


@checks.command()
@click.argument("check")
@common_options
@pass_invocation
def reopen(invocation: Invocation, check: str) -> None:
    """Take the dismissal of a CHECK back."""
    from index.papers import reopen as decide

    decide(invocation.services.store, check)
    output.message(f"{check} is open again")


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--out", metavar="FILE", type=OUT, help="Write a .csv or .xlsx file.")
@common_options
@pass_invocation
def waves(invocation: Invocation, a: str, b: str, out: Path | None) -> None:
    """The same question in two reports, A and B (ids, titles or file names), side by side with intervals."""
    from index.papers import waves as compared

    if out is not None:
        check_suffix(out)
    first, second, rows = compared(invocation.services.store, a, b)
    records = [row.record() for row in rows]
    refused = sum(row.refused is not None for row in rows)
    if out is not None:
        titles = (f"a: {first.title}", f"b: {second.title}")
        named = with_sha256(records, fingerprints(invocation.services.store))
        write_records(out, "Waves", named, (*titles, *WAVES_NOTES), WAVE_COLUMNS)
        output.message(f"{len(records)} rows written to {out}")
    if invocation.json:
        for record in records:
            output.record(record)
    elif out is None:
        output.line(f"a  {first.id}  {first.title}")
        output.line(f"b  {second.id}  {second.title}")
        for record in records:
            _tell_wave(record)
    output.message(f"{len(records)} questions in both, {refused} of them not compared")


def _tell_wave(record: dict[str, Any]) -> None:
    values = " and ".join(_share(record[side], record[f"{side}_low"], record[f"{side}_high"]) for side in "ab")
    if record["refused"]:
        output.line(f"{values}: not compared. {record['refused']}")
    else:
        output.line(f"{values}: {record['difference']:+.1f} points ({record['low']:+.1f} to {record['high']:+.1f})")
    if record["question"]:
        output.line(f"    {record['wording_diff'] or record['question']}")
    for side in "ab":
        output.line(f"    {side} “{' '.join(record[side]['quote'].split())[:200]}”")


def _share(fields: dict[str, Any], low: float | None, high: float | None) -> str:
    base = f" of {fields['base']['n']:,}" if fields.get("base") else ""
    interval = f" [{low:.1f} to {high:.1f}]" if low is not None and high is not None else ""
    return f"{' '.join(fields['value']['text'].split())}{base}{interval}"


COMMANDS = (checks, waves)
