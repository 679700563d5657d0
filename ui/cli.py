"""The command line: `verbatim COMMAND`. Parses, runs a command, turns what went wrong into an exit code.

Exit codes: 0 done; 2 usage; 10 nothing could be done; 12 done in part; 1 a bug.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from core.errors import EXIT_BUG, EXIT_USAGE, UserError
from core.jobs import Cancelled
from ui import output
from ui.commands.invocation import Invocation, common_options

INTERRUPTED = 130


# Where the commands are, those that must start fastest first: a module is imported when a command is looked for in it.
MODULES = (
    "search",
    "searches",
    "documents",
    "registers",
    "checks",
    "verify",
    "responses",
    "privacy",
    "frames",
    "codings",
    "history",
    "allocation",
    "agreement",
    "adjudication",
    "counting",
    "publishing",
    "machine",
    "themes",
    "exchange",
    "care",
    "evaluation",
)


class Commands(click.Group):
    """The commands of `MODULES`, each module imported when it is needed: a search does not wait for the exports."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for module in MODULES:
            for command in import_module(f"ui.commands.{module}").COMMANDS:
                if command.name == cmd_name:
                    return command  # type: ignore[no-any-return]
        return None

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(c.name for module in MODULES for c in import_module(f"ui.commands.{module}").COMMANDS)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="verbatim", prog_name="verbatim")
@common_options
def verbatim() -> None:
    """Codes open-text survey answers into themes, and finds commitments and findings in policy documents.

    Everything it says, it can show word for word in the source.
    """


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit code; never raises for a user's mistake."""
    invocation = Invocation()
    try:
        verbatim.main(list(arguments), prog_name="verbatim", standalone_mode=False, obj=invocation)
        code = invocation.exit_code
        invocation.finish("done")
    except click.exceptions.NoArgsIsHelpError as error:
        output.message(error.format_message())
        code = EXIT_USAGE
    except click.ClickException as error:
        error.show(file=sys.stderr)
        code = EXIT_USAGE
    except (click.exceptions.Abort, KeyboardInterrupt):
        output.message("Stopped. What was done so far is saved.")
        code = INTERRUPTED
    except Cancelled:
        output.message("Cancelled. What was done so far is saved; start it again to go on.")
        invocation.finish("cancelled", "Cancelled. What was done so far is saved.")
        code = 0
    except UserError as error:
        output.message(str(error))
        invocation.finish("failed", str(error))
        code = error.exit_code
    except BrokenPipeError:
        # the reader of our output went away (`verbatim search x | head`): nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        invocation.finish("failed", f"{error.__class__.__name__}: the program failed; see the log of the job.")
        import traceback

        traceback.print_exc()
        output.message("This is a bug in Verbatim. Please report the lines above; they hold no text of your documents.")
        code = EXIT_BUG
    finally:
        invocation.close()
    return code


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))
