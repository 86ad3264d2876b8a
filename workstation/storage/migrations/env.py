"""What Alembic runs a migration in: a connection and a transaction that the caller made."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # With the transactions of storage.engines SQLite takes DDL back like everything else.
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
