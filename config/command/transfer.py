"""The command that lets open cases follow an authority that has passed to another office."""

import click

from config.command.context import Context, in_context
from config.composition import compose
from workflows.actors import SYSTEM
from workflows.transfers import transfer_cases, transfers_due


@click.command()
@click.option("--execute", is_flag=True, help="Transfer them; without it, only tell.")
@in_context
def transfer(context: Context, execute: bool) -> None:  # noqa: FBT001 - an option
    """Transfer open cases from pools that another has succeeded; see `succession` in the pack.

    New cases go to the successor by themselves. Each transfer is journalled and its applicant is
    told; deadlines stay as they were.
    """
    installation = compose(context.settings, context.addresses)
    with context.database() as database:
        with database.begin() as connection:
            today = installation.clock.now(connection).astimezone(installation.pack.zone).date()
            due = transfers_due(connection, on=today)
        if not due:
            click.echo("No case waits where another office is competent.")
        for one in due:
            told = f"{one.waiting} open: {one.pool.slug} -> {one.successor.slug}"
            click.echo(told if not execute else f"{told}, transferred:")
            moved = 1 if execute else 0
            while moved:
                with database.begin() as connection:
                    moved = transfer_cases(connection, installation.workflow, one, by=SYSTEM)
                if moved:
                    click.echo(f"    {moved}")
