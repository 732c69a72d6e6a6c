"""The command that runs the clock."""

import click

from config.command.context import Context, in_context
from config.composition import compose
from config.pulse import keep_time
from config.schedule import chores
from config.stopping import Stop


@click.command()
@in_context
def clock(context: Context) -> None:
    """Watch deadlines, leases, pending payments and expired drafts."""
    installation = compose(context.settings, context.addresses)
    keep_time(installation.database, chores(installation), Stop().on_signals())
