"""One run of a command: its options, its services, its exit code; the options that every command takes."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from core import jobs
from core.errors import EXIT_DONE
from core.jobs import JobProgress, PrintedProgress, Progress
from ui.services import Services
from ui.settings import Settings, settings

F = TypeVar("F", bound=Callable[..., Any])


class Invocation:
    """Collects the common options, before or after the command's name, and opens the project when it is first needed."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}
        self.exit_code = EXIT_DONE
        self._services: Services | None = None
        self._progress: Progress | None = None

    @property
    def json(self) -> bool:
        return bool(self.options.get("json"))

    @property
    def settings(self) -> Settings:
        chosen = self.options.get
        return settings(chosen("project"), chosen("who"), chosen("model"), chosen("job"))

    @property
    def services(self) -> Services:
        if self._services is None:
            self._services = Services.open(self.settings)
        return self._services

    @property
    def progress(self) -> Progress:
        """Where long work reports: the job's row when run as a job, else stderr."""
        if self._progress is None:
            job = self.settings.job
            self._progress = jobs.begin(self.services.store, job, os.getpid()) if job else PrintedProgress()
        return self._progress

    @property
    def progress_printer(self) -> Progress:
        """Progress on stderr, for work that is not on the user's project."""
        return PrintedProgress()

    def finish(self, state: str, message: str = "") -> None:
        if isinstance(self._progress, JobProgress):
            jobs.finish(self.services.store, self._progress.job, state, message, {"exit": self.exit_code})

    def close(self) -> None:
        if self._services is not None:
            self._services.store.close()


def _remember(context: click.Context, option: click.Parameter, value: Any) -> None:
    invocation = context.find_object(Invocation)
    if invocation is not None and option.name and value not in (None, False):
        invocation.options[option.name] = value


def common_options(command: F) -> F:
    """The options of every command; they may stand before or after its name."""
    for option in (
        click.option("--job", hidden=True, expose_value=False, callback=_remember),
        click.option(
            "--model",
            metavar="NAME",
            expose_value=False,
            callback=_remember,
            help="Encoder: minilm (default), none (keyword search only), or a sentence-transformers folder.",
        ),
        click.option(
            "--as",
            "who",
            metavar="NAME",
            expose_value=False,
            callback=_remember,
            help="Whose actions these are (default: the operating-system user).",
        ),
        click.option("--json", is_flag=True, expose_value=False, callback=_remember, help="One JSON record a line."),
        click.option(
            "--project",
            metavar="DIR",
            expose_value=False,
            callback=_remember,
            help="Project folder (default: VERBATIM_PROJECT, else ./verbatim-project).",
        ),
    ):
        command = option(command)
    return command


pass_invocation = click.make_pass_decorator(Invocation)
