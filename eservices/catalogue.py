"""The catalogue: the e-services on offer, grouped by authority, and found by everyday words."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.packs.procedures import DeskProcedure
from workflows.language.values import Text
from workflows.organisations import organisation_names
from workflows.publications import listed


@dataclass(frozen=True, slots=True)
class Group:
    """The e-services of one authority."""

    authority: Text
    services: tuple[EService, ...]


def offered(connection: Connection) -> tuple[EService, ...]:
    """Read every e-service that can be applied for now, or could but for a suspension.

    Who looks for one that is suspended must find its page, which says why and what to do. One that
    only a trial has is not for everybody yet.
    """
    return tuple(eservice_of(stored) for stored in listed(connection))


def authorities(connection: Connection) -> Mapping[str, Text]:
    """Read the names of the authorities by slug."""
    return {slug: Text(dict(names)) for slug, names in organisation_names(connection).items()}


def grouped(
    services: Sequence[EService], names: Mapping[str, Text], language: str
) -> tuple[Group, ...]:
    """Group e-services under their authority, both in alphabetical order of the language."""
    by_authority: dict[str, list[EService]] = {}
    for service in services:
        by_authority.setdefault(service.authority, []).append(service)
    groups = (
        Group(names[slug], tuple(sorted(members, key=lambda one: _key(one.title, language))))
        for slug, members in by_authority.items()
    )
    return tuple(sorted(groups, key=lambda group: _key(group.authority, language)))


def search(services: Sequence[EService], words: str) -> tuple[EService, ...]:
    """Find the e-services in which every word occurs, whatever the accents and capitals."""
    wanted = folded(words).split()
    return tuple(
        service for service in services if all(word in _searched(service) for word in wanted)
    )


def search_procedures(procedures: Sequence[DeskProcedure], words: str) -> tuple[DeskProcedure, ...]:
    """Find the procedures at desks in which every word occurs, as for e-services."""
    wanted = folded(words).split()
    return tuple(one for one in procedures if all(word in _said_of(one) for word in wanted))


def folded(text: str) -> str:
    """Write a text without accents, capitals or typographic apostrophes."""
    plain = text.casefold().replace("’", "'").replace("œ", "oe")
    bare = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _searched(service: EService) -> str:
    texts = (service.title, service.sheet.summary, service.sheet.who)
    words = [word for text in texts for word in text.root.values()]
    return folded(" ".join([service.code, *words]))


def _said_of(procedure: DeskProcedure) -> str:
    texts = (procedure.title, procedure.category, procedure.summary, procedure.who)
    return folded(" ".join(word for text in texts for word in text.root.values()))


def _key(text: Text, language: str) -> str:
    return folded(text.in_language(language))
