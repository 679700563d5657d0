"""search and ask."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

import click

from core.errors import UsageError
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation

FREE_TEXT = {"ignore_unknown_options": True}


def words(given: tuple[str, ...]) -> str:
    """The query as typed: quoting is not needed, and text that begins with one dash is text."""
    for word in given:
        if word.startswith("--") and len(word) > 2 and " " not in word:
            raise UsageError(
                f"There is no option {word}. To search for it, write it after two dashes: verbatim search -- {word}"
            )
    return " ".join(given)


def iso_date(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """A year, a month or a day ("2023", "2023-03", "2023-03-14") as the first day that it names."""
    return None if value is None else _days(value)[0].isoformat()


def last_iso_date(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """A year, a month or a day as the last day that it names: "until 2023" takes in December."""
    return None if value is None else _days(value)[1].isoformat()


def _days(value: str) -> tuple[date, date]:
    """The first and the last day that "2023", "2023-03" or "2023-03-14" names."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", value.strip(), re.ASCII)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        first = date(year, month or 1, day or 1)
        if day:
            return first, first
        return first, date(year, month or 12, monthrange(year, month or 12)[1])
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date; write it as 2023-03-14, 2023-03 or 2023") from None


@click.command(context_settings=FREE_TEXT)
@click.argument("query", nargs=-1, required=True)
@click.option("-k", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How many results.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["passage", "commitment", "finding"]),
    help="What to search; may be repeated (default: passage).",
)
@click.option("--document", "documents", metavar="ID", multiple=True, help="Only this document; may be repeated.")
@click.option("--item", metavar="N", help="Only this agenda item.")
@click.option("--organisation", metavar="X", help="Only documents of this organisation.")
@click.option("--since", metavar="D", callback=iso_date, help="Only documents of this date or later.")
@click.option("--until", metavar="D", callback=last_iso_date, help="Only documents of this date or earlier.")
@click.option("--type", "type_", metavar="T", help="Only documents of this type, such as board_paper.")
@common_options
@pass_invocation
def search(
    invocation: Invocation,
    query: tuple[str, ...],
    k: int,
    kinds: tuple[str, ...],
    documents: tuple[str, ...],
    item: str | None,
    organisation: str | None,
    since: str | None,
    until: str | None,
    type_: str | None,
) -> None:
    """Search passages, commitments or findings: words, "phrases", AND OR NOT, brackets, prefix kin*."""
    from index.search import Filters

    filters = Filters(
        document=documents or None, item=item, organisation=organisation, since=since, until=until, type=type_
    )
    found = invocation.services.find(words(query), k=k, kinds=kinds or ("passage",), filters=filters)
    for hit in found.hits:
        if invocation.json:
            output.record(hit.record())
        else:
            output.line(f"{hit.rank}. {output.place(hit.location.record())}")
            output.line(f"   {' '.join(hit.location.quote.split())[:400]}")
    for text in (found.note, found.reason):
        if text:
            output.message(text)


@click.command(context_settings=FREE_TEXT)
@click.argument("question", nargs=-1, required=True)
@common_options
@pass_invocation
def ask(invocation: Invocation, question: tuple[str, ...]) -> None:
    """Answer a question with sentences quoted from the documents, or say that nothing was found and what was searched."""
    answer = invocation.services.ask(words(question))
    if invocation.json:
        output.record(answer.record())
        return
    if answer.answer is None:
        output.line(f"Not found. {answer.reason}")
    for number, citation in enumerate(answer.citations, 1):
        output.line(f"[{number}] “{' '.join(citation.location.quote.split())}”")
        output.line(f"    {output.place(citation.location.record())}")
    searched = answer.searched
    output.line(
        f"Searched {searched.passages} passages in {searched.documents} documents for: {', '.join(searched.terms)}"
    )
    if answer.answer is None:
        for hit in answer.rejected[:3]:
            output.line(
                f"  nearest: {output.place(hit.location.record())}: {' '.join(hit.location.quote.split())[:160]}"
            )


COMMANDS = (search, ask)
