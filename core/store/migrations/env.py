"""Alembic's entry: the connection is handed in by `upgrade`."""

from alembic import context

from core.store.schema import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("migrations run from core.store.migrations.upgrade")
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
context.run_migrations()
