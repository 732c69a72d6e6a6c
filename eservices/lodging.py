"""Lodging: a complete draft becomes a case with its files and its price, or nothing does."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from eservices.counter.model import Agreed
from eservices.definition.groups import answer_to, file_fields
from eservices.definition.model import EService
from eservices.drafts import Draft, lock_to_lodge, mark_lodged
from eservices.filing import record_filing
from eservices.following import Barred, CannotFollow, followed_of, tie, why_not
from eservices.form import Files, Problem, Reading, read_form
from eservices.offering import Offer, check_open, check_part
from eservices.representing import keep_representative, representing
from payments.charges import freeze
from payments.tariff import AssessedLine, assess
from workflows import complaints
from workflows.actors import APPLICANT, REPRESENTATIVE, Actor, Role
from workflows.attachments import Attachment, attachments_of_case, attachments_of_draft
from workflows.cases import Case, find_case, lock_case
from workflows.clock import Clock
from workflows.engine import Engine, Lodging
from workflows.journal import COUNTER
from workflows.language.conditions import compile_condition


class ApplicationIncomplete(Exception):
    """The draft lacks something, or something in it is wrong; `problems` lists everything."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")


class ConsentMissing(Exception):
    """A draft filled in at a counter is lodged only as its citizen agreed, and no other is so."""


class FormChanged(Exception):
    """Another version of the e-service went live since the draft was last saved."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is lodged, how the applicant wants to be told, and how they agreed at a counter."""

    reading: Reading
    channel: str | None
    agreed: Agreed | None
    now: datetime

    @property
    def scans(self) -> tuple[str, ...]:
        """Name the scans of the form that was signed."""
        return () if self.agreed is None else self.agreed.scans


