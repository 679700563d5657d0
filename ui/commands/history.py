"""history, undo, redo: what happened to a question's code frame and codings, and taking it back."""

from __future__ import annotations

import json
from pathlib import Path

import click

from core.errors import UsageError
from ui import output
from ui.commands.frames import asked_of, question_option
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import FILE
from ui.exports.files import FORMATS, write_bytes, write_records

LOG_FORMATS = (*FORMATS, ".jsonl")
SHOWN = 50


@click.command()
@question_option
@click.option("--coder", metavar="NAME", help="What this person did, or what was done to their codings.")
@click.option("--since", metavar="DATE", help="From this date or time (UTC) on.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help=f"The newest N (default on a screen: {SHOWN}).")
@click.option(
    "--out", metavar="FILE", type=FILE, help="Write a .csv, .xlsx or .jsonl file; it holds no response's text."
)
@common_options
@pass_invocation
def history(
    invocation: Invocation,
    question: str | None,
    coder: str | None,
    since: str | None,
    limit: int | None,
    out: Path | None,
) -> None:
    """What happened to the code frame and codings of a question, newest first: who, when, what."""
    from ui.viewdata.history import history_records, sentence

    question = asked_of(invocation, question)
    if out is not None and out.suffix.lower() not in LOG_FORMATS:
        raise UsageError(f"{out.name}: the format is told by the suffix; choose one of {', '.join(LOG_FORMATS)}.")
    shown = limit if limit or out is not None or invocation.json else SHOWN
    entries = invocation.services.history(question, coder=coder, since=since, limit=shown)
    labels = invocation.services.frame_labels(question)
    if out is not None:
        records = history_records(entries, labels)
        if out.suffix.lower() == ".jsonl":
            lines = [json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n" for record in records]
            write_bytes(out, "".join(lines).encode())
        else:
            for record in records:
                for side in ("before", "after"):  # a column each, not one for every key of every action
                    record[side] = None if record[side] is None else json.dumps(record[side], ensure_ascii=False)
            write_records(out, "History", records)
        output.message(f"{len(records):,} events written to {out}")
        return
    for entry in entries:
        if invocation.json:
            output.record({**entry.record(), "what": sentence(entry, labels)})
        else:
            undone = f"  [undone by {entry.undone_by}]" if entry.undone_by else ""
            when = entry.at[:16].replace("T", " ")
            output.line(f"{entry.event}  {when}  {entry.who}: {sentence(entry, labels)}{undone}")
    if not entries:
        output.message("Nothing happened here yet.")
    elif not invocation.json and len(entries) == shown and limit is None:
        output.message(f"The newest {SHOWN}; --limit N shows more, --out FILE writes them all.")


others_option = click.option("--others", is_flag=True, help="Also what somebody else did.")


@click.command()
@click.argument("event", type=int, required=False)
@others_option
@question_option
@common_options
@pass_invocation
def undo(invocation: Invocation, event: int | None, others: bool, question: str | None) -> None:
    """Take an action on codings or the code frame back: the EVENT of this number (`verbatim history`), or your newest. It is
    refused where later work stands on it."""
    made = invocation.services.undo(asked_of(invocation, question), event, confirmed=others)
    _say(invocation, "Took back", made.record())


@click.command()
@click.argument("event", type=int, required=False)
@others_option
@question_option
@common_options
@pass_invocation
def redo(invocation: Invocation, event: int | None, others: bool, question: str | None) -> None:
    """Make an action again that was undone: the EVENT of this number, or the one that you undid last."""
    made = invocation.services.redo(asked_of(invocation, question), event, confirmed=others)
    _say(invocation, "Made again", made.record())


def _say(invocation: Invocation, verb: str, made: dict[str, object]) -> None:
    if invocation.json:
        output.record(made)
        return
    version = f"; the code frame is at version {made['version']}" if made["version"] else ""
    output.line(f"{verb} event {made['of']} ({made['action']}, by {made['who']}){version}.")


COMMANDS = (history, undo, redo)
