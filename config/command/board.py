"""The command that counts the board's figures anew."""

import click
from sqlalchemy import text

from config.command.context import Context, in_context
from workflows.board import rebuild


@click.command()
@in_context
def rebuild_board(context: Context) -> None:
    """Empty the board's read model and count every case anew; the cases are only read."""
    with context.database() as database, database.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        counted = rebuild(connection)
    click.echo(f"Counted {counted} cases.")