@dataclass(frozen=True, slots=True)
class Desk:
    """Where applications are lodged: the engine, the clock, and the country's zone."""

    workflow: Engine
    clock: Clock
    zone: ZoneInfo
    #: The country (ISO 3166, such as `BJ`): begins references; numbers without a code are its own.
    reference_prefix: str

    def today(self, connection: Connection) -> date:
        """Tell the day in the country."""
        return self.clock.now(connection).astimezone(self.zone).date()

    def lodge(
        self,
        connection: Connection,
        draft_id: str,
        offer: Offer,
        *,
        channel: str | None = None,
        agreed: Agreed | None = None,
    ) -> Case:
        """Make a case of a draft, once: a second call gives the first case.

        `channel` is how the applicant wants to be told, where they chose; `agreed` is how they
        agreed to what was filled in for them at a counter.

        Raises:
            UnknownDraft: no such draft, or it has expired.
            ConsentMissing: it was filled in at a counter, and nobody agreed.
            NotOffered: the e-service is suspended or withdrawn at this moment, or tried out
                in other offices only.
            FormChanged: the applicant has not seen the form that is live.
            ApplicationIncomplete: with all that is missing or wrong.
            CannotFollow: the case from which it was opened admits no other by now.
        """
        now = self.clock.now(connection)
        draft, publication = lock_to_lodge(connection, draft_id, now=now)
        if draft.case_id is not None:
            return find_case(connection, draft.case_id)
        if draft.assistance_id != (agreed and agreed.assistance.id):
            raise ConsentMissing
        check_open(publication)
        is_current = offer.definition in {publication.live, publication.pilot}
        if not is_current or draft.definition != offer.definition:
            raise FormChanged
        files = attachments_of_draft(connection, draft.id)
        reading = self.read(draft, offer.service, files, now=now)
        if reading.problems:
            raise ApplicationIncomplete(reading.problems)
        check_part(publication, offer, reading.answers, now.astimezone(self.zone).date())
        said = Said(reading, channel, agreed, now)
        return self._open_case(connection, draft, offer, said)

    def read(
        self, draft: Draft, service: EService, files: Sequence[Attachment], *, now: datetime
    ) -> Reading:
        """Read a draft's form as it stands."""
        today = now.astimezone(self.zone).date()
        found = files_by_field(files)
        country = self.reference_prefix
        return read_form(service.form, draft.entries, found, today, country=country)

    def price(
        self, service: EService, answers: Mapping[str, Any], *, now: datetime
    ) -> tuple[AssessedLine, ...]:
        """Say what these answers cost today."""
        today = now.astimezone(self.zone).date()
        return assess(service.tariff, answers=answers, on=today, evaluate=evaluate)

    def _open_case(
        self,
        connection: Connection,
        draft: Draft,
        offer: Offer,
        said: Said,
    ) -> Case:
        answers, now = dict(said.reading.answers), said.now
        lodging = self._lodging(draft, offer, answers, said)
        if must_follow(offer.service, draft):
            self._check_followed(connection, draft, offer.service, now=now)
        case = self.workflow.lodge(connection, lodging).case
        if draft.follows is not None:
            tie(connection, case, offer.service, draft.follows)
        if offer.service.complaint is not None:
            complaints.record(connection, case, about=draft.follows)
        if lodging.actor.on_behalf:
            day = now.astimezone(self.zone).date()
            keep_representative(connection, case, offer.service, language=draft.language, today=day)
        freeze(connection, case_id=case.id, lines=self.price(offer.service, answers, now=now))
        mark_lodged(connection, draft, case.id)
        files = attachments_of_case(connection, case.id)
        record_filing(connection, case, files, applicant=lodging.name)
        return case

    def _check_followed(
        self, connection: Connection, draft: Draft, service: EService, *, now: datetime
    ) -> None:
        """Raise CannotFollow unless the draft was opened from a case that admits it now.

        The followed case is locked, so that of two at once the second sees the first.
        """
        if draft.follows is None:
            raise CannotFollow(Barred.OTHER_SERVICE)
        followed = followed_of(connection, lock_case(connection, draft.follows))
        barred = why_not(connection, service, followed, now=now, zone=self.zone)
        if barred is not None:
            raise CannotFollow(barred)

    def _lodging(self, draft: Draft, offer: Offer, answers: dict[str, Any], said: Said) -> Lodging:
        contact = offer.service.form.contact
        acting = representing(offer.service.form, answers, said.now.astimezone(self.zone).date())
        return Lodging(
            eservice=draft.eservice,
            definition=offer.definition,
            answers=answers,
            lodging_key=draft.lodging_key,
            reference_prefix=self.reference_prefix,
            name=" ".join(str(answers[name]) for name in contact.name if name in answers),
            language=draft.language,
            mail=answers.get(contact.mail) if contact.mail else None,
            phone=answers.get(contact.phone) if contact.phone else None,
            channel=said.channel,
            attachments=_lodged_files(offer.service, answers) + said.scans,
            actor=_author(said.agreed, on_behalf=acting is not None),
            data=_journalled(said.agreed),
        )


def _author(agreed: Agreed | None, *, on_behalf: bool) -> Actor:
    """Name who lodges: the applicant, somebody in their name, or the agent of a counter."""
    if agreed is None:
        return REPRESENTATIVE if on_behalf else APPLICANT
    return Actor(Role.COUNTER_AGENT, agreed.assistance.account_id, on_behalf)


def _journalled(agreed: Agreed | None) -> Mapping[str, Any]:
    """Say at which counter, and how the citizen agreed; nothing of what came by the portal."""
    if agreed is None:
        return {}
    return {**COUNTER, "office": agreed.assistance.office, "consent": agreed.consent}


def must_follow(service: EService, draft: Draft) -> bool:
    """Tell whether a draft must be opened from a case that admits it."""
    return draft.follows is not None or (service.follows is not None and service.follows.required)


def files_by_field(files: Sequence[Attachment]) -> Files:
    """Group files under the field they were added to."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for file in files:
        grouped[file.field].append(file.id)
    return grouped


def evaluate(expression: str, answers: Any, today: date) -> object:
    """Compute an expression of the definition, as the tariff asks."""
    return compile_condition(expression).evaluate(answers, today)


def _lodged_files(service: EService, answers: dict[str, Any]) -> tuple[str, ...]:
    """List the files that answer a question that is asked; others stay behind with the draft."""
    fields = file_fields(service.form.fields(), answers)
    return tuple(name for field in fields for name in answer_to(field.id, answers) or ())
