"""allocate: who codes which responses, and how far each coder is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.errors import EXIT_DONE_IN_PART, UsageError
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import question_option

if TYPE_CHECKING:
    from coding.allocation import PlanKind


@click.command()
@question_option
@click.option("--coders", metavar="A,B", default="", help="Names of the coders, separated by commas.")
@click.option(
    "--plan",
    type=click.Choice(("all", "split", "second", "list")),
    help="all: everybody codes everything; split: a share each and an overlap that all code; second: the first coder codes "
    "everything, the others a random share; list: as a file says.",
)
@click.option("--overlap", metavar="SHARE", help="How much is coded twice (default 20%).")
@click.option(
    "--seed", type=int, metavar="S", help="The seed of the draw (recorded; one is drawn where none is given)."
)
@click.option(
    "--list", "listed", type=click.Path(path_type=Path), metavar="FILE", help="Columns response_id and coder."
)
@click.option("--extend", is_flag=True, help="Give out the responses that have come since the last draw.")
@click.option("--replace", is_flag=True, help="Draw another plan in place of the one in force; codings stay.")
@common_options
@pass_invocation
def allocate(
    invocation: Invocation, question: str, coders: str, plan: PlanKind | None, overlap: str | None, seed: int | None,
    listed: Path | None, extend: bool, replace: bool,
) -> None:  # fmt: skip
    """Say who codes which responses, at random with a recorded seed; without a plan, show how far each coder is.

    The same plan again gives out late returns and changes nothing that was drawn."""
    from coding.allocation import overlap_share

    services = invocation.services
    pairs: list[tuple[str, str]] = []
    if listed is not None:
        from ingest.tables.allocation import read_allocation

        pairs = read_allocation(listed)
        plan = plan or "list"
    if plan is None and (coders or overlap or seed is not None or replace):
        raise UsageError("Say how the responses are given out: --plan all, split, second or list.")
    if plan == "list" and not pairs:
        raise UsageError("Say who codes what: --list FILE (columns response_id and coder).")
    if extend:
        made = services.extend_allocation(question)
    elif plan is None:
        made = services.allocation(question)
    else:
        made = services.allocate(
            question, plan, [name for name in coders.split(",") if name.strip()],
            overlap=None if overlap is None else overlap_share(overlap), seed=seed, replace=replace, listed=pairs,
        )  # fmt: skip
    for progress in made.progress:
        if invocation.json:
            output.record({**progress.record(), "plan": made.plan.kind if made.plan else None, "seed": made.plan.seed if made.plan else None})  # fmt: skip
    if not invocation.json:
        columns = ("coder", "given", "shared", "done", "started", "left")
        output.table(columns, [[p.record()[name] for name in columns] for p in made.progress])
    if made.plan is None:
        output.message("No plan: everybody codes everything. Make one: --coders A,B --plan all, split or second.")
    else:
        drawn = f", overlap {made.plan.overlap:.0%}, seed {made.plan.seed}" if made.plan.seed is not None else ""
        output.message(f"Plan: {made.plan.kind}{drawn}. {made.fresh:,} responses given out now.")
    if made.unallocated:
        output.message(f"{made.unallocated:,} answered responses are nobody's to code. Give them out with --extend.")
    for name in made.refused:
        output.message(f"({name}) refused [unknown_response]: The question has no answered response with this id.")
    if made.refused:
        invocation.exit_code = EXIT_DONE_IN_PART


COMMANDS = (allocate,)
