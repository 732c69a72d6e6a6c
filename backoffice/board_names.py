"""What the board calls things: e-services, offices, pools and reasons in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.languages import words, words_of
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from workflows.board import office_names
from workflows.definitions import live
from workflows.organisations import Pool, all_pools


@dataclass(frozen=True, slots=True)
class Names:
    """The names of an installation; a slug stands for what has none any more."""

    services: Mapping[str, EService]
    offices: Mapping[str, Mapping[str, str]]
    pools: Mapping[int, Pool]

    def eservice(self, slug: str) -> str:
        """Name an e-service."""
        found = self.services.get(slug)
        return slug if found is None else words(found.title)

    def office(self, slug: str) -> str:
        """Name an office."""
        return words_of(self.offices.get(slug)) or slug

    def pool(self, pool_id: int | None) -> str:
        """Name a pool; a dash where no queue holds a case."""
        return "–" if pool_id is None else words_of(self.pools[pool_id].name)

    def reason(self, eservice: str, code: str) -> str:
        """Name a reason of an e-service."""
        found = self.services.get(eservice)
        reason = found.reasons.get(code) if found else None
        return words(reason) if reason else code or gettext("without a coded reason")


def office_and_pool(connection: Connection, pool: Pool) -> str:
    """Name a pool after its office, where more than its own office reads it."""
    return f"{words_of(office_names(connection).get(pool.office))} – {words_of(pool.name)}"


def names(connection: Connection) -> Names:
    """Read the names of an installation."""
    return Names(
        services={stored.eservice: eservice_of(stored) for stored in live(connection)},
        offices=office_names(connection),
        pools={pool.id: pool for pool in all_pools(connection)},
    )
