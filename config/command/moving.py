"""Moving cases to the live version from the command, batch by batch until none is left to judge."""

import click
from sqlalchemy import Engine

from config.command.context import Context
from config.command.versions import operator
from config.composition import compose
from eservices.changes.flights import NotLive, move


def move_all(context: Context, database: Engine, checksum: str, *, reason: str) -> int:
    """Move every case that can safely be moved; tells how many were."""
    workflow = compose(context.settings, context.addresses).workflow
    moved, start = 0, 0
    while True:
        try:
            outcome = move(
                database, workflow, checksum, author=operator(), reason=reason, start=start
            )
        except NotLive as error:
            msg = "cases are put only under the version that is live"
            raise click.ClickException(msg) from error
        moved += outcome.moved
        if outcome.last is None:
            return moved
        start = outcome.last
