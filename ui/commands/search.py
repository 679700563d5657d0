"""search, ask and brief."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from core.errors import EXIT_DONE_IN_PART, UsageError
from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation

if TYPE_CHECKING:
    from core.answers import Answer, Hit
    from index.search import Filters

F = TypeVar("F", bound=Callable[..., Any])
OUT = click.Path(path_type=Path, dir_okay=False)
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


def filter_options(command: F) -> F:
    """The options that say which documents are searched; `filters_of` takes them."""
    for option in (
        click.option("--type", "type_", metavar="T", help="Only documents of this type, such as board_paper."),
        click.option("--until", metavar="D", callback=last_iso_date, help="Only documents of this date or earlier."),
        click.option("--since", metavar="D", callback=iso_date, help="Only documents of this date or later."),
        click.option("--organisation", metavar="X", help="Only documents of this organisation."),
        click.option("--item", metavar="N", help="Only this agenda item."),
        click.option(
            "--document", "documents", metavar="ID", multiple=True, help="Only this document; may be repeated."
        ),
    ):
        command = option(command)
    return command


def filters_of(given: dict[str, Any]) -> Filters:
    """The filters that the options of `filter_options` say."""
    from index.search import Filters

    return Filters(
        document=given["documents"] or None, item=given["item"], organisation=given["organisation"], since=given["since"],
        until=given["until"], type=given["type_"],
    )  # fmt: skip


def filters_in_words(filters: Filters) -> list[str]:
    """What the filters say, for a file that is read without them."""
    from dataclasses import asdict

    named = {name: value for name, value in asdict(filters).items() if value is not None}
    return [f"{name} {', '.join(value) if isinstance(value, tuple) else value}" for name, value in named.items()]


kind_option = click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(["passage", "commitment", "finding"]),
    help="What to search; may be repeated (default: passage).",
)  # fmt: skip


@click.command(context_settings=FREE_TEXT)
@click.argument("query", nargs=-1, required=True)
@click.option("-k", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How many results.")
@kind_option
@filter_options
@click.option("--out", metavar="FILE", type=OUT, help="Write the results as a .csv, .xlsx or .docx file.")
@click.option(
    "--rerank",
    metavar="MODEL_FOLDER",
    type=click.Path(path_type=Path),
    help="Put the first results in order with the cross-encoder in this folder (default: VERBATIM_RERANK, else none).",
)
@common_options
@pass_invocation
def search(
    invocation: Invocation,
    /,
    query: tuple[str, ...],
    k: int,
    kinds: tuple[str, ...],
    out: Path | None,
    rerank: Path | None,
    **given: Any,
) -> None:
    """Search passages, commitments or findings: words, "phrases", AND OR NOT, brackets, prefix kin*, and field words:
    org:NAME type:minutes after:2022 before:2024-06 doc:TITLE item:7 para:3.10 page:12."""
    if out is not None:
        from ui.exports.hits import check_hits_format

        check_hits_format(out)
    filters = filters_of(given)
    found = invocation.services.find(words(query), k=k, kinds=kinds or ("passage",), filters=filters, rerank=rerank)
    if out is not None:
        _write_hits(invocation, out, words(query), found.hits, filters)
    for hit in found.hits:
        if invocation.json:
            output.record(hit.record() | ({"reranked": found.reranked} if found.reranked else {}))
        elif out is None:
            output.line(f"{hit.rank}. {output.place(hit.location.record())}")
            output.line(f"   {' '.join(hit.location.quote.split())[:400]}")
            for other in hit.duplicates:
                output.line(f"   the same words: {output.place(other.record())}")
    expanded = [f"{one.written} as {' or '.join(one.also)}" for one in found.expansions]
    for text in (
        found.note,
        f"Searched too: {'; '.join(expanded)}." if expanded else "",
        f"Did you mean: {found.did_you_mean}" if found.did_you_mean else "",
        found.reason,
    ):
        if text:
            output.message(text)


def _write_hits(invocation: Invocation, out: Path, query: str, hits: Sequence[Hit], filters: Filters) -> None:
    from index.verify import fingerprints
    from ui.exports.files import write_bytes
    from ui.exports.hits import Citing, hits_bytes

    services, limits = invocation.services, filters_in_words(filters)
    notes = [f"Only {'; '.join(limits)}."] if limits else []
    citing, sha256 = Citing(services.described), fingerprints(services.store)
    write_bytes(out, hits_bytes(out.suffix, query, hits, citing, sha256, notes))
    output.message(f"{len(hits)} results written to {out}")


@click.command(context_settings=FREE_TEXT)
@click.argument("question", nargs=-1)
@click.option(
    "--batch", metavar="FILE", type=OUT, help="Answer each question of a .csv or .xlsx file with a column question."
)
@click.option(
    "--out",
    metavar="FILE",
    type=OUT,
    help="Write the answer (.csv, .xlsx, .docx), or those of a batch (.csv, .xlsx): a row a citation.",
)
@common_options
@pass_invocation
def ask(invocation: Invocation, question: tuple[str, ...], batch: Path | None, out: Path | None) -> None:
    """Answer a question with sentences quoted from the documents, or say that nothing was found and what was searched.

    A question that asks for a list is answered with all of it, one that compares with both sides. With --batch, a whole list of
    questions; one that was stopped goes on where it stopped.
    """
    if batch is not None:
        _ask_batch(invocation, question, batch, out)
        return
    if not question:
        raise click.UsageError("Missing argument 'QUESTION...'.")
    if out is not None:
        from ui.exports.answers import check_answer_format

        check_answer_format(out)
    answer = invocation.services.ask(words(question))
    if out is not None:
        _write_answer(invocation, out, answer)
    if invocation.json:
        output.record(answer.record())
        return
    _say(answer)


def _say(answer: Answer) -> None:
    """The answer in words: quotes with their places, what the registers hold of them, what stands against them."""
    from ui.viewdata.answers import SHOWN_OF_LIST, against_line, list_line, read_line

    if answer.answer is None:
        output.line(f"Not found. {answer.reason}")
    if answer.listed is not None:
        output.line(list_line(answer))
    order = list(answer.listed.citations[:SHOWN_OF_LIST]) if answer.listed else []
    order += [n for n in range(len(answer.citations)) if answer.listed is None or n not in answer.listed.citations]
    for number, n in enumerate(order, 1):
        cited = answer.citations[n]
        sides = [side.label for side in answer.compared if side.found and side.found.location == cited.location]
        output.line(f"[{number}] {f'{sides[0]}: ' if sides else ''}“{' '.join(cited.location.quote.split())}”")
        output.line(f"    {output.place(cited.location.record())}")
        read = read_line(cited.records)
        if read is not None and read.line:
            output.line(f"    {read.line}")
        for other in answer.contradicts:
            if other.citation == n:
                output.line(f"    But: {against_line(other, cited.location)} ({output.place(other.location.record())})")
    for side in answer.compared:
        if side.found is None:
            output.line(f"Nothing was found on {side.label}.")
        elif answer.answer is None:
            output.line(f"  {side.label}: “{' '.join(side.found.location.quote.split())}”")
            output.line(f"    {output.place(side.found.location.record())}")
    searched = answer.searched
    output.line(
        f"Searched {searched.passages} passages in {searched.documents} documents for: {', '.join(searched.terms)}"
    )
    if answer.answer is None:
        for hit in answer.rejected[:3]:
            output.line(
                f"  nearest: {output.place(hit.location.record())}: {' '.join(hit.location.quote.split())[:160]}"
            )


def _write_answer(invocation: Invocation, out: Path, answer: Answer) -> None:
    from index.verify import fingerprints
    from ui.exports.answers import answer_bytes
    from ui.exports.files import write_bytes
    from ui.exports.hits import Citing

    services = invocation.services
    write_bytes(out, answer_bytes(out.suffix, answer, Citing(services.described), fingerprints(services.store)))
    output.message(f"{len(answer.citations)} quotes written to {out}")


def _ask_batch(invocation: Invocation, question: tuple[str, ...], batch: Path, out: Path | None) -> None:
    from index.verify import fingerprints
    from ui import batch as many
    from ui.exports.columns import with_sha256
    from ui.exports.files import check_suffix, write_records

    if question:
        raise UsageError("Give one question, or a file of them with --batch, not both.")
    if out is None and not invocation.json:
        raise UsageError("Say where the answers go: --out FILE (.csv or .xlsx), or --json for the screen.")
    if out is not None:
        check_suffix(out)
    asked, problems = many.read_questions(batch)
    rows: list[dict[str, Any]] = []
    unanswered = 0
    for one, answer in many.answered(invocation.services, asked, invocation.progress):
        rows += many.rows_of(one, answer)
        unanswered += answer["answer"] is None
        if invocation.json:
            output.record({"row": one.row, **answer})
    if out is not None:
        named = with_sha256(rows, fingerprints(invocation.services.store))
        write_records(out, "Answers", named, many.NOTES, many.FIRST_COLUMNS)
        output.message(f"{len(rows)} rows written to {out}")
    many.forget(invocation.services, asked)
    for problem in problems:
        output.message(f"row {problem.row}: {problem.message} [{problem.code}]")
    output.message(f"{len(asked)} questions: {len(asked) - unanswered} answered, {unanswered} not found")
    if problems:
        invocation.exit_code = EXIT_DONE_IN_PART


@click.command(context_settings=FREE_TEXT)
@click.argument("query", nargs=-1, required=True)
@click.option("--out", metavar="FILE", type=OUT, required=True, help="The .docx file to write.")
@click.option(
    "--pages",
    default=1,
    show_default=True,
    type=click.IntRange(1, 20),
    help="How many pages it may fill, the sources apart.",
)
@filter_options
@common_options
@pass_invocation
def brief(invocation: Invocation, /, query: tuple[str, ...], out: Path, pages: int, **given: Any) -> None:
    """Write a page for a board paper on a topic: commitments, findings, quotes with citations, and what was not found."""
    from index.topic import topic
    from index.verify import fingerprints
    from ui.exports.brief import brief as made_of
    from ui.exports.brief import check_brief_format
    from ui.exports.files import write_bytes

    check_brief_format(out)
    services, filters = invocation.services, filters_of(given)
    found = topic(services.index, words(query), filters)
    made = made_of(found, services.described, fingerprints(services.store), pages, limits=filters_in_words(filters))
    write_bytes(out, made.data)
    if invocation.json:
        output.record(
            {
                "query": found.query, "out": str(out), "commitments": made.commitments, "findings": made.findings,
                "quotes": made.quotes, "left_out": made.left_out, "missing": list(made.missing), "reason": found.reason,
            }
        )  # fmt: skip
    left = f"; {made.left_out} left out for want of room (--pages {pages + 1})" if made.left_out else ""
    output.message(
        f"Brief written to {out}: {made.commitments} commitments, {made.findings} findings, {made.quotes} quotes{left}"
    )
    if found.reason:
        output.message(found.reason)


COMMANDS = (search, ask, brief)
