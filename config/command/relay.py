"""The command that runs the relay."""

import click

from config.broker import open_redis
from config.command.context import Context, in_context
from config.relay import Relay
from config.stopping import Stop
from workflows.database import open_engine


@click.command()
@in_context
def relay(context: Context) -> None:
    """Wake the workers when the database holds something for them to do."""
    database = open_engine(context.addresses.database_url, pool_size=2)
    Relay(database, open_redis(context.addresses.redis_url)).run(Stop().on_signals())
