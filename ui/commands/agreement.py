"""agreement: how far coders agree."""

from __future__ import annotations

from typing import Any

import click

from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import question_option


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


COMMANDS = (agreement,)
