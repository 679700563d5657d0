"""Settings: command-line options, then the environment, then defaults. The only reader of `os.environ`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from core.encoder import DEFAULT_MODEL
from core.platform import default_models_folder, default_user


@dataclass(frozen=True, slots=True)
class Settings:
    """project: the project folder. who: whose actions these are. model: the encoder (`minilm`, `none`, or a folder). rerank: the
    folder of a cross-encoder that orders the first results anew, or None."""

    project: Path
    who: str
    model: str
    models_folder: Path
    job: str | None = None
    rerank: Path | None = None


def settings(
    project: str | None = None, who: str | None = None, model: str | None = None, job: str | None = None
) -> Settings:
    environment = os.environ
    return Settings(
        project=Path(project or environment.get("VERBATIM_PROJECT") or "verbatim-project"),
        who=who or environment.get("VERBATIM_USER") or default_user(),
        model=model or environment.get("VERBATIM_MODEL") or DEFAULT_MODEL,
        models_folder=Path(environment.get("VERBATIM_MODELS") or default_models_folder()),
        job=job,
        rerank=Path(environment["VERBATIM_RERANK"]) if environment.get("VERBATIM_RERANK") else None,
    )


def child_environment(made: Settings) -> dict[str, str]:
    """The environment for a child process (the app's server, a job) that is to use the same settings."""
    return {
        **os.environ,
        "VERBATIM_PROJECT": str(made.project.resolve()),
        "VERBATIM_USER": made.who,
        "VERBATIM_MODEL": made.model,
        "VERBATIM_MODELS": str(made.models_folder.resolve()),
        **({"VERBATIM_RERANK": str(made.rerank.resolve())} if made.rerank else {}),
    }
