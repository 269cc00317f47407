"""Runs the migrations over the connection that the application hands in."""

from alembic import context

from lineside.kernel.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=False)
context.run_migrations()
