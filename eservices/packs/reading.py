"""From a pack's folder to the pack and its e-services, or to everything that is wrong with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import Connection

from eservices.definition.installed import installed
from eservices.definition.load import Loaded, load_eservice
from eservices.definition.model import EService
from eservices.definition.surroundings import Person, Surroundings, added_up
from eservices.packs.cash_rules import verify_cash
from eservices.packs.finder_rules import verify_finder
from eservices.packs.model import Pack, Pool
from eservices.packs.shelf import PACK_FILE, eservice_files, pack_folder, shelf
from eservices.packs.siblings import Siblings
from eservices.packs.verify import verify_pack
from workflows.language.findings import DefinitionRefused, Finding, errors, in_order
from workflows.language.mistakes import mistakes
from workflows.language.source import Source, read_source


@dataclass(frozen=True, slots=True)
class ReadPack:
    """A pack's file read: the pack if it has no error, and all the findings."""

    source: Source
    pack: Pack | None
    findings: tuple[Finding, ...]


def read_folder(folder: Path) -> ReadPack:
    """Read, validate and verify the pack file of a folder."""
    source, unreadable = read_source(folder / PACK_FILE)
    if unreadable:
        return ReadPack(source, None, in_order(unreadable))
    try:
        pack = Pack.model_validate(source.value)
    except ValidationError as error:
        return ReadPack(source, None, in_order(mistakes(error, source, Pack)))
    flaws = (*verify_pack(pack), *verify_finder(pack, folder), *verify_cash(pack, folder))
    findings = in_order(flaw.finding(source) for flaw in flaws)
    return ReadPack(source, None if errors(findings) else pack, findings)


def read_pack(name: str) -> Pack:
    """Read a pack that belongs to the product; raises UnknownPack or DefinitionRefused."""
    read = read_folder(pack_folder(name))
    if read.pack is None:
        raise DefinitionRefused(read.findings)
    return read.pack


def load_eservices(folder: Path, pack: Pack) -> tuple[Loaded, ...]:
    """Read, validate and verify the e-services of a pack's folder, in the order of their files."""
    surroundings = surroundings_of(pack, folder)
    return tuple(load_eservice(path, surroundings) for path in eservice_files(folder))


def read_eservices(pack: Pack) -> tuple[EService, ...]:
    """Read the e-services of a pack of the product; raises DefinitionRefused for any error."""
    loaded = load_eservices(pack_folder(pack.pack), pack)
    wrong = [finding for one in loaded if one.eservice is None for finding in one.findings]
    if wrong:
        raise DefinitionRefused(wrong)
    return tuple(one.eservice for one in loaded if one.eservice is not None)


def read_file(path: Path) -> EService:
    """Read the e-service of a file in a pack's folder; raises DefinitionRefused for any error."""
    return _read(path, lambda surroundings: surroundings)


def read_for(connection: Connection, path: Path) -> EService:
    """Read the same for an installation, which may have more offices and pools than the pack.

    Raises DefinitionRefused.
    """
    return _read(path, lambda surroundings: installed(connection, surroundings))


def _read(path: Path, around: Callable[[Surroundings], Surroundings]) -> EService:
    folder = path.resolve().parent.parent
    read = read_folder(folder)
    if read.pack is None:
        raise DefinitionRefused(read.findings)
    loaded = load_eservice(path, around(surroundings_of(read.pack, folder)))
    if loaded.eservice is None:
        raise DefinitionRefused(loaded.findings)
    return loaded.eservice


def surroundings_of(pack: Pack, folder: Path | None = None) -> Surroundings:
    """Take from a pack what its e-services need around them.

    `folder` is where the pack stands; without it, the one that bears its name on the shelf.
    """
    weeks = {calendar.slug: added_up(calendar.week.values()) for calendar in pack.calendars}
    alone = Surroundings(
        pack=pack.pack,
        languages=pack.languages,
        currency=pack.currency,
        notices=pack.notices,
        organisations=frozenset(one.slug for one in pack.organisations),
        categories=frozenset(one.slug for one in pack.categories),
        life_events=frozenset(one.slug for one in pack.life_events),
        offices={office.slug: weeks[office.calendar] for office in pack.offices},
        desks=_desks(pack),
        moved=_moved(pack),
    )
    return replace(alone, sibling=Siblings(folder or shelf() / pack.pack, alone))


def _last(pack: Pack, pool: Pool) -> Pool:
    """Give the pool that treats a pool's cases once all that is foreseen has happened."""
    by_slug = {one.slug: one for one in pack.pools}
    while pool.succession is not None:
        pool = by_slug[pool.succession.by]
    return pool


def _moved(pack: Pack) -> Mapping[tuple[str, str], str]:
    return {
        (pool.office, pool.queue): _last(pack, pool).office
        for pool in pack.pools
        if pool.succession is not None
    }


def _desks(pack: Pack) -> Mapping[tuple[str, str], frozenset[Person]]:
    return {
        (pool.office, pool.queue): frozenset(
            Person(account.login, frozenset(account.roles))
            for account in pack.accounts
            if _last(pack, pool).slug in account.pools
        )
        for pool in pack.pools
    }
