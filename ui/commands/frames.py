"""codebook: the code frame of a question, its versions, and the changes that take codings along."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.errors import UsageError
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import FILE, report_import
from ui.exports.files import FORMATS, write_bytes, write_records

if TYPE_CHECKING:
    from coding.frames import Change

OUT_FORMATS = (*FORMATS, ".json", ".qdc")
question_option = click.option(
    "--question", metavar="Q", help="The question's id, or its exact text; may be left out where there is one."
)
preview_option = click.option("--preview", is_flag=True, help="Say what would become of the codings; change nothing.")


def asked_of(invocation: Invocation, question: str | None) -> str:
    """The question that was named, or the only one there is."""
    if question is None:
        group = click.get_current_context().parent
        question = group.params.get("question") if group is not None else None
    if question is not None:
        return question
    known = invocation.services.questions()
    if len(known) == 1:
        return known[0].id
    listed = "".join(f"\n  {found.id}  {found.text}" for found in known)
    raise UsageError(
        "Say of which question: --question Q (an id from `verbatim responses`, or the exact text)."
        + (f" There are:{listed}" if known else "")
    )


@click.group(invoke_without_command=True)
@question_option
@click.option("--version", type=click.IntRange(min=1), metavar="N", help="An earlier version (default: the newest).")
@click.option("--as-of", metavar="DATE", help="The frame as it was on a date (at its end, UTC) or at a time.")
@click.option("--out", metavar="FILE", type=FILE, help="Write a .csv, .xlsx, .json or .qdc (REFI-QDA) file.")
@common_options
@pass_invocation
def codebook(
    invocation: Invocation, question: str | None, version: int | None, as_of: str | None, out: Path | None
) -> None:
    """Show the code frame of a question; bring one in (`add`); change it, its codings taken along."""
    if click.get_current_context().invoked_subcommand:
        return
    question = asked_of(invocation, question)
    if out is not None and out.suffix.lower() not in OUT_FORMATS:
        raise UsageError(f"{out.name}: the format is told by the suffix; choose one of {', '.join(OUT_FORMATS)}.")
    if as_of is not None:
        if version is not None:
            raise UsageError("Give --version or --as-of, not both.")
        past = invocation.services.as_of(question, as_of)
        if past.codebook is None:
            output.message(f"There was no code frame yet on {as_of}.")
            return
        version = past.codebook.version
    frame = invocation.services.codebook(question, version)
    codes = [code.record() for code in frame.codes]
    if out is not None:
        _write(invocation, question, version, out, codes)
        output.message(f"{len(codes)} codes written to {out}")
    for code in codes:
        if invocation.json:
            output.record(code)
        elif out is None:
            output.line(f"{code['code']}  {code['label']}: {code['definition']}")


def _write(invocation: Invocation, question: str, version: int | None, out: Path, codes: list[dict[str, Any]]) -> None:
    if out.suffix.lower() == ".json":
        write_bytes(out, invocation.services.frame_json(question, version))
    elif out.suffix.lower() == ".qdc":
        from coding.exchange import codebook_bytes

        frame = invocation.services.codebook(question, version)
        write_bytes(out, codebook_bytes(frame.question, frame.codes))
    else:
        write_records(out, "Code frame", codes)


@codebook.command(name="add")
@click.argument("file", type=click.Path(path_type=Path))
@question_option
@common_options
@pass_invocation
def add_codebook(invocation: Invocation, file: Path, question: str | None) -> None:
    """Bring in a code frame: columns code, label, definition and, if you have them, include, exclude, typical, borderline,
    parent, colour, key; or JSON, or a REFI-QDA code book or project (.qdc, .qdpx). A frame that comes again is a new version,
    mapped by code: no coding is lost."""
    report_import(invocation, invocation.services.add_codebook(file, asked_of(invocation, question)))


@codebook.command()
@question_option
@common_options
@pass_invocation
def versions(invocation: Invocation, question: str | None) -> None:
    """How each version came from the one before, and what became of the codings."""
    from ui.viewdata.frame import version_rows

    question = asked_of(invocation, question)
    maps = invocation.services.frame_versions(question)
    if invocation.json:
        for made in maps:
            output.record(made.record())
        return
    for row in version_rows(maps, invocation.services.frame_labels(question)):
        output.line(f"{row['Version']}  {row['When']}  {row['Who']}  {row['What changed']}. {row['Codings']}".rstrip())


@codebook.command()
@question_option
@common_options
@pass_invocation
def check(invocation: Invocation, question: str | None) -> None:
    """Codes too alike, never used, on almost everything, used together, without a definition."""
    checks = invocation.services.check_frame(asked_of(invocation, question))
    for made in checks:
        if invocation.json:
            output.record(made.record())
        else:
            output.line(f"{made.kind}  {made.message}")
    if not checks:
        output.message("Nothing to look at again.")
    elif not invocation.json:
        for kind, basis in dict.fromkeys((made.kind, made.basis) for made in checks):
            output.message(f"{kind}: {basis}")


@codebook.command()
@click.argument("codes", nargs=-1, required=True)
@click.option("--into", required=True, metavar="C", help="A code of the frame, or the name of a new one.")
@click.option("--label", default="", metavar="LABEL", help="Its label.")
@preview_option
@question_option
@common_options
@pass_invocation
def merge(
    invocation: Invocation, codes: tuple[str, ...], into: str, label: str, preview: bool, question: str | None
) -> None:
    """Make one code of several: each coder's judgement on a response counts once, true where one was."""
    from coding.frames import Merge

    _change(invocation, question, Merge(codes, into, label), preview)


