"""agreement: how far coders agree, who over-codes, which codes are taken for one another."""

from __future__ import annotations

from typing import Any

import click

from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import question_option


@click.command()
@question_option
@click.option("--as-at", metavar="DATE", help="As it stood at the end of this day, or at this time (2026-03-14T17:00).")
@click.option("--overlap", is_flag=True, help="Only responses that the plan gives to several coders.")
@click.option("--pairs", is_flag=True, help="The codes that are taken for one another, with responses, instead.")
@click.option("--uses", is_flag=True, help="How often each coder gives each code, with a test, instead.")
@common_options
@pass_invocation
def agreement(
    invocation: Invocation, question: str, as_at: str | None, overlap: bool, pairs: bool, uses: bool
) -> None:  # fmt: skip
    """Inter-coder agreement: percent, Cohen's kappa and Krippendorff's alpha, per code and over all.

    Only what coders said before they could see one another's work counts."""
    services = invocation.services
    if pairs:
        _pairs(invocation, question)
        return
    if uses:
        records = [use.record() for use in services.coder_uses(question, as_at=as_at, overlap=overlap)]
        _show(invocation, ("code", "coders", "n", "used", "p", "p_adjusted"), records)
        return
    records = services.agreement(question, as_at=as_at, overlap=overlap)
    _show(
        invocation, ("code", "coders", "n", "percent", "kappa", "alpha", "low", "high", "prevalence", "note"), records
    )


def _show(invocation: Invocation, columns: tuple[str, ...], records: list[dict[str, Any]]) -> None:
    if invocation.json:
        for made in records:
            output.record(made)
        return
    output.table(
        columns,
        [["all" if n == "code" and made.get(n) is None else _joined(made.get(n)) for n in columns] for made in records],
    )


def _pairs(invocation: Invocation, question: str) -> None:
    if invocation.services.round_of(question).blind:
        output.message(
            "This shows what coders said: what they change on these responses from now on counts in no agreement figure."
        )
    for pair in invocation.services.confused_pairs(question):
        made = pair.record()
        if invocation.json:
            output.record(made)
            continue
        output.line(f"{pair.a} / {pair.b or 'nothing in its place'}: {pair.n} of {pair.either}")
        for example in pair.examples:
            output.line(f"    {example.response}  {example.text}")
            output.line(f"        {example.first}: {pair.a}; {example.second}: {pair.b or 'not given'}")


def _joined(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


COMMANDS = (agreement,)
