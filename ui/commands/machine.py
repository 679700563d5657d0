"""code, runs, reproduce, next, prospects, look-again, accept: what the machine suggests and advises, and how it is repeated."""

from __future__ import annotations

from pathlib import Path

import click

from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import FILE, out_option, question_option
from ui.exports.files import check_suffix, write_bytes, write_records

SHOWN = 160  # characters of a response on a line


@click.command()
@question_option
@click.option("--refine", is_flag=True, help="Refine the encoder on these codes first (half a minute; needs torch).")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option("--advise", is_flag=True, help="Also work out what the Machine screen shows: prospects, doubts, costs.")
@common_options
@pass_invocation
def code(invocation: Invocation, question: str, refine: bool, seed: int, advise: bool) -> None:
    """Train on the human codes and suggest codes for the rest; suggestions are never counted as codes."""
    services = invocation.services
    before = services.runs(question)[:1]
    made = services.train_and_suggest(question, invocation.progress, seed, refine)
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
    _unfitted(made.manifest, before[0] if before else None)
    if advise:
        services.advise(question, invocation.progress)


def _unfitted(now: dict[str, object], before: dict[str, object] | None) -> None:
    """Says how many no code fits, and how that has moved: what lies outside the frame is not to grow unseen."""
    uncoded, without = now.get("uncoded"), now.get("without_a_suggestion")
    if not isinstance(uncoded, int) or not isinstance(without, int) or not uncoded:
        return
    said = f"No code fits {without:,} of {uncoded:,} uncoded responses ({100 * without / uncoded:.0f}%)"
    if before and isinstance(before.get("uncoded"), int) and before["uncoded"]:
        share = 100 * before["without_a_suggestion"] / before["uncoded"]  # type: ignore[operator]
        said += f"; in the run before, {share:.0f}%"
    output.message(f"{said}. What they have in common: verbatim themes --question ...")


@click.command()
@question_option
@common_options
@pass_invocation
def runs(invocation: Invocation, question: str) -> None:
    """List the runs of the machine with what each was made of, newest first."""
    for made in invocation.services.runs(question):
        if invocation.json:
            output.record(made)
        else:
            refined = ", encoder refined" if made.get("refined") else ""
            output.line(
                f"{made['run']}  trained on {made.get('n_trained_on', '?')}, frame version {made.get('codebook_version')}, "
                f"seed {made.get('seed')}{refined}"
            )


@click.command()
@click.argument("run")
@click.option("--out", metavar="FILE", type=FILE, help="Where the CSV goes (default: in the project, under runs/).")
@common_options
@pass_invocation
def reproduce(invocation: Invocation, run: str, out: Path | None) -> None:
    """Do a run again from what was kept of it: the same CSV of theme counts, byte for byte, on the same versions."""
    services = invocation.services
    made = services.reproduce(run, invocation.progress)
    file = out or Path(services.settings.project) / "runs" / f"{run}-counts.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(file, made.content)
    if invocation.json:
        output.record(made.record(str(file)))
    elif made.same:
        output.line(f"{run}: the same counts and the same suggestions, byte for byte. {file}")
    else:
        output.line(
            f"{run}: not the same: {made.differs} bytes of the counts and {made.differs_suggestions} of the suggestions differ. {file}"
        )
    for what in made.changed:
        output.message(f"Not as it was: {what}.")


@click.command(name="next")
@question_option
@click.option("--n", type=click.IntRange(1), default=20, show_default=True, help="How many responses.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@out_option
@common_options
@pass_invocation
def next_responses(invocation: Invocation, question: str, n: int, seed: int, out: Path | None) -> None:
    """Which responses to code next, so that the program learns most (a purposive choice: no interval rests on it)."""
    if out is not None:
        check_suffix(out)
    records = [one.record() for one in invocation.services.next_to_code(question, n, seed, invocation.progress)]
    if out is not None:
        write_records(out, "To code next", records)
        output.message(f"{len(records)} responses written to {out}")
    for made in records:
        if invocation.json:
            output.record(made)
        elif out is None:
            why = f"{made['why']}: {made['code']}" if made["code"] else made["why"]
            output.line(f"{made['response']}  ({why})  {' '.join(made['text'].split())[:SHOWN]}")


@click.command()
@question_option
@common_options
@pass_invocation
def prospects(invocation: Invocation, question: str) -> None:
    """What more coding would bring: the learning curve, and code by code whether more of it should help."""
    made = invocation.services.prospects(question, invocation.progress)
    for record in made.records():
        if invocation.json:
            output.record(record)
    if not invocation.json:
        columns = ("code", "uses", "f1", "gain_of_last_doubling", "kappa_with_people", "outlook")
        output.table(columns, [[record[name] for name in columns] for record in made.records()])
    for point in made.points:
        output.message(
            f"Learnt from {point.labels:,} coded responses: F1 {point.micro:.2f} over all codings, {point.macro:.2f} over the codes."
        )


@click.command(name="look-again")
@question_option
@out_option
@common_options
@pass_invocation
def look_again(invocation: Invocation, question: str, out: Path | None) -> None:
    """Codings that may be errors: people put a code on that the program would not, or the other way round."""
    if out is not None:
        check_suffix(out)
    records = [one.record() for one in invocation.services.look_again(question, invocation.progress)]
    if out is not None:
        write_records(out, "Look again", records)
    for made in records:
        if invocation.json:
            output.record(made)
        elif out is None:
            said = "was put on" if made["given"] else "was left off"
            output.line(f"{made['response']}  {made['code']} {said}  {' '.join(made['text'].split())[:SHOWN]}")
    output.message(f"{len(records)} codings to look at again{f', written to {out}' if out else ''}.")


@click.command()
@question_option
@click.option("--above", "threshold", type=click.FloatRange(0.5, 1), required=True, help="Least probability, 0.5 to 1.")
@click.option("--coder", metavar="NAME", help="Whose codings they become. Without it: only what it would cost is said.")
@common_options
@pass_invocation
def accept(invocation: Invocation, question: str, threshold: float, coder: str | None) -> None:
    """Accept sure suggestions in bulk; first, without --coder, what that would cost."""
    services = invocation.services
    if coder is None:
        preview = services.preview_accept(question, threshold, invocation.progress)
        if invocation.json:
            output.record(preview.record())
        output.message(f"{preview.sentence()} Nothing was accepted; to accept, add --coder NAME.")
        return
    n = services.accept_suggestions(question, coder, threshold)
    if invocation.json:
        output.record({"accepted": n, "coder": coder, "threshold": threshold})
    output.message(f"{n:,} responses are coded now by {coder}, as the program suggested.")


COMMANDS = (code, runs, reproduce, next_responses, prospects, look_again, accept)
