"""What an applicant is offered now: the live version, the one on trial, or the reason for neither.

A version on trial goes to the applicants whose case one of the chosen offices would treat, or to a
share of all. The share is drawn from the draft's own identifier under a key, so that it stays the
same on every page and every device, nobody can aim at it, and it only grows when the share grows.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.drafts import Draft
from eservices.form import Files, read_form
from workflows.definitions import definition
from workflows.errors import UnknownDefinition
from workflows.language.conditions import compile_condition
from workflows.life_cycle import Publication, Standing
from workflows.publications import publication_of

#: Parts into which applicants are drawn: a hundredth of a per cent.
PARTS = 10_000


class NotOffered(Exception):
    """Nobody, or not this applicant, can apply now; `publication` says why."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        super().__init__(f"{publication.eservice} is {publication.standing}")


@dataclass(frozen=True, slots=True)
class Offer:
    """An e-service as it can be applied for now: a definition and its checksum."""

    service: EService
    definition: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An e-service as its sheet shows it, whether or not it can be applied for."""

    service: EService
    publication: Publication


def shown(connection: Connection, eservice: str) -> Shown:
    """Read an e-service for its sheet; raises UnknownDefinition when it was never offered."""
    publication = publication_of(connection, eservice)
    if publication.front is None:
        raise UnknownDefinition(eservice)
    return Shown(_offer(connection, publication.front).service, publication)


def offer_of(connection: Connection, eservice: str) -> Offer:
    """Give the version that a stranger may begin with; raises UnknownDefinition or NotOffered."""
    publication = publication_of(connection, eservice)
    if publication.front is None:
        raise UnknownDefinition(eservice)
    check_open(publication)
    return _offer(connection, publication.front)


def offer_for(
    connection: Connection, draft: Draft, files: Files, *, key: bytes, today: date
) -> Offer:
    """Give the version that a draft is made under now; raises UnknownDefinition or NotOffered."""
    publication = publication_of(connection, draft.eservice)
    if publication.front is None:
        raise UnknownDefinition(draft.eservice)
    check_open(publication)
    if publication.pilot is not None:
        trial = _offer(connection, publication.pilot)
        # Without a live version, who has not yet said which office it is must be able to say so.
        asks_first = publication.live is None and publication.pilot_offices
        if asks_first or _takes_part(
            publication, trial.service, draft, files, key=key, today=today
        ):
            return trial
    if publication.live is None:
        raise NotOffered(publication)
    return _offer(connection, publication.live)


def check_open(publication: Publication) -> None:
    """Raise NotOffered when an e-service is suspended or withdrawn."""
    if publication.standing is not Standing.OPEN:
        raise NotOffered(publication)


def check_part(
    publication: Publication, offer: Offer, answers: Mapping[str, Any], today: date
) -> None:
    """Raise NotOffered when a version on trial is not for the office that would treat the case."""
    if offer.definition != publication.pilot or not publication.pilot_offices:
        return
    if treating_office(offer.service, answers, today) not in publication.pilot_offices:
        raise NotOffered(publication)


def is_drawn(publication: Publication, draft_id: str, key: bytes) -> bool:
    """Tell whether a draft belongs to the share of applicants that tries a version out."""
    told = f"pilot:{publication.eservice}:{draft_id}".encode()
    digest = hmac.digest(key, told, hashlib.sha256)
    return int.from_bytes(digest[:8], "big") % PARTS < publication.pilot_share * PARTS // 100


def treating_office(service: EService, answers: Mapping[str, Any], today: date) -> str:
    """Name the office that would treat a case first, as far as the answers tell by now."""
    states = service.procedure.states.values()
    first = next((state for state in states if state.queue is not None), None)
    if first is None or first.office is None:
        return service.office
    named = compile_condition(first.office).evaluate(answers, today)
    return str(named) if named else service.office


def _takes_part(
    publication: Publication,
    trial: EService,
    draft: Draft,
    files: Files,
    *,
    key: bytes,
    today: date,
) -> bool:
    if not publication.pilot_offices:
        return is_drawn(publication, draft.id, key)
    answers = read_form(trial.form, draft.entries, files, today).answers
    return treating_office(trial, answers, today) in publication.pilot_offices


def _offer(connection: Connection, checksum: str) -> Offer:
    return Offer(eservice_of(definition(connection, checksum)), checksum)
