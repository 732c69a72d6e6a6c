"""Making an installation ready: schema, rights, pack, and a demonstration's accounts and keys."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from config.grants import grant_sealer
from config.schema import migrate
from config.servers import Addresses
from config.settings import Sealing, Settings
from delivery.demo_keys import Holder, demo_keys
from eservices.packs import Pack, describe, load_demo_accounts, load_pack, read_procedures
from eservices.packs.texts import load_drafts
from workflows.clock import DatabaseClock
from workflows.definitions import live


def prepare_schema(database: Engine, addresses: Addresses) -> bool:
    """Migrate and grant; tells whether the sealer has a role of its own."""
    migrate(database)
    with database.begin() as connection:
        return grant_sealer(
            connection,
            sealer_url=addresses.sealer_database_url,
            owner_url=addresses.database_url,
        )


def prepare_pack(database: Engine, settings: Settings, pack: Pack) -> None:
    """Load the pack, and in a demonstration its published accounts."""
    with database.begin() as connection:
        load_pack(connection, pack)
        load_drafts(connection, pack, at=DatabaseClock().now(connection))
        describe(connection, read_procedures(pack))
    if settings.demo:
        with database.begin() as connection:
            load_demo_accounts(connection, pack)


def prepare_new_pack(database: Engine, settings: Settings, pack: Pack) -> None:
    """Load a pack that the database does not hold yet.

    One that it holds is left alone: a start must not undo what was published or edited since. The
    procedures at desks live in their files only, so that the index follows these at each start.
    """
    with database.begin() as connection:
        describe(connection, read_procedures(pack))
        held = {stored.content.get("pack") for stored in live(connection)}
    if pack.pack not in held:
        prepare_pack(database, settings, pack)


def prepare_keys(settings: Settings, sealing: Sealing, pack: Pack) -> None:
    """Make a demonstration's sealing key, where it is still missing; it says what it is."""
    if settings.demo and not sealing.module and not sealing.key.exists():
        holder = Holder(pack.country, pack.branding.title.in_language("fr"))
        demo_keys(
            sealing.key.parent,
            holder=holder,
            now=datetime.now(UTC),
            passphrase=sealing.passphrase,
        )
