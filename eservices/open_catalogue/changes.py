"""What changed in the catalogue, newest first, in words: the content of its feeds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, select, true

from eservices.catalogue.entries import SheetKind
from eservices.catalogue.tables import certifications, sheets
from eservices.definition.publish import eservice_of
from eservices.open_catalogue.sheets import path_of, path_of_procedure
from eservices.packs.procedures import DeskProcedure
from eservices.texts import mark, translate
from workflows.definitions import definition
from workflows.language.values import Text
from workflows.life_cycle import Step
from workflows.published_steps import NEWEST, PublishedStep, published_steps

NEW = mark("New online: %(title)s")
CHANGED = mark("New version: %(title)s")
SUSPENDED = mark("Suspended: %(title)s")
RESUMED = mark("Open again: %(title)s")
WITHDRAWN = mark("Withdrawn: %(title)s")
CERTIFIED = mark("Sheet certified: %(title)s")
CHECKED = mark("Sheet compared with its sources: %(title)s")
STEPS: Mapping[Step, str] = {
    Step.LIVE: CHANGED,
    Step.SUSPEND: SUSPENDED,
    Step.RESUME: RESUMED,
    Step.WITHDRAW: WITHDRAWN,
}
VERSION = mark(
    "Version %(number)s applies to new applications; those already sent go on as before."
)
FIRST_VERSION = 1


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one sheet."""

    #: Names it among the changes of its sheet, for ever.
    key: str
    at: datetime
    path: str
    message: str
    title: Text
    version: int | None = None
    #: What applicants are told, by language: `reason` and `advice`.
    said: Mapping[str, Mapping[str, str]] | None = None

    def headline(self, language: str) -> str:
        """Say what changed."""
        return translate(self.message, language, title=self.title.in_language(language))

    def words(self, language: str) -> str:
        """Say what it means for whoever applies."""
        if self.said:
            parts = (self.said.get(name) for name in ("reason", "advice"))
            return " ".join(Text(dict(part)).in_language(language) for part in parts if part)
        if self.version is not None and self.message in (NEW, CHANGED):
            return translate(VERSION, language, number=self.version)
        return self.headline(language)


def changes(
    connection: Connection, procedures: Sequence[DeskProcedure], zone: ZoneInfo
) -> tuple[Change, ...]:
    """Read what changed in the whole catalogue."""
    certified = _certified(connection, true())
    return _newest((*_steps(connection, None), *certified, *_checks(procedures, zone)))


def changes_of_eservice(connection: Connection, eservice: str) -> tuple[Change, ...]:
    """Read what changed in one e-service; nothing when it was never offered."""
    certified = _certified(connection, _of(SheetKind.ESERVICE, eservice))
    return _newest((*_steps(connection, eservice), *certified))


def changes_of_procedure(
    connection: Connection, procedure: DeskProcedure, zone: ZoneInfo
) -> tuple[Change, ...]:
    """Read what changed in a procedure at a desk."""
    certified = _certified(connection, _of(SheetKind.PROCEDURE, procedure.procedure))
    return _newest((*certified, *_checks([procedure], zone)))


def _newest(found: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:NEWEST])


def _steps(connection: Connection, eservice: str | None) -> Iterator[Change]:
    for step in published_steps(connection, eservice=eservice):
        yield Change(
            key=f"step-{step.id}",
            at=step.at,
            path=path_of(step.eservice),
            message=_message(step),
            title=eservice_of(definition(connection, step.checksum)).title,
            version=step.version,
            said=step.said,
        )


def _message(step: PublishedStep) -> str:
    is_first = step.step is Step.LIVE and step.version == FIRST_VERSION
    return NEW if is_first else STEPS[step.step]


def _of(kind: SheetKind, slug: str) -> ColumnElement[bool]:
    return and_(certifications.c.kind == kind, certifications.c.slug == slug)


def _certified(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[Change]:
    """Read who vouched for which sheet, without the name: the sheet's own page tells it."""
    same = [sheets.c[name] == certifications.c[name] for name in ("kind", "slug", "digest")]
    rows = connection.execute(
        select(certifications, sheets.c.title)
        .join_from(certifications, sheets, and_(*same))
        .where(wanted)
        .order_by(certifications.c.id.desc())
        .limit(NEWEST)
    )
    for row in rows:
        is_online = row.kind == SheetKind.ESERVICE
        yield Change(
            key=f"certified-{row.id}",
            at=row.at,
            path=path_of(row.slug) if is_online else path_of_procedure(row.slug),
            message=CERTIFIED,
            title=Text(dict(row.title)),
        )


def _checks(procedures: Iterable[DeskProcedure], zone: ZoneInfo) -> Iterator[Change]:
    for one in procedures:
        yield Change(
            key=f"checked-{one.checked_on}",
            at=datetime.combine(one.checked_on, time(), zone),
            path=path_of_procedure(one.procedure),
            message=CHECKED,
            title=one.title,
        )
