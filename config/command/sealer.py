"""The command that runs the sealer."""

import click

from config.bells import answer_bells
from config.broker import open_redis
from config.command.context import Context, in_context
from config.drain import Drain
from config.reactions import JobQueue
from config.sealing import compose_sealer
from config.settings import SettingsRefused, load_sealing
from delivery.keys import UnusableKey


@click.command()
@in_context
def sealer(context: Context) -> None:
    """Seal acts: the only process that holds the signing key."""
    try:
        sealing = load_sealing(context.environ)
        installation, handlers = compose_sealer(context.settings, context.addresses, sealing)
    except (SettingsRefused, UnusableKey) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    answer_bells(
        open_redis(context.addresses.redis_url),
        JobQueue.SEAL,
        Drain(installation.database, handlers),
    )
