"""Commands on the database: its schema, and a pack's offices, pools and e-services."""

import click

from config.command.context import Context, in_context
from config.prepare import prepare_pack, prepare_schema
from eservices.packs import UnknownPack, read_pack
from workflows.errors import PoolTaken
from workflows.organisations import count_kept


@click.command()
@in_context
def migrate(context: Context) -> None:
    """Bring the database to the newest schema, and give the sealer's role its rights."""
    with context.database() as database:
        own_role = prepare_schema(database, context.addresses)
    click.echo("The database is at the newest schema.")
    if not own_role:
        click.echo("The sealer has no role of its own: give SEALER_DATABASE_URL in production.")


@click.command("load-pack")
@click.argument("name", required=False)
@in_context
def load_pack_(context: Context, name: str | None) -> None:
    """Load a country pack: organisations, offices, calendars, pools and e-services.

    What is there already is brought up to date, except for what administrators keep in their pages;
    cases keep the definition they were lodged under.
    In a demonstration, its published accounts are opened too.
    """
    try:
        pack = read_pack(name or context.settings.pack)
    except UnknownPack as error:
        raise click.ClickException(str(error)) from error
    try:
        with context.database() as database:
            prepare_pack(database, context.settings, pack)
            with database.begin() as connection:
                kept = count_kept(connection)
    except PoolTaken as taken:
        raise click.ClickException(str(taken)) from taken
    click.echo(f"The pack {pack.pack} is loaded.")
    if kept:
        click.echo(f"Kept as administrators saved them: {kept} (organisations, offices, pools).")
