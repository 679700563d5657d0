"""Writes the parts of the documentation that come from the program itself; a test checks that they are up to date.

python -m docs.build
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import click

FOLDER = Path(__file__).resolve().parent
SPEC = FOLDER.parent / "tests" / "spec"
COMMON = {"project", "json", "who", "model", "job", "help", "version"}
EXIT_CODES = """Exit codes: `0` done (also "not found", also nothing new); `2` the command was given wrongly; `10` nothing could be
done, the message says why and what to do; `12` done in part, each refused file or row is named with a code and a reason;
`1` a bug in Verbatim."""


def walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            found = command.get_command(click.Context(command), name)
            if found is not None:
                yield from walk(found, f"{path} {name}")


def commands_page() -> str:
    """The command reference, from the commands' own help."""
    from ui.cli import verbatim

    lines = [
        "# Commands", "", "Made from the program by `make docs`; a test fails when it is out of date.", "",
        "Every command takes `--project DIR` (or the variable `VERBATIM_PROJECT`; default `./verbatim-project`), `--json` (one record a",
        "line on stdout, UTF-8; messages and progress go to stderr), `--as NAME` (whose actions these are) and `--model NAME` (the encoder:",
        "`minilm`, `none` for keyword search only, or a sentence-transformers folder), before or after the command's name.", "", EXIT_CODES, "",
    ]  # fmt: skip
    for path, command in walk(verbatim, "verbatim"):
        if path == "verbatim":
            continue
        context = click.Context(command, info_name=path)
        usage = command.get_usage(context).removeprefix("Usage: ")
        lines += [f"## {path.removeprefix('verbatim ')}", "", f"`{' '.join(usage.split())}`", "", *_help(command), ""]
        options = [p for p in command.params if isinstance(p, click.Option) and p.name not in COMMON and not p.hidden]
        if options:
            lines += ["| option | meaning |", "|---|---|"]
            for option in options:
                name, text = option.get_help_record(context) or ("", "")
                lines.append(f"| `{name}` | {text} |".replace("|text", "\\|text"))
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _help(command: click.Command) -> list[str]:
    return [" ".join(part.split()) for part in (command.help or "").split("\n\n") if part.strip()]


def spec_page(title: str, path: Path) -> str:
    """A spec table (CSV, first row the column names) as a page; the tests run the same rows."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    lines = [
        f"# {title}",
        "",
        f"{len(rows) - 1} rows; the tests run each of them (`tests/spec/{path.name}`). Made by `make docs`.",
        "",
    ]
    lines += ["| " + " | ".join(rows[0]) + " |", "|" + "---|" * len(rows[0])]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows[1:]]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    made = {"commands.md": commands_page()}
    for path in sorted(SPEC.glob("*.csv")):
        made[f"spec-{path.stem}.md"] = spec_page(f"What is read: {path.stem.replace('_', ' ')}", path)
    return made


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/{name}")
