"""commitments and findings: the registers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from core.statements import COMMITMENT_STATUSES
from index.changes import KINDS as CHANGE_KINDS
from index.standing import SOON_DAYS, STANDINGS
from index.verify import fingerprints
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.search import iso_date, last_iso_date
from ui.exports.columns import with_sha256
from ui.exports.files import check_suffix, write_bytes, write_records
from ui.exports.registers import RegisterName, check_format, register_bytes, undated
from ui.viewdata.registers import KINDS, STRENGTHS, Wanted, chosen


def _tell(invocation: Invocation, register: RegisterName, records: list[dict[str, Any]], out: Path | None) -> None:
    if out is not None:
        named = with_sha256(records, fingerprints(invocation.services.store))
        write_bytes(out, register_bytes(register, out.suffix, named))
        left = undated(records) if out.suffix.lower() == ".ics" else 0
        without = f" ({left} without a date are not in a calendar)" if left else ""
        output.message(f"{len(records) - left} {register} written to {out}{without}")
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
@click.option("--document", metavar="ID", help="Only those whose first mention stands in this document.")
@click.option("--kind", type=click.Choice(KINDS), help="Only those of this kind.")
@click.option("--strength", type=click.Choice(STRENGTHS), help="Only those put this firmly.")
@click.option("--status", type=click.Choice(COMMITMENT_STATUSES), help="Only those of which somebody recorded this.")
@click.option(
    "--standing",
    type=click.Choice(STANDINGS),
    help=f"Only those that stand so on the day of --as-at (default: today); soon is within {SOON_DAYS} days.",
)
@click.option("--at-least", metavar="POUNDS", type=click.FloatRange(min=0), help="Only those with at least this sum.")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a .csv, .xlsx or .docx file, or the deadlines as an .ics calendar.",
)
@common_options
@pass_invocation
def commitments(
    invocation: Invocation, actor: str | None, due_before: str | None, as_at: str | None, status: str | None,
    document: str | None, kind: str | None, strength: str | None, standing: str | None, at_least: float | None, out: Path | None,
) -> None:  # fmt: skip
    """The register of commitments: who will do what, by when, with how much money."""
    if out is not None:
        check_format("commitments", out)
    rows = invocation.services.commitments(actor=actor, due_before=due_before, as_at=as_at, status=status)
    wanted = Wanted(
        document=document or "", kind=kind or "", strength=strength or "", standing=standing or "", least=at_least,
        as_at=date.fromisoformat(as_at) if as_at else None,
    )  # fmt: skip
    rows = chosen(rows, wanted)
    _tell(invocation, "commitments", [row.record() for row in rows], out)
    _tell_unattached(invocation, "commitment")


@click.command()
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write a .csv, .xlsx or .docx file."
)
@common_options
@pass_invocation
def findings(invocation: Invocation, out: Path | None) -> None:
    """The register of findings: every statistic with its base, and the themes of open text."""
    if out is not None:
        check_format("findings", out)
    rows = invocation.services.findings()
    _tell(invocation, "findings", [row.record() for row in rows], out)
    _tell_unattached(invocation, "finding")


@click.command()
@click.option("--since", metavar="D", callback=iso_date, help="Only what papers dated from this date on changed.")
@click.option("--organisation", metavar="X", help="Only what papers of this organisation changed.")
@click.option("--kind", type=click.Choice(CHANGE_KINDS), help="Only changes of this kind.")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write a .csv or .xlsx file."
)
@common_options
@pass_invocation
def changes(
    invocation: Invocation, since: str | None, organisation: str | None, kind: str | None, out: Path | None
) -> None:
    """What changed between papers: commitments that slipped, weakened, were dropped or got another sum."""
    if out is not None:
        check_suffix(out)
    found = [c for c in invocation.services.changes(since=since, organisation=organisation) if kind in (None, c.kind)]
    records = [change.record() for change in found]
    if out is not None:
        named = with_sha256(records, fingerprints(invocation.services.store))
        write_records(out, "Changes between papers", named, first=("id", "kind", "explanation"))
        output.message(f"{len(records)} changes written to {out}")
    for change, record in zip(found, records, strict=True):
        if invocation.json:
            output.record(record)
        elif out is None:
            output.line(f"{change.kind.replace('_', ' ')}: {change.explanation}")
            for place in (change.a, change.b):
                if place is not None:
                    output.line(f"    “{' '.join(str(place['quote']).split())[:300]}”")
                    output.line(f"    {output.place(dict(place))}")
    output.message(f"{len(records)} changes")


COMMANDS = (commitments, findings, changes)
