"""adjudicate: what coders coded differently, and what was decided."""

from __future__ import annotations

import click

COMMANDS: tuple[click.Command, ...] = ()
