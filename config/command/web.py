"""The command that serves one of the two faces."""

import click

from config.command.context import Context, in_context
from config.serving import serve


@click.command()
@click.argument("face", type=click.Choice(["portal", "backoffice"]))
@in_context
def web(context: Context, face: str) -> None:
    """Serve one of the two faces over HTTP: the citizens' portal or the back office."""
    serve(face, context.settings, context.addresses)
