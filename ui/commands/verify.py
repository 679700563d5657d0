"""verify: every quote of an exported file, checked again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from core.errors import EXIT_DONE_IN_PART
from index.verify import STATUSES, Checked
from index.verify import verify as checked_again
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.exports.reread import reread

SHOWN = 300  # characters of a quote on the screen


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--all", "every", is_flag=True, help="List the quotes that were found, too.")
@common_options
@pass_invocation
def verify(invocation: Invocation, file: Path, every: bool) -> None:
    """Check every quote of an exported FILE (.csv, .xlsx, .docx, or JSON lines) against the documents again.

    found: the same words at the same place. moved: they stand elsewhere, or in the newer version. changed: only something
    near them stands there. gone: nothing does. Exit code 12 where any is changed or gone.
    """
    read = reread(file)
    counts: Counter[str] = Counter()
    for made in checked_again(invocation.services.store, read.quotes, invocation.progress):
        counts[made.status] += 1
        if invocation.json:
            output.record(made.record())
        elif every or made.status != "found":
            _tell(made)
    for problem in read.problems:
        output.message(problem)
    told = ", ".join(f"{counts[status]} {status}" for status in STATUSES)
    without = f" {read.without} rows have no quote." if read.without else ""
    output.message(f"{len(read.quotes)} quotes: {told}.{without}")
    if counts["changed"] or counts["gone"] or read.problems:
        invocation.exit_code = EXIT_DONE_IN_PART


def _tell(made: Checked) -> None:
    quoted = made.quoted
    place = f" ({quoted.place})" if quoted.place else ""
    where = f"  {made.document} {made.start}-{made.end}" if made.document else ""
    title = f"  {' '.join(quoted.title.split())}" if quoted.title else ""
    output.line(f"row {quoted.row}{place}  {made.status}{where}{title}")
    output.line(f"    the file: “{' '.join(quoted.quote.split())[:SHOWN]}”")
    if made.words is not None:
        output.line(f"    there now: “{' '.join(made.words.split())[:SHOWN]}”")
    if made.note:
        output.line(f"    {made.note}")


COMMANDS = (verify,)
