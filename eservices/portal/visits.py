"""What a guard finds for the view behind it: an applicant's draft, or their case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from eservices.correcting import as_asked, service_of
from eservices.counter.assisting import as_assisted
from eservices.counter.model import Assistance
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.drafts import Draft, find_draft
from eservices.following import Followed, fixed_fields, followed_of
from eservices.form import PageReading, Reading
from eservices.lodging import files_by_field
from eservices.offering import Offer, offer_for
from eservices.portal.services import PortalServices
from eservices.tracking import Holder
from workflows.attachments import Attachment, attachments_of_draft
from workflows.cases import Applicant, Case, find_case
from workflows.definitions import definition
from workflows.language.values import Text


@dataclass(frozen=True, slots=True)
class Helped:
    """The assistance for which a draft is filled in, and what its office is called."""

    assistance: Assistance
    office: Text


@dataclass(frozen=True, slots=True)
class DraftVisit:
    """A draft, the e-service as it is offered now, and the form as far as it is filled in."""

    draft: Draft
    offer: Offer
    files: tuple[Attachment, ...]
    reading: Reading
    now: datetime
    #: The delivered case from which it was opened, for an e-service that follows another.
    followed: Followed | None = None
    #: Who fills it in at which counter, and the name of that office; None for an applicant's own.
    helped: Helped | None = None

    @property
    def service(self) -> EService:
        """Give the e-service applied for."""
        return self.offer.service

    @property
    def fixed(self) -> frozenset[str]:
        """Name the fields taken over that may not be changed."""
        return fixed_fields(self.service, self.draft.entries) if self.followed else frozenset()

    @property
    def is_outdated(self) -> bool:
        """Tell whether the form has changed since the draft was last saved."""
        return self.draft.definition != self.offer.definition

    def files_in(self, field: str) -> tuple[Attachment, ...]:
        """List the files added to a field."""
        return tuple(file for file in self.files if file.field == field)

    def position(self, page: PageReading) -> int:
        """Tell which page of those that are asked this is, counting from one."""
        return [read.page.page for read in self.reading.pages].index(page.page.page) + 1


@dataclass(frozen=True, slots=True)
class CaseVisit:
    """A case, the definition it was lodged under, and the secret that opened it."""

    case: Case
    holder: Holder
    service: EService
    secret: str
    now: datetime

    @property
    def applicant(self) -> Applicant:
        """Give whoever holds the link: the applicant, or somebody who acts for them."""
        return self.holder.person

    @property
    def address(self) -> dict[str, Any]:
        """Give the parts of the case's address, for links to its other pages."""
        return {"reference": self.case.reference, "secret": self.secret}


def visit_draft(connection: Connection, services: PortalServices, draft_id: str) -> DraftVisit:
    """Read a draft by the secret in its address.

    Raises UnknownDraft, and for one that is not lodged yet UnknownDefinition or NotOffered.
    """
    now = services.desk.clock.now(connection)
    draft = find_draft(connection, draft_id, now=now)
    files = attachments_of_draft(connection, draft.id)
    offer = _offer(connection, services, draft, files, now)
    followed = _followed(connection, draft)
    asked = as_asked(offer.service, followed)
    if draft.assistance_id is not None:
        asked = as_assisted(asked)
    offer = replace(offer, service=asked)
    reading = services.desk.read(draft, offer.service, files, now=now)
    return DraftVisit(draft, offer, files, reading, now, followed)


def _followed(connection: Connection, draft: Draft) -> Followed | None:
    if draft.follows is None:
        return None
    return followed_of(connection, find_case(connection, draft.follows))


def _offer(
    connection: Connection,
    services: PortalServices,
    draft: Draft,
    files: Sequence[Attachment],
    now: datetime,
) -> Offer:
    if draft.is_lodged:
        return Offer(eservice_of(definition(connection, draft.definition)), draft.definition)
    return offer_for(
        connection,
        draft,
        files_by_field(files),
        key=services.desk.workflow.ordering_key,
        today=now.astimezone(services.desk.zone).date(),
    )


def visit_case(
    connection: Connection, services: PortalServices, *, reference: str, secret: str
) -> CaseVisit:
    """Read a case by its secret link; raises UnknownCase."""
    case, holder = services.links.open(connection, reference=reference, secret=secret)
    service = service_of(connection, case)
    now = services.desk.clock.now(connection)
    return CaseVisit(case, holder, service, secret, now)