@codebook.command()
@click.argument("code")
@click.option("--into", required=True, metavar="B,C", help="The new codes, or B=LABEL,C=LABEL.")
@preview_option
@question_option
@common_options
@pass_invocation
def split(invocation: Invocation, code: str, into: str, preview: bool, question: str | None) -> None:
    """Make several codes of one: who put it on a response is asked to look at that response again."""
    from coding.frames import Split

    parts = [part.partition("=") for part in into.split(",") if part.strip()]
    _change(
        invocation, question, Split(code, tuple((name.strip(), label.strip()) for name, _, label in parts)), preview
    )


@codebook.command()
@click.argument("code")
@click.argument("label")
@preview_option
@question_option
@common_options
@pass_invocation
def rename(invocation: Invocation, code: str, label: str, preview: bool, question: str | None) -> None:
    """Give a code another label; its codings stand."""
    from coding.frames import Rename

    _change(invocation, question, Rename(code, label), preview)


@codebook.command()
@click.argument("code")
@preview_option
@question_option
@common_options
@pass_invocation
def retire(invocation: Invocation, code: str, preview: bool, question: str | None) -> None:
    """Take a code out of the frame: its codings are kept on record and not counted."""
    from coding.frames import Retire

    _change(invocation, question, Retire(code), preview)


@codebook.command()
@click.argument("code")
@preview_option
@question_option
@common_options
@pass_invocation
def reinstate(invocation: Invocation, code: str, preview: bool, question: str | None) -> None:
    """Bring a code back that had left the frame, with the codings that it had."""
    from coding.frames import Reinstate

    question = asked_of(invocation, question)
    former = invocation.services.former_codes(question)
    found = next((made.code for made in former if code in (made.code.code, made.code.label)), None)
    if found is None:
        listed = ", ".join(made.code.code for made in former) or "none"
        raise UsageError(f"No code {code!r} has left the frame. Those that have: {listed}")
    _change(invocation, question, Reinstate(found), preview)


@codebook.command()
@click.argument("code")
@click.option("--under", metavar="B", help="A code or a heading; left out: to the top.")
@preview_option
@question_option
@common_options
@pass_invocation
def move(invocation: Invocation, code: str, under: str | None, preview: bool, question: str | None) -> None:
    """Put a code under another; its codings stand."""
    from coding.frames import Move

    _change(invocation, question, Move(code, under), preview)


def _change(invocation: Invocation, question: str | None, change: Change, preview: bool) -> None:
    from ui.viewdata.frame import change_lines

    question = asked_of(invocation, question)
    labels = invocation.services.frame_labels(question)
    made = invocation.services.change_frame(question, change, preview=preview)
    if invocation.json:
        output.record({**made.record(), "preview": preview})
    else:
        output.line(f"{'Would be version' if preview else 'Version'} {made.version}")
        for line in change_lines(made, labels):
            output.line(line)
    if not preview:
        output.message("`verbatim undo` takes it back.")


COMMANDS = (codebook,)
