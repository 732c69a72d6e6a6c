"""Commands on the catalogue's sheets: which are certified, and certifying one."""

import click
from sqlalchemy import Connection

from config.command.context import Context, in_context
from eservices.catalogue.certifying import certify as certify_now
from eservices.catalogue.certifying import last_certifications, trust
from eservices.catalogue.entries import SheetKind
from eservices.catalogue.listing import all_sheets, sheet_named
from eservices.packs import read_pack
from workflows.clock import DatabaseClock
from workflows.life_cycle import Author


@click.group()
def sheets() -> None:
    """List the catalogue's sheets and certify them."""


@sheets.command("list")
@in_context
def list_sheets(context: Context) -> None:
    """List every sheet: whether it is certified, and what nobody has confirmed for a year."""
    zone = read_pack(context.settings.pack).zone
    with context.database() as database, database.begin() as connection:
        certified = last_certifications(connection)
        today = DatabaseClock().now(connection).astimezone(zone).date()
        for sheet in all_sheets(connection):
            found = certified.get((sheet.kind, sheet.slug))
            judged = trust(found, sheet.digest, sheet.checked_on, today=today, zone=zone)
            said = "certified" if judged.is_certified else "not certified"
            stale = ", unconfirmed for a year" if judged.stale else ""
            click.echo(f"{sheet.kind} {sheet.slug}: {said}{stale}")


@sheets.command("certify")
@click.argument("kind", type=click.Choice([kind.value for kind in SheetKind]))
@click.argument("slug")
@click.option("--by", "operator", required=True, help="Who vouches for it; the page says so.")
@in_context
def certify(context: Context, kind: str, slug: str, operator: str) -> None:
    """Vouch for every line of a sheet as it now stands."""
    with context.database() as database, database.begin() as connection:
        _certify(connection, SheetKind(kind), slug, operator)
    click.echo(f"{slug}: certified by {operator}.")


def _certify(connection: Connection, kind: SheetKind, slug: str, operator: str) -> None:
    sheet = sheet_named(connection, kind, slug)
    if sheet is None:
        known = ", ".join(f"{one.kind} {one.slug}" for one in all_sheets(connection))
        msg = f"no such sheet: there are {known}"
        raise click.ClickException(msg)
    certify_now(
        connection,
        (kind, slug),
        sheet.digest,
        author=Author(operator=operator),
        now=DatabaseClock().now(connection),
    )
