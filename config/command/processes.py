"""Commands that run one process of the installation until it is told to stop."""

import click

from config.bells import answer_bells
from config.command.context import Context, in_context
from config.composition import compose
from config.drain import Drain
from config.handlers.table import handlers_of
from config.pulse import keep_time
from config.reactions import JobQueue
from config.relay import Relay
from config.schedule import chores
from config.stopping import Stop

#: The sealer has a command of its own: no other process may load the signing key.
ORDINARY = [queue.value for queue in JobQueue if queue is not JobQueue.SEAL]


@click.command()
@click.argument("queue", type=click.Choice(ORDINARY))
@in_context
def worker(context: Context, queue: str) -> None:
    """Work on one job queue: routing, payments, documents or notices."""
    installation = compose(context.settings, context.addresses)
    drain = Drain(installation.database, handlers_of(installation))
    answer_bells(installation.redis, JobQueue(queue), drain)


@click.command()
@in_context
def relay(context: Context) -> None:
    """Wake the workers when the database holds something for them to do."""
    installation = compose(context.settings, context.addresses)
    Relay(installation.database, installation.redis).run(Stop().on_signals())


@click.command()
@in_context
def clock(context: Context) -> None:
    """Watch deadlines, leases, pending payments and expired drafts."""
    installation = compose(context.settings, context.addresses)
    keep_time(installation.database, chores(installation), Stop().on_signals())
