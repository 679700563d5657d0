"""privacy: personal data in responses, found, reviewed, replaced by pseudonyms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.personal_data import KINDS, WORDS, Decision, Kind
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import question_option

if TYPE_CHECKING:
    from coding.rounds.personal_data import PrivacyState

CONTEXT = 40  # characters shown at either side of a suggestion

kind_option = click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="All of this kind; may be given several times."
)


@click.group(invoke_without_command=True)
@click.option("--question", metavar="Q", help="The question's id, or its exact text.")
@kind_option
@click.option("--open", "only_open", is_flag=True, help="Only what nobody has decided on.")
@common_options
@pass_invocation
def privacy(invocation: Invocation, question: str | None, kinds: tuple[Kind, ...], only_open: bool) -> None:
    """Find names, emails, telephone numbers, postcodes, addresses, dates of birth, National Insurance and NHS numbers, bank
    details and car registrations in the responses to a question: suggestions for a person to review, never all there is.

    Lists what was found; responses that came in since the last time are searched first. Nothing changes until `privacy
    accept` and `privacy apply`, or an export with --redact."""
    if click.get_current_context().invoked_subcommand:
        return
    if question is None:
        raise click.UsageError("Missing option '--question'.")
    services = invocation.services
    services.search_personal_data(question, invocation.progress)
    if invocation.settings.job is None:  # what a job prints is kept in a file
        for datum, text in services.personal_data(question, ("suggested",) if only_open else (), kinds):
            if invocation.json:
                output.record(datum.record(text))
                continue
            before = " ".join(text[max(0, datum.start - CONTEXT) : datum.start].split(" "))
            after = text[datum.end : datum.end + CONTEXT]
            shown = " ".join(f"{before}[[{text[datum.start : datum.end]}]]{after}".split())
            output.line(
                f"{datum.id}  {datum.response}  {datum.decision}  {datum.kind} ({datum.confidence}: {datum.rule})  {shown}"
            )
    output.message(state_line(services.privacy_state(question)))


def state_line(state: PrivacyState) -> str:
    """How far the question is, in a sentence or two."""
    said: dict[Decision, str] = {"suggested": "to review", "accepted": "accepted", "rejected": "rejected"}
    counted = ", ".join(f"{state.decisions[key]:,} {word}" for key, word in said.items() if state.decisions.get(key))
    where = (
        "What is accepted is replaced wherever the responses are shown."
        if state.pseudonymised
        else "The responses are shown as they came in (privacy apply replaces what is accepted)."
    )
    return f"{state.searched:,} of {state.responses:,} responses searched; found: {counted or 'nothing'}. {where}"


@privacy.command()
@question_option
@common_options
@pass_invocation
def search(invocation: Invocation, question: str) -> None:
    """Search the responses that came in since the last time; prints no text of theirs."""
    services = invocation.services
    new = services.search_personal_data(question, invocation.progress)
    output.message(f"{new:,} new suggestions. {state_line(services.privacy_state(question))}")


def _decide(
    invocation: Invocation,
    question: str,
    decision: Decision,
    ids: tuple[str, ...],
    kinds: tuple[str, ...],
    likely: bool,
    all_: bool,
) -> None:
    services = invocation.services
    changed = services.decide_personal_data(
        question, decision, ids=ids, kinds=kinds, confidence="likely" if likely else None, everything=all_
    )
    if invocation.json:
        output.record({"decision": decision, "changed": changed})
    output.message(f"{changed:,} changed. {state_line(services.privacy_state(question))}")


ids_argument = click.argument("ids", nargs=-1)
likely_option = click.option("--likely", is_flag=True, help="Only what a rule is sure of.")
all_option = click.option("--all", "all_", is_flag=True, help="Everything that nobody has decided on.")


@privacy.command()
@ids_argument
@question_option
@kind_option
@likely_option
@all_option
@common_options
@pass_invocation
def accept(
    invocation: Invocation, ids: tuple[str, ...], question: str, kinds: tuple[str, ...], likely: bool, all_: bool
) -> None:
    """Accept suggestions as personal data: by id, by kind, the likely ones, or all."""
    _decide(invocation, question, "accepted", ids, kinds, likely, all_)


@privacy.command()
@ids_argument
@question_option
@kind_option
@likely_option
@all_option
@common_options
@pass_invocation
def reject(
    invocation: Invocation, ids: tuple[str, ...], question: str, kinds: tuple[str, ...], likely: bool, all_: bool
) -> None:
    """Reject suggestions: no personal data (a place, a body, a public figure)."""
    _decide(invocation, question, "rejected", ids, kinds, likely, all_)


@privacy.command()
@ids_argument
@question_option
@kind_option
@likely_option
@all_option
@common_options
@pass_invocation
def reopen(
    invocation: Invocation, ids: tuple[str, ...], question: str, kinds: tuple[str, ...], likely: bool, all_: bool
) -> None:
    """Take decisions back: the suggestions are to be reviewed again."""
    _decide(invocation, question, "suggested", ids, kinds, likely, all_)


@privacy.command()
@question_option
@click.option("--response", required=True, metavar="ID", help="The response's id.")
@click.option("--kind", required=True, type=click.Choice(KINDS), help="What it is.")
@click.option("--words", required=True, metavar="TEXT", help="The words as they stand in the response.")
@common_options
@pass_invocation
def mark(invocation: Invocation, question: str, response: str, kind: Kind, words: str) -> None:
    """Mark personal data that the search missed; it is accepted at once."""
    made = invocation.services.mark_personal_data(question, response, kind, words)
    for name in made:
        if invocation.json:
            output.record({"id": name, "response": response, "kind": kind})
    output.message(f"{len(made)} marked as {WORDS[kind]}.")


@privacy.command()
@question_option
@click.option("--off", is_flag=True, help="Show the responses as they came in again.")
@common_options
@pass_invocation
def apply(invocation: Invocation, question: str, off: bool) -> None:
    """Show pseudonyms ("[name 1]") in the place of what is accepted, on screens and in exports; the same person or number has the
    same one throughout the project. The database keeps the responses as they came in; --off shows them again."""
    services = invocation.services
    changed = services.set_pseudonymised(question, not off)
    state = services.privacy_state(question)
    if invocation.json:
        output.record(
            {
                "pseudonymised": state.pseudonymised,
                "changed": changed,
                **{key: state.decisions.get(key, 0) for key in ("suggested", "accepted", "rejected")},
            }
        )
    output.message(state_line(state))
    if state.pseudonymised and state.decisions.get("suggested"):
        output.message(
            f"{state.decisions['suggested']:,} suggestions are open and stay in the text: accept or reject them (privacy accept --likely)."
        )


COMMANDS = (privacy,)
