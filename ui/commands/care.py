"""index, doctor, serve: care of a project and the app."""

from __future__ import annotations

import os
import subprocess
import sys

import click

from ui import output
from ui.commands.invocation import Invocation, common_options, pass_invocation
from ui.health import checks
from ui.settings import child_environment


@click.command()
@click.option("--rebuild", is_flag=True, help="Build the search files anew, even where they are up to date.")
@common_options
@pass_invocation
def index(invocation: Invocation, rebuild: bool) -> None:
    """Bring the search files up to date; they are derived and can always be rebuilt."""
    services = invocation.services
    if not rebuild and not services.index_is_stale():
        output.message("The search files are up to date.")
        return
    made = services.build_index(invocation.progress)
    record = {"generation": made.number, "model": made.model, "built_at": made.built_at}
    if invocation.json:
        output.record(record)
    else:
        output.line(f"Index generation {made.number}, encoder {made.model}.")


@click.command()
@click.option("--export", is_flag=True, help="Export the encoder where that has not been done yet.")
@common_options
@pass_invocation
def doctor(invocation: Invocation, export: bool) -> None:
    """Check the project and the machine, and say what to do about what is wrong."""
    found = checks(invocation.services, export=export)
    for made in found:
        if invocation.json:
            output.record(made.record())
        else:
            output.line(f"{'ok ' if made.ok else 'NOT'}  {made.name}: {made.message}")
    if any(not made.ok for made in found):
        invocation.exit_code = 10


@click.command()
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@common_options
@pass_invocation
def serve(invocation: Invocation, port: int) -> None:
    """Serve the app on this machine only (127.0.0.1)."""
    from ui.server import command, port_is_free

    services = invocation.services
    if services.store.wal_warning:
        output.message(f"{services.store.wal_warning}: work alone in it, or keep a local copy.")
    if not port_is_free(port):
        from core.errors import UserError

        raise UserError(
            f"Port {port} is in use on this machine. Stop what uses it, or choose another: verbatim serve --port {port + 1}"
        )
    output.message(f"Verbatim is at http://127.0.0.1:{port} (stop it with Ctrl+C)")
    environment = child_environment(invocation.settings)
    invocation.close()
    if sys.platform == "win32":
        invocation.exit_code = subprocess.call(command(port), env=environment)
    else:
        argv = command(port)
        os.execvpe(argv[0], argv, environment)


COMMANDS = (index, doctor, serve)
