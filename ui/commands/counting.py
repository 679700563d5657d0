"""counts, sample: theme counts with what they stand on."""

from __future__ import annotations

from pathlib import Path

import click

from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import out_option, question_option, redact_option
from ui.exports.counts import counts_bytes
from ui.exports.files import check_suffix, write_bytes, write_records


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
@redact_option
@common_options
@pass_invocation
def sample(invocation: Invocation, question: str, n: int, seed: int, out: Path | None, redact: bool) -> None:
    """Draw and record a random sample of responses to be coded blind."""
    if out is not None:
        check_suffix(out)
    records = [row.record() for row in invocation.services.draw_sample(question, n, seed, redact or None)]
    if out is not None:
        write_records(out, "Random sample", records)
        output.message(f"{len(records)} responses written to {out}")
    for made in records:
        if invocation.json:
            output.record(made)
        elif out is None:
            output.line(f"{made['response']}  {' '.join(made['text'].split())[:120]}")


COMMANDS = (
    counts,
    sample,
)
