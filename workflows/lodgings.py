"""Lodgings: what an application brings when it becomes a case."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.actors import APPLICANT, Actor
from workflows.cases import Case


@dataclass(frozen=True, slots=True)
class Lodging:
    """An application about to become a case."""

    eservice: str
    definition: str
    answers: Mapping[str, Any]
    #: A repeat under the same key finds the first case instead of making another.
    lodging_key: str
    reference_prefix: str
    name: str
    language: str
    mail: str | None = None
    phone: str | None = None
    #: How the applicant wants to be told, where they chose.
    channel: str | None = None
    attachments: tuple[str, ...] = ()
    #: Who lodges it: the applicant, or a representative in their name.
    actor: Actor = APPLICANT
    #: What the journal says of the lodging itself, such as through which channel it came.
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lodged:
    """What came of a lodging: the case, and whether this call made it."""

    case: Case
    created: bool


def applicant_in(lodging: Lodging) -> dict[str, Any]:
    """Give the applicant of a lodging as a row, with the random part of their link."""
    said = ("name", "mail", "phone", "language", "channel")
    told = {name: getattr(lodging, name) for name in said}
    return {**told, "tracking_nonce": secrets.token_bytes(16)}
