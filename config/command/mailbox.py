"""The command that runs the demonstration's mailbox."""

import click

from config.command.context import Context, in_context
from config.mailbox.server import open_mailbox


@click.command()
@in_context
def mailbox(context: Context) -> None:
    """Receive the demonstration's mails and show them on a page (never in production)."""
    if not context.settings.demo:
        msg = "the mailbox is for demonstrations: production sends its mails to a real server"
        raise click.ClickException(msg)
    controller, page = open_mailbox(context.settings)
    controller.start()
    try:
        page.serve_forever()
    finally:
        controller.stop()
