"""Commands on the accounts of the back office."""

import click
from sqlalchemy import Connection

from config.command.context import Context, in_context
from config.command.versions import operator
from eservices.contacts import NoAddress, written_one_way
from eservices.packs import read_pack
from workflows import accounts
from workflows.accounts import RolesTogether, UnknownAccount
from workflows.actors import Role
from workflows.administering.asking import close_by_command
from workflows.administering.changes import STAFF, ChangeRefused, Kept, Obstacle
from workflows.administering.entries import What, record
from workflows.administering.keeping import kept_account
from workflows.clock import DatabaseClock
from workflows.organisations import all_pools
from workflows.passwords import UnsuitablePassword, hash_password
from workflows.proofs import factors

ROLES = [role.value for role in STAFF]
#: Why an account is not closed.
REFUSED = {
    Obstacle.UNKNOWN: "no account '{login}'",
    Obstacle.CLOSED: "'{login}' is closed already",
    Obstacle.LAST_ADMINISTRATOR: "'{login}' is the last administrator: create another one first",
}


@click.group()
def account() -> None:
    """Create, list and close accounts of the back office."""


@account.command("create")
@click.argument("login")
@click.option("--name", required=True, help="Shown to colleagues, never to citizens.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(ROLES),
)
@click.option("--office", help="Slug of the office where the person works.")
@click.option("--pool", "pools", multiple=True, help="Slug of a pool whose cases they treat.")
@click.password_option(help="12 to 128 characters; asked for when left out.")
@in_context
def create(
    context: Context,
    login: str,
    name: str,
    roles: tuple[str, ...],
    office: str | None,
    pools: tuple[str, ...],
    password: str,
) -> None:
    """Create an account, or give an existing one new roles and a new password."""
    try:
        with context.database() as database, database.begin() as connection:
            known = {pool.slug: pool.id for pool in all_pools(connection)}
            unknown = sorted(set(pools) - known.keys())
            if unknown:
                msg = f"no such pool: {', '.join(unknown)}; there are {', '.join(known)}"
                raise click.ClickException(msg)
            before = kept_account(connection, login)
            identifier = accounts.create(
                connection,
                login=login,
                name=name,
                password_hash=hash_password(password, (login, name)),
                roles=[Role(role) for role in roles],
                office=office,
            )
            for pool in pools:
                accounts.join_pool(connection, account_id=identifier, pool_id=known[pool])
            _note(connection, login, before)
    except RolesTogether as error:
        msg = f"nobody may be {' and '.join(error.args)} at once"
        raise click.ClickException(msg) from error
    except UnsuitablePassword as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{login}: {', '.join(roles)}")


@account.command("list")
@in_context
def list_(context: Context) -> None:
    """List the open accounts with their roles and pools."""
    with context.database() as database, database.begin() as connection:
        pools = {pool.id: pool.slug for pool in all_pools(connection)}
        for found in accounts.all_accounts(connection):
            held = ", ".join(sorted(found.roles))
            treats = ", ".join(pools[pool] for pool in found.pools)
            click.echo(f"{found.login:24} {held:24} {found.office or '-':20} {treats}")


def _note(connection: Connection, login: str, before: Kept | None) -> None:
    """Write in the journal what the command made of an account."""
    after = kept_account(connection, login)
    found = {"before": before, "after": after}
    data = {name: kept.access.written() for name, kept in found.items() if kept}
    what = What.OPENED if before is None else What.CHANGED
    record(connection, operator(), what, login, data=data)


@account.command("close")
@click.argument("login")
@click.option("--reason", default="", help="Kept in the journal, for colleagues.")
@in_context
def close(context: Context, login: str, reason: str) -> None:
    """Close an account: its sessions end at once, what it holds goes back, its history stays."""
    try:
        with context.database() as database, database.begin() as connection:
            now = DatabaseClock().now(connection)
            said = reason or "closed by the command"
            close_by_command(connection, login, operator(), reason=said, at=now)
    except ChangeRefused as refused:
        raise click.ClickException(REFUSED[refused.obstacle].format(login=login)) from refused
    click.echo(f"{login}: closed")


@account.command("addresses")
@click.argument("login")
@click.option("--mail", help="Their own mail address.")
@click.option("--phone", help="Their own telephone; without a country's code it is of the country.")
@in_context
def addresses(context: Context, login: str, mail: str | None, phone: str | None) -> None:
    """Record a person's own addresses: at a counter, they may never be given for a citizen.

    Whoever works at a counter needs one of them.
    """
    country = read_pack(context.settings.pack).country
    try:
        own = [None if one is None else written_one_way(one, country) for one in (mail, phone)]
        with context.database() as database, database.begin() as connection:
            account_id = accounts.find_account(connection, login).id
            accounts.record_addresses(connection, account_id, mail=own[0], phone=own[1])
    except NoAddress as error:
        msg = f"neither a mail address nor a telephone number: {error}"
        raise click.ClickException(msg) from error
    except UnknownAccount as error:
        msg = f"no account {login!r}"
        raise click.ClickException(msg) from error
    click.echo(f"{login}: {', '.join(one for one in own if one) or 'unchanged'}")


@account.command("reset-factors")
@click.argument("login")
@click.option("--reason", required=True, help="Kept in the journal of proofs.")
@in_context
def reset_factors(context: Context, login: str, reason: str) -> None:
    """Take all second factors of an account away, for an administrator who lost their own."""
    try:
        with context.database() as database, database.begin() as connection:
            account_id = accounts.find_account(connection, login).id
            now = DatabaseClock().now(connection)
            factors.reset(connection, account_id, reason=reason, by=None, at=now)
    except UnknownAccount as error:
        msg = f"no account {login!r}"
        raise click.ClickException(msg) from error
    click.echo(f"{login}: signs in with the password alone")
