"""Offices and pools as the administrators' forms and lines name them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from backoffice.languages import words_of
from workflows.board import office_names
from workflows.organisations import Pool, all_pools


@dataclass(frozen=True, slots=True)
class Places:
    """The offices and pools of an installation, by slug, in the reader's words."""

    offices: Mapping[str, str]
    pools: Mapping[str, Pool]

    def office(self, slug: str | None) -> str:
        """Name an office; a dash where there is none."""
        return "–" if slug is None else self.offices.get(slug, slug)

    def pool(self, slug: str) -> str:
        """Name a pool with its office: two offices may call theirs alike."""
        found = self.pools.get(slug)
        if found is None:
            return slug
        return f"{self.office(found.office)} – {words_of(found.name) or found.queue}"

    def choices(self) -> list[tuple[str, str]]:
        """List the pools that no other took over from, in the order in which they are read."""
        named = ((s, self.pool(s)) for s, pool in self.pools.items() if pool.succeeded_by is None)
        return sorted(named, key=lambda one: one[1])

    def named(self, identifiers: Iterable[int]) -> tuple[str, ...]:
        """Name pools given by number."""
        by_number = {pool.id: slug for slug, pool in self.pools.items()}
        return tuple(self.pool(by_number[one]) for one in identifiers if one in by_number)


def places(connection: Connection) -> Places:
    """Read the offices and pools of an installation."""
    offices = {slug: words_of(name) for slug, name in office_names(connection).items()}
    ordered = dict(sorted(offices.items(), key=lambda one: one[1]))
    return Places(ordered, {pool.slug: pool for pool in all_pools(connection)})
