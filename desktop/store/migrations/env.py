"""Run the migrations on the connection that `desktop.store.core.migrate` hands over, inside its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # SQLite's DDL is transactional once the driver doesn't commit behind our back
    render_as_batch=True,
)
context.run_migrations()
