"""searches: what a person searches for again and again, and what is new since they last looked."""

from __future__ import annotations

from typing import Any

import click

from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.commands.search import FREE_TEXT, filter_options, filters_of, kind_option, words
from ui.viewdata.saved import since


@click.group(invoke_without_command=True)
@common_options
@click.pass_context
def searches(context: click.Context) -> None:
    """List your saved searches with how many results are new since you last looked.

    New is what stands in documents that came in since; whose searches these are is said by --as.
    """
    if context.invoked_subcommand is not None:
        return
    from index.saved import news, saved

    invocation = context.find_object(Invocation)
    assert invocation is not None
    services = invocation.services
    found = saved(services.store)
    for one in found:
        made = news(services.index, services.store, one)
        if invocation.json:
            output.record(made.record())
        else:
            output.line(f"{one.name}: {one.query}  ({since(len(made.hits), one.seen_at)})")
    output.message(f"{len(found)} saved searches of {services.store.who}")


@searches.command(context_settings=FREE_TEXT)
@click.argument("name")
@click.argument("query", nargs=-1, required=True)
@kind_option
@filter_options
@common_options
@pass_invocation
def add(invocation: Invocation, /, name: str, query: tuple[str, ...], kinds: tuple[str, ...], **given: Any) -> None:
    """Save a search under NAME; what is in the project now counts as seen."""
    from index.saved import save

    made = save(invocation.services.store, name, words(query), kinds or ("passage",), filters_of(given))
    output.message(f"Saved {made.name!r}: {made.query}")


@searches.command()
@click.argument("name")
@common_options
@pass_invocation
def show(invocation: Invocation, name: str) -> None:
    """Show what is new for the search called NAME; it counts as seen from now on."""
    from index.saved import open_news

    made = open_news(invocation.services.index, invocation.services.store, name)
    for hit in made.hits:
        if invocation.json:
            output.record(hit.record())
        else:
            output.line(f"{hit.rank}. {output.place(hit.location.record())}")
            output.line(f"   {' '.join(hit.location.quote.split())[:400]}")
    output.message(f"{made.search.name}: {since(len(made.hits), made.search.seen_at)}")


@searches.command()
@click.argument("name")
@common_options
@pass_invocation
def remove(invocation: Invocation, name: str) -> None:
    """Forget the search called NAME."""
    from index.saved import remove as forget

    forget(invocation.services.store, name)
    output.message(f"Removed {name!r}")


COMMANDS = (searches,)
