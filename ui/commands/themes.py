"""themes: codes that the frame lacks, proposed from what people wrote, and what to do with each."""

from __future__ import annotations

import click

from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import question_option

theme_argument = click.argument("theme")


@click.group(invoke_without_command=True)
@click.option("--question", metavar="Q", help="The question's id, or its exact text.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@common_options
@pass_invocation
def themes(invocation: Invocation, question: str | None, seed: int) -> None:
    """Propose themes: groups of like responses that no code fits, with their words and examples (or decide on one, with
    `accept`, `merge`, `rename`, `reject`)."""
    if click.get_current_context().invoked_subcommand:
        return
    if question is None:
        raise click.UsageError(
            "Say of which question: --question Q (an id from `verbatim responses`, or the exact text)."
        )
    services = invocation.services
    found = services.themes(question, seed, invocation.progress)
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
    fit = services.frame_fit(question)
    output.message(
        f"Of {fit.answered:,} answered responses, {fit.without_a_code:,} bear no code and {fit.uncoded:,} have not been looked at."
    )


@themes.command()
@theme_argument
@question_option
@click.option("--label", metavar="TEXT", help="The code's label (default: the theme's).")
@click.option("--code", metavar="NAME", help="The code's name (default: made from the label).")
@common_options
@pass_invocation
def accept(invocation: Invocation, theme: str, question: str, label: str | None, code: str | None) -> None:
    """Make a theme a code of the frame."""
    made = invocation.services.accept_theme(question, theme, label, code)
    if invocation.json:
        output.record(made.record())
    output.message(f"{made.code} ({made.label}) is in the code frame. Its responses are still to be coded.")


@themes.command()
@theme_argument
@question_option
@click.option("--into", required=True, metavar="CODE", help="The code that says the same.")
@common_options
@pass_invocation
def merge(invocation: Invocation, theme: str, question: str, into: str) -> None:
    """Say that a theme is a code that the frame has."""
    made = invocation.services.merge_theme(question, theme, into)
    if invocation.json:
        output.record(made.record())
    output.message(f"The theme is taken for {made.code} ({made.label}).")


@themes.command()
@theme_argument
@click.argument("label")
@question_option
@common_options
@pass_invocation
def rename(invocation: Invocation, theme: str, label: str, question: str) -> None:
    """Give a proposed theme another label."""
    made = invocation.services.rename_theme(question, theme, label)
    output.message(f"The theme is called “{made.label}” now.")


@themes.command()
@theme_argument
@question_option
@common_options
@pass_invocation
def reject(invocation: Invocation, theme: str, question: str) -> None:
    """Say that a theme is none: it is not proposed again."""
    made = invocation.services.reject_theme(question, theme)
    output.message(f"“{made.label}” is not proposed again.")


COMMANDS = (themes,)
