"""Offices and pools as the administrators' forms and lines name them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from backoffice.languages import words_of
from workflows.board import office_names
from workflows.organisations import Names, Pool, all_pools, organisation_names


@dataclass(frozen=True, slots=True)
class Places:
    """The offices, pools and organisations of an installation, by slug, in the reader's words."""

    offices: Mapping[str, str]
    pools: Mapping[str, Pool]
    organisations: Mapping[str, str]

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
    """Read the offices, pools and organisations of an installation."""
    pools = {pool.slug: pool for pool in all_pools(connection)}
    return Places(
        _by_name(office_names(connection)), pools, _by_name(organisation_names(connection))
    )


def _by_name(names: Mapping[str, Names]) -> dict[str, str]:
    found = {slug: words_of(name) for slug, name in names.items()}
    return dict(sorted(found.items(), key=lambda one: one[1]))
