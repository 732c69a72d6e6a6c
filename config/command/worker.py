"""The command that works on one job queue."""

import click

from config.bells import answer_bells
from config.broker import open_redis
from config.command.context import Context, in_context
from config.composition import compose
from config.drain import Drain
from config.handlers.table import handlers_for
from config.reactions import JobQueue

#: The sealer has a command of its own: no other process may load the signing key.
ORDINARY = [queue.value for queue in JobQueue if queue is not JobQueue.SEAL]


@click.command()
@click.argument("queue", type=click.Choice(ORDINARY))
@in_context
def worker(context: Context, queue: str) -> None:
    """Work on one job queue: routing, payments, documents, notices or figures."""
    installation = compose(context.settings, context.addresses)
    drain = Drain(installation.database, handlers_for(installation, JobQueue(queue)))
    answer_bells(open_redis(context.addresses.redis_url), JobQueue(queue), drain)
