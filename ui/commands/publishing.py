"""bases, ranks, effort, differences, pack: what stands beside theme counts, and all of it as one publication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from core.errors import UsageError
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.question_options import out_option, question_option
from ui.exports.files import check_suffix, write_bytes, write_records
from ui.exports.publication import PACK_FORMATS, check_pack_suffix, publication_bytes

coder_option = click.option("--coder", metavar="NAME", help="Whose codes count where coders differ unadjudicated.")
threshold_option = click.option("--threshold", type=click.IntRange(0), metavar="N", help="Suppress counts under N.")


@click.command()
@question_option
@threshold_option
@out_option
@common_options
@pass_invocation
def bases(invocation: Invocation, question: str, threshold: int | None, out: Path | None) -> None:
    """What became of every response, and the three bases: the states sum to what came in."""
    records = [row.record() for row in invocation.services.bases(question, threshold)]
    _give(invocation, "Bases", records, out, ("part", "name", "n", "meaning"))


@click.command()
@question_option
@coder_option
@threshold_option
@out_option
@common_options
@pass_invocation
def ranks(invocation: Invocation, question: str, coder: str | None, threshold: int | None, out: Path | None) -> None:
    """The themes by how often they were given, and the ranks that each may have: is the top one really top?"""
    from ui.viewdata.publishing import ranks_sentence

    found = invocation.services.rank_themes(question, coder, threshold)
    records = [row.record() for row in found]
    _give(invocation, "Ranks", records, out, ("code", "label", "percent", "rank", "rank_low", "rank_high"))
    output.message(ranks_sentence(found))


@click.command()
@question_option
@click.option("--points", type=float, default=3.0, show_default=True, help="To within how many percentage points.")
@coder_option
@threshold_option
@out_option
@common_options
@pass_invocation
def effort(
    invocation: Invocation, question: str, points: float, coder: str | None, threshold: int | None, out: Path | None
) -> None:
    """How many more responses must be coded, at random, for each theme's share to be known to within so many points."""
    found = invocation.services.coding_effort(question, points, coder, threshold)
    columns = ("code", "label", "method", "sampled", "half_width", "needed", "more")
    _give(invocation, "Coding effort", [row.record() for row in found], out, columns)
    output.message(
        "Where the sample was drawn here, `verbatim sample` with its seed and --n NEEDED begins with the responses that are coded already."
    )


@click.command()
@question_option
@click.option("--by", metavar="A", help="The attribute whose groups are compared, each with all others.")
@click.option("--earlier", metavar="Q2", help="Instead: the question of an earlier wave, with the same code frame.")
@coder_option
@threshold_option
@out_option
@common_options
@pass_invocation
def differences(
    invocation: Invocation, question: str, by: str | None, earlier: str | None, coder: str | None,
    threshold: int | None, out: Path | None,
) -> None:  # fmt: skip
    """Where groups, or two waves, differ: with intervals, and tests corrected for their number (Holm)."""
    if (by is None) == (earlier is None):
        raise UsageError("Name what is compared: --by ATTRIBUTE, or --earlier QUESTION (one of the two).")
    services = invocation.services
    if by is not None:
        found = services.group_differences(question, by, coder, threshold)
    else:
        found = services.wave_differences(question, earlier or "", coder, threshold)
    columns = ("code", "value", "against", "percent", "percent_against", "difference", "low", "high", "p_adjusted", "differs")  # fmt: skip
    _give(invocation, "Differences", [row.record() for row in found], out, columns)
    tested = [row for row in found if row.p is not None]
    output.message(
        f"{sum(bool(row.differs) for row in tested)} of {len(tested)} tested differences hold (Fisher's exact test, Holm's correction over all of them, 5%)."
    )
    for note in dict.fromkeys(row.note for row in found if row.note):
        output.message(note)


@click.command()
@question_option
@click.option(
    "--by", "by", multiple=True, metavar="A[,B]", help="A table by one attribute or two; may be given several times."
)
@click.option(
    "--base", "base_kind", type=click.Choice(["asked", "answered", "codable"]), default="answered", show_default=True,
    help="Percent of whom.",
)  # fmt: skip
@coder_option
@click.option(
    "--threshold", type=click.IntRange(0), metavar="N",
    help="Suppress counts under N (people: 10 unless given; organisations: none; 0: none).",
)  # fmt: skip
@click.option("--round-to", type=click.IntRange(0), default=0, metavar="N", help="Round numbers to multiples of N.")
@click.option("--quotes", type=click.IntRange(0), default=3, show_default=True, help="Quotations a theme at most.")
@click.option(
    "--out", metavar="FILE", required=True, type=click.Path(path_type=Path, dir_okay=False),
    help=f"{', '.join(PACK_FORMATS)}: workbook, spreadsheet, report, tidy table.",
)  # fmt: skip
@common_options
@pass_invocation
def pack(
    invocation: Invocation, question: str, by: Sequence[str], base_kind: str, coder: str | None,
    threshold: int | None, round_to: int, quotes: int, out: Path,
) -> None:  # fmt: skip
    """All tables of a question as one publication: suppressed together, audited, with a note on methods."""
    check_pack_suffix(out)
    made = invocation.services.publication(
        question,
        base=base_kind,
        by=[[name.strip() for name in group.split(",") if name.strip()] for group in by],
        coder=coder,
        threshold=threshold,
        rounding=round_to,
        quotes_a_theme=quotes,
    )
    write_bytes(out, publication_bytes(out.suffix, made))
    suppressed = made.disclosure.suppressed if made.disclosure else 0
    if invocation.json:
        output.record(
            {
                "question": made.question.id,
                "file": str(out),
                "tables": len(made.tables),
                "suppressed": suppressed,
                "quotes": sum(len(chosen) for chosen in made.quotes.values()),
            }
        )
    output.message(f"{len(made.tables)} tables written to {out}; {suppressed} cells suppressed")
    for heading, text in made.methods:
        if heading == "Small numbers":
            output.message(text)
    output.message(made.quotes_note)


def _give(
    invocation: Invocation, title: str, records: Iterable[Mapping[str, Any]], out: Path | None, columns: Sequence[str]
) -> None:
    made = list(records)
    if out is not None:
        check_suffix(out)
        write_records(out, title, made)
        output.message(f"{len(made)} rows written to {out}")
    if invocation.json:
        for record in made:
            output.record(record)
    elif out is None:
        output.table(
            columns, [["[c]" if r.get("suppressed") and r[c] is None else r[c] for c in columns] for r in made]
        )


COMMANDS = (
    bases,
    ranks,
    effort,
    differences,
    pack,
)
