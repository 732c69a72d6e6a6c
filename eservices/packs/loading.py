"""Loading a pack: its organisations, offices, calendars and pools written, its e-services live."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection

from eservices.contacts import written_one_way
from eservices.definition.publish import INSTALLATION, publish
from eservices.packs.closed_days import calendar_content
from eservices.packs.model import DemoAccount, Office, Pack
from eservices.packs.reading import read_eservices, read_for
from payments.cash.tills import NewTill, save_tills
from workflows import accounts, organisations
from workflows.life_cycle import Author


def load_pack(connection: Connection, pack: Pack) -> tuple[str, ...]:
    """Write a pack's offices and publish its e-services; gives their checksums.

    Repeating is harmless. Raises DefinitionRefused, with nothing written, when an e-service of
    the pack has an error: what is live stays as it is.
    """
    eservices = read_eservices(pack)
    load_places(connection, pack)
    return tuple(publish(connection, eservice) for eservice in eservices)


def load_places(connection: Connection, pack: Pack) -> None:
    """Write a pack's organisations, calendars, offices and pools; repeating is harmless.

    What an administrator saved of them stays. Raises PoolTaken.
    """
    for organisation in pack.organisations:
        note = {"note": dict(organisation.note.root)} if organisation.note else {}
        organisations.save_organisation(
            connection, slug=organisation.slug, name=organisation.name.root, content=note
        )
    for calendar in pack.calendars:
        content = calendar_content(calendar, pack)
        organisations.save_calendar(connection, slug=calendar.slug, content=content)
    for office in pack.offices:
        _save_office(connection, office, pack)
    saved = [
        organisations.save_pool(
            connection, slug=pool.slug, office=pool.office, queue=pool.queue, name=pool.name.root
        )
        for pool in pack.pools
    ]
    organisations.forget_others(
        connection,
        organisations_known=[one.slug for one in pack.organisations],
        offices_known=[one.slug for one in pack.offices],
        pools_known=saved,
    )
    _save_successions(connection, pack)
    tills = _tills(pack)
    save_tills(connection, tills)
    organisations.open_counters(connection, {till.office for till in tills})


def _save_successions(connection: Connection, pack: Pack) -> None:
    stored = _stored_pools(connection, pack)
    for pool in pack.pools:
        after = pool.succession
        organisations.save_succession(
            connection,
            slug=stored[pool.slug].slug,
            by=None if after is None else stored[after.by].slug,
            on=None if after is None else after.starts,
        )


def _stored_pools(connection: Connection, pack: Pack) -> Mapping[str, organisations.Pool]:
    """Find what stands for each pool of a pack: whoever treats its queue in its office."""
    found = {(one.office, one.queue): one for one in organisations.all_pools(connection)}
    return {one.slug: found[one.office, one.queue] for one in pack.pools}


def _tills(pack: Pack) -> list[NewTill]:
    return [
        NewTill(
            slug=till.slug,
            office=till.office,
            name=till.name.root,
            currency=pack.currency,
            eservices=till.eservices,
        )
        for till in (pack.cash.tills if pack.cash else ())
    ]


def publish_file(connection: Connection, path: Path, author: Author = INSTALLATION) -> str:
    """Publish the e-service of a file that stands in a pack's folder; gives its checksum.

    Raises DefinitionRefused when the file or its pack has an error: what is live stays as it is.
    """
    return publish(connection, read_for(connection, path), author)


def _save_office(connection: Connection, office: Office, pack: Pack) -> None:
    content = office.model_dump(mode="json", include={"place", "address", "counter"})
    organisations.save_office(
        connection,
        slug=office.slug,
        organisation=office.organisation,
        calendar=office.calendar,
        name=office.name.root,
        content={**content, "transmission": str(office.transmission or pack.transmission)},
    )


def load_demo_accounts(connection: Connection, pack: Pack) -> None:
    """Open the demonstration's accounts, those that are not open yet."""
    present = {account.login for account in accounts.all_accounts(connection)}
    pools = {slug: pool.id for slug, pool in _stored_pools(connection, pack).items()}
    for account in pack.accounts:
        if account.login not in present:
            _open(connection, account, pools, country=pack.country)


def _open(
    connection: Connection, account: DemoAccount, pools: Mapping[str, int], *, country: str
) -> None:
    identifier = accounts.create(
        connection,
        login=account.login,
        name=account.name,
        password_hash=accounts.hash_published(account.password),
        roles=account.roles,
        office=account.office,
        demo=True,
    )
    mail, phone = (
        None if written is None else written_one_way(written, country)
        for written in (account.mail, account.phone)
    )
    accounts.record_addresses(connection, identifier, mail=mail, phone=phone)
    for slug in account.pools:
        accounts.join_pool(connection, account_id=identifier, pool_id=pools[slug])
