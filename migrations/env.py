"""Run the revisions on the connection that `config.schema.migrate` hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from config.schema import whole_metadata
from workflows.database import Instant


def run() -> None:
    """Apply the revisions inside the caller's transaction: all of them or none."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=whole_metadata(),
        compare_server_default=True,
        render_item=written_as,
    )
    context.run_migrations()


def written_as(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Write our own type as the database's: a revision must not change when our code does."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.TIMESTAMP(timezone=True)"
    return False


run()
