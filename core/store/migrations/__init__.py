"""Alembic migrations of the project database, run when a project is opened by a newer program."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from core.errors import StoreError

FOLDER = Path(__file__).parent


def upgrade(engine: Engine, revision: str | None) -> None:
    """Brings the database to the newest revision, in one transaction.

    Raises StoreError where it was made by a newer program."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreError(
            f"This project was made by a newer version of Verbatim (database revision {revision}). "
            "Update the program, or open another project with --project DIR."
        )
    with engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
