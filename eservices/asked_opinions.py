"""The opinions asked for on a case, as its applicant reads them: whom, when, by when, and whether.

What an office answered is part of the decision and told with it; that it answered, or let its time
pass, is told at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from eservices.definition.model import EService
from eservices.texts import mark, translate
from workflows import consultations
from workflows.consultations import Asked
from workflows.language.procedure import Silence
from workflows.language.values import Text
from workflows.organisations import all_offices

AWAITED = mark("answer awaited")
OVERDUE = mark("the time is over: your application waits for this answer")
ANSWERED = mark("answered")
ANSWERED_LATE = mark("answered late")
NOT_WANTED = mark("not needed any more")
SILENT: Mapping[Silence, str] = {
    Silence.FAVOURABLE: mark("no answer in time: counts as favourable"),
    Silence.UNFAVOURABLE: mark("no answer in time: counts as unfavourable"),
    Silence.WAITS: AWAITED,
}


@dataclass(frozen=True, slots=True)
class AskedOpinion:
    """One opinion: what it is about, who was asked, and how it stands."""

    about: str
    office: str
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    standing: str
    #: Whether the applicant still waits for it.
    is_awaited: bool


def tell_opinions(
    connection: Connection, case_id: int, service: EService, language: str, *, now: datetime
) -> tuple[AskedOpinion, ...]:
    """List the opinions of a case, the last asked for first; nothing where none can be asked."""
    if not service.procedure.consultations():
        return ()
    asked = consultations.asked_on(connection, case_id)
    names = {office.slug: office.name for office in all_offices(connection)} if asked else {}
    latest = sorted(asked, key=lambda one: (one.asked_at, -one.id), reverse=True)
    return tuple(_told(one, names, service, language, now=now) for one in latest)


def _told(
    asked: Asked,
    names: Mapping[str, Mapping[str, str]],
    service: EService,
    language: str,
    *,
    now: datetime,
) -> AskedOpinion:
    declared = service.procedure.consultations().get(asked.name)
    label = asked.name if declared is None else declared.label.in_language(language)
    silence = Silence.WAITS if declared is None else declared.silence
    return AskedOpinion(
        about=label,
        office=Text(dict(names[asked.office])).in_language(language),
        asked_at=asked.asked_at,
        due_at=asked.due_at,
        answered_at=asked.answered_at,
        standing=translate(_standing(asked, silence, now), language),
        is_awaited=not asked.is_settled,
    )


def _standing(asked: Asked, silence: Silence, now: datetime) -> str:
    if asked.answered_at is not None:
        return ANSWERED_LATE if asked.is_late else ANSWERED
    if asked.silent_at is not None:
        return SILENT[silence]
    if asked.closed_at is not None:
        return NOT_WANTED
    return OVERDUE if asked.due_at < now else AWAITED
