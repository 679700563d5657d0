"""code, themes: what the machine suggests."""

from __future__ import annotations

import click

from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import question_option


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


COMMANDS = (
    code,
    themes,
)
