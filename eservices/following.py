"""Cases that follow delivered ones: which may be opened, what they take over, and the chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, insert, select

from delivery.register import Act, ActStatus, latest_act
from delivery.validity import last_day
from delivery.verification import Standing, standing_of
from eservices.catalogue.listing import offered
from eservices.definition.aftermath import (
    ACT_ISSUED_ON,
    ACT_NUMBER,
    ANSWERS,
    CASE_APPLICANT,
    CASE_OFFICE,
    CASE_REFERENCE,
    CORRECTED,
    Since,
)
from eservices.definition.form import Field
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.form import entries_for
from eservices.tables import case_links
from workflows.cases import Case, applicant_of, find_case
from workflows.definitions import definition
from workflows.language.procedure import CLOSED, Stage
from workflows.organisations import treating_office
from workflows.routing import office_of
from workflows.tables import cases

UNSERVED = frozenset({Stage.REFUSED, Stage.WITHDRAWN})


class Barred(StrEnum):
    """Why a case cannot be followed by an e-service."""

    OTHER_SERVICE = "other_service"
    NOT_DELIVERED = "not_delivered"
    ACT_ENDED = "act_ended"
    TOO_LATE = "too_late"
    UNDER_WAY = "under_way"
    ONCE_ONLY = "once_only"


class CannotFollow(Exception):
    """A case may not be opened from another; `why` says why not."""

    def __init__(self, why: Barred) -> None:
        self.why = why
        super().__init__(why.value)


@dataclass(frozen=True, slots=True)
class Followed:
    """A case from which others are opened: its e-service, what stands for its act, its answers."""

    case: Case
    service: EService
    act: Act | None
    #: As they were corrected, where its act was.
    answers: Mapping[str, Any]
    #: The name of whom it belongs to.
    applicant: str
    #: The office that answers for its act today.
    office: str

    def value(self, source: str) -> Any:
        """Give what a case that follows takes over, as it is kept; None when there is nothing."""
        if source.startswith(ANSWERS):
            return self.answers.get(source.removeprefix(ANSWERS))
        act = self.act
        return {
            CASE_REFERENCE: self.case.reference,
            CASE_OFFICE: self.office,
            CASE_APPLICANT: self.applicant,
            ACT_NUMBER: None if act is None else act.number,
            ACT_ISSUED_ON: None if act is None else act.issued_on.isoformat(),
        }[source]


@dataclass(frozen=True, slots=True)
class Link:
    """A case in the chain of another, as both show it."""

    case: Case
    service: EService


def followed_of(connection: Connection, case: Case) -> Followed:
    """Read what a case that follows this one may need to know of it."""
    service = eservice_of(definition(connection, case.definition))
    act = latest_act(connection, case.id)
    corrected: dict[str, Any] = {}
    if act is not None and act.case_id != case.id:
        given = find_case(connection, act.case_id).answers
        corrected = {
            name.removeprefix(CORRECTED): answer
            for name, answer in given.items()
            if name.startswith(CORRECTED)
        }
    known = {field.id for field in service.form.fields()}
    named = {name: answer for name, answer in corrected.items() if name in known}
    applicant = applicant_of(connection, case.id).name
    office = signing_office(connection, service, case)
    return Followed(case, service, act, {**case.answers, **named}, applicant, office)


def signing_office(connection: Connection, service: EService, case: Case) -> str:
    """Name the office that signs for a case, or the one that took its place since."""
    queue = service.signed_by
    for state in service.procedure.states.values():
        if queue is not None and state.queue == queue:
            office = office_of(case, state, default=service.office)
            today = datetime.now(UTC).date()
            return treating_office(connection, queue=queue, office=office, on=today)
    return service.office


def followed_by(connection: Connection, case_id: int) -> Case | None:
    """Find the case from which another was opened."""
    statement = select(case_links.c.follows).where(case_links.c.case_id == case_id)
    found = connection.execute(statement).scalar_one_or_none()
    return None if found is None else find_case(connection, found)


def following(connection: Connection, case_id: int) -> tuple[Link, ...]:
    """List the cases that were opened from one, oldest first."""
    statement = select(case_links.c.case_id).where(case_links.c.follows == case_id)
    found = connection.execute(statement.order_by(case_links.c.case_id)).scalars().all()
    return tuple(link_to(connection, find_case(connection, one)) for one in found)


def origin_of(connection: Connection, case: Case) -> Case:
    """Find the case whose act a correction of a correction first was; the case itself otherwise."""
    while eservice_of(definition(connection, case.definition)).corrects is not None:
        former = followed_by(connection, case.id)
        if former is None:
            return case
        case = former
    return case


def openings(
    connection: Connection, followed: Followed, *, now: datetime, zone: ZoneInfo
) -> tuple[EService, ...]:
    """List the e-services that can be opened from a case now, in the order of the catalogue."""
    return tuple(
        service
        for service in offered(connection)
        if service.follows is not None
        and why_not(connection, service, followed, now=now, zone=zone) is None
    )


def link_to(connection: Connection, case: Case) -> Link:
    """Show a case as part of a chain."""
    return Link(case, eservice_of(definition(connection, case.definition)))


def why_not(
    connection: Connection, service: EService, followed: Followed, *, now: datetime, zone: ZoneInfo
) -> Barred | None:
    """Tell why an e-service cannot be opened from a case now; None when it can."""
    follows = service.follows
    if follows is None or followed.case.eservice not in follows.eservices:
        return Barred.OTHER_SERVICE
    case = followed.case
    if follows.since is Since.LODGED:
        begun: datetime | None = case.lodged_at
    else:
        begun = case.closed_at if case.stage is Stage.DELIVERED else None
    if begun is None:
        return Barred.NOT_DELIVERED
    today, first_day = (at.astimezone(zone).date() for at in (now, begun))
    if follows.within is not None and today > last_day(first_day, follows.within):
        return Barred.TOO_LATE
    if follows.since is Since.DELIVERED and not _act_allows(service, followed.act, today):
        return Barred.ACT_ENDED
    return _why_taken(connection, service, case)


def _act_allows(service: EService, act: Act | None, today: date) -> bool:
    """Tell whether an act can be built upon; only one that has not expired can be corrected."""
    if service.corrects is not None:
        return act is not None and standing_of(act, today) is Standing.VALID
    return act is None or act.status is ActStatus.VALID


def _why_taken(connection: Connection, service: EService, case: Case) -> Barred | None:
    if service.corrects is None and not _once(service):
        return None
    stages = _stages(connection, service, case)
    open_ones = [stage for stage in stages if stage not in CLOSED]
    served = [stage for stage in stages if stage is Stage.DELIVERED]
    if open_ones and (service.corrects is not None or _once(service)):
        return Barred.UNDER_WAY
    return Barred.ONCE_ONLY if served and _once(service) else None


def _once(service: EService) -> bool:
    return service.follows is not None and service.follows.once


def _stages(connection: Connection, service: EService, case: Case) -> list[Stage]:
    rows = connection.execute(
        select(cases.c.stage)
        .join(case_links, case_links.c.case_id == cases.c.id)
        .where(case_links.c.follows == case.id, case_links.c.eservice == service.eservice)
    )
    return [Stage(row.stage) for row in rows]


def tie(connection: Connection, case: Case, service: EService, follows: int) -> None:
    """Record from which case another was opened.

    The unique constraint on the turn is the last guard: of two that were opened at once where one
    is admitted, the second to be written fails.
    """
    counted = select(func.count()).select_from(
        case_links.join(cases, cases.c.id == case_links.c.case_id)
    )
    earlier = counted.where(
        case_links.c.follows == follows, case_links.c.eservice == service.eservice
    )
    if _once(service) or service.corrects is not None:
        bound = UNSERVED if _once(service) else CLOSED
        earlier = earlier.where(cases.c.stage.in_(bound))
    turn = connection.execute(earlier).scalar_one() + 1
    values = {"case_id": case.id, "follows": follows, "eservice": service.eservice, "turn": turn}
    connection.execute(insert(case_links).values(values))


def taken_over(service: EService, followed: Followed) -> dict[str, str]:
    """Write what a new draft takes over from a case, as it would be typed."""
    typed: dict[str, str] = {}
    takes = service.follows.takes if service.follows else {}
    for name, source in takes.items():
        typed |= _typed(service.form.field(name), followed.value(source))
    for field in service.form.fields() if service.corrects else ():
        if field.id.startswith(CORRECTED):
            typed |= _typed(field, followed.answers.get(field.id.removeprefix(CORRECTED)))
    return typed


def fixed_fields(service: EService, entries: Mapping[str, str]) -> frozenset[str]:
    """Name the fields that show what was taken over and may not be changed.

    A field into which nothing could be taken over is asked like any other.
    """
    follows = service.follows
    if follows is None:
        return frozenset()
    kept = follows.takes.keys() - set(follows.editable)
    starts = {name.partition("-")[0] for name in entries}
    return frozenset(kept & starts)


def _typed(field: Field | None, value: Any) -> dict[str, str]:
    return {} if field is None else entries_for(field, value)
