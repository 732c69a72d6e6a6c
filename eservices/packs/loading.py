"""Loading a pack: its folder read, its offices and e-services written to the database."""

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

import holidays
import yaml
from sqlalchemy import Connection

from eservices.definition.model import EService
from eservices.definition.publish import publish
from eservices.packs.model import Calendar, DemoAccount, Pack
from workflows import accounts, organisations

#: Years for which public holidays are written out as data that an administrator can edit.
YEARS = range(2025, 2032)


class UnknownPack(Exception):
    """No pack has this name; `known` lists those there are."""

    def __init__(self, pack: str, known: tuple[str, ...]) -> None:
        self.pack = pack
        self.known = known
        super().__init__(f"no pack {pack!r}: there are {', '.join(known)}")


def known_packs() -> tuple[str, ...]:
    """List the packs by name."""
    folders = files("eservices.packs").iterdir()
    return tuple(sorted(f.name for f in folders if f.joinpath("pack.yaml").is_file()))


def read_pack(name: str) -> Pack:
    """Read a pack; raises UnknownPack."""
    if name not in known_packs():
        raise UnknownPack(name, known_packs())
    text = files("eservices.packs").joinpath(name, "pack.yaml").read_text(encoding="utf-8")
    return Pack.model_validate(yaml.safe_load(text))


def read_eservices(pack: Pack) -> tuple[EService, ...]:
    """Read the e-services of a pack, in the order of their files."""
    folder = files("eservices.packs").joinpath(pack.pack, "eservices")
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return tuple(
        EService.model_validate(within(pack, yaml.safe_load(file.read_text(encoding="utf-8"))))
        for file in found
    )


def within(pack: Pack, written: Mapping[str, Any]) -> dict[str, Any]:
    """Add to an e-service as written what it takes from its pack."""
    shared = {name: notice.model_dump() for name, notice in pack.notices.items()}
    return {
        **written,
        "pack": pack.pack,
        "languages": pack.languages,
        "currency": pack.currency,
        "notices": shared | written.get("notices", {}),
    }


def load_pack(connection: Connection, pack: Pack) -> tuple[str, ...]:
    """Write a pack's offices and publish its e-services; gives the checksums. Repeating is harmless."""
    for organisation in pack.organisations:
        note = {} if organisation.note is None else {"note": organisation.note.root}
        organisations.save_organisation(
            connection, slug=organisation.slug, name=organisation.name.root, content=note
        )
    for calendar in pack.calendars:
        content = calendar_content(calendar, pack)
        organisations.save_calendar(connection, slug=calendar.slug, content=content)
    _save_offices(connection, pack)
    return tuple(publish(connection, eservice) for eservice in read_eservices(pack))


def _save_offices(connection: Connection, pack: Pack) -> None:
    for office in pack.offices:
        organisations.save_office(
            connection,
            slug=office.slug,
            organisation=office.organisation,
            calendar=office.calendar,
            name=office.name.root,
            content=office.model_dump(mode="json", include={"place", "address", "counter"}),
        )
    for pool in pack.pools:
        organisations.save_pool(
            connection, slug=pool.slug, office=pool.office, queue=pool.queue, name=pool.name.root
        )


def load_demo_accounts(connection: Connection, pack: Pack) -> None:
    """Open the demonstration's accounts, those that are not open yet."""
    present = {account.login for account in accounts.all_accounts(connection)}
    pools = {pool.slug: pool.id for pool in organisations.all_pools(connection)}
    for account in pack.accounts:
        if account.login not in present:
            _open(connection, account, pools)


def _open(connection: Connection, account: DemoAccount, pools: Mapping[str, int]) -> None:
    identifier = accounts.create(
        connection,
        login=account.login,
        name=account.name,
        password=account.password,
        roles=account.roles,
        office=account.office,
        demo=True,
    )
    for slug in account.pools:
        accounts.join_pool(connection, account_id=identifier, pool_id=pools[slug])


def calendar_content(calendar: Calendar, pack: Pack) -> dict[str, Any]:
    """Write a calendar out: opening hours, and every closed day with its name in each language."""
    closed = public_holidays(calendar.holidays, pack.languages) if calendar.holidays else {}
    kept = {day: names for day, names in closed.items() if day not in calendar.removed}
    added = {day: text.root for day, text in calendar.added.items()}
    return {
        "timezone": pack.timezone,
        "week": {day: [list(stretch) for stretch in open_] for day, open_ in calendar.week.items()},
        "holidays": {day.isoformat(): names for day, names in sorted((kept | added).items())},
    }


def public_holidays(country: str, languages: tuple[str, ...]) -> dict[date, dict[str, str]]:
    """Take a country's public holidays from the `holidays` package, named in each language."""
    named: dict[date, dict[str, str]] = {}
    for language in languages:
        spoken = holidays.country_holidays(
            country, years=YEARS, language=_variant(country, language)
        )
        for day, name in spoken.items():
            named.setdefault(day, {})[language] = name
    return named


def _variant(country: str, language: str) -> str | None:
    """Name the package's variant of a language for a country, such as `fr_BJ` or `en_US`."""
    offered = holidays.country_holidays(country).supported_languages
    same = [variant for variant in offered if variant.split("_")[0] == language]
    return same[0] if same else None
