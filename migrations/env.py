"""Run the revisions on the connection that `config.schema.migrate` hands over."""

from alembic import context

from config.schema import whole_metadata


def run() -> None:
    """Apply the revisions inside the caller's transaction: all of them or none."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=whole_metadata(),
        compare_server_default=True,
    )
    context.run_migrations()


run()
