"""The command that lets open cases follow an authority that has passed to another office."""

import click

from config.command.context import Context, in_context
from config.composition import compose
from workflows.actors import SYSTEM
from workflows.transfers import transfer_all, transfers_due


@click.command()
@click.option("--execute", is_flag=True, help="Transfer them; without it, only tell.")
@in_context
def transfer(context: Context, execute: bool) -> None:  # noqa: FBT001 - an option
    """Transfer what is open in pools that another has succeeded; see `succession` in the pack.

    New cases and opinions go to the successor by themselves. Each transfer is journalled and the
    applicants are told; deadlines stay as they were. Administrators have a page for it.
    """
    installation = compose(context.settings, context.addresses)
    with context.database() as database:
        with database.begin() as connection:
            today = installation.clock.now(connection).astimezone(installation.pack.zone).date()
            due = transfers_due(connection, on=today)
        if not due:
            click.echo("Nothing waits where another office is competent.")
        for one in due:
            told = f"{one.waiting} cases, {one.opinions} opinions"
            click.echo(f"{told}: {one.pool.slug} -> {one.successor.slug}")
            if execute:
                moved = transfer_all(
                    database, installation.workflow, one, by=SYSTEM, reason="eservices transfer"
                )
                click.echo(f"    transferred: {moved.cases} cases, {moved.opinions} opinions")
