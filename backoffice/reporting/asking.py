"""Reports as rows: asked for by a person or a command, made by a job, kept and never changed."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from backoffice.reporting.figures import Content, Scope
from backoffice.reporting.gathering import Asked
from backoffice.reporting.period import Unfit, read_period
from backoffice.reporting.tables import report_files, reports
from workflows.outbox import Outbox
from workflows.tables import offices, organisations

#: Emitted when a report is wanted; the job that follows makes it.
REPORT_WANTED = "report.wanted"
LISTED = 50


@dataclass(frozen=True, slots=True)
class File:
    """A report in a form to be kept: its digest names it in storage."""

    format: str
    language: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it stands."""

    id: str
    period: str
    scope: Scope
    part: str
    asked_at: datetime
    progress: int
    made_at: datetime | None
    digest: str | None
    content: Content | None
    drawings: Mapping[str, Mapping[str, str]]

    @property
    def asked(self) -> Asked:
        """Tell which report was wanted."""
        period = read_period(self.period)
        if isinstance(period, Unfit):
            raise TypeError(self.period)
        return Asked(period, self.scope, self.part)


#: What a list shows; the content may be long.
BRIEF = tuple(
    reports.c[name] for name in Report.__dataclass_fields__ if name not in {"content", "drawings"}
)


def ask(
    connection: Connection,
    outbox: Outbox,
    asked: Asked,
    *,
    account_id: int | None,
    at: datetime,
) -> str:
    """Put a report in the line of those to be made, and give its identifier.

    Whoever asks for what is being made already is given that one.
    """
    there = _on_its_way(connection, asked)
    if there is not None:
        return there
    identifier = secrets.token_urlsafe(16)
    values = {"period": asked.period.written, "scope": asked.scope, "part": asked.part}
    connection.execute(
        insert(reports).values(id=identifier, asked_by=account_id, asked_at=at, **values)
    )
    outbox.emit(connection, REPORT_WANTED, case_id=None, data={"report": identifier})
    return identifier


def _on_its_way(connection: Connection, asked: Asked) -> str | None:
    columns = reports.c
    found = select(columns.id).where(
        columns.period == asked.period.written,
        columns.scope == asked.scope,
        columns.part == asked.part,
        columns.made_at.is_(None),
    )
    return connection.execute(found.limit(1)).scalar_one_or_none()


def find(connection: Connection, identifier: str) -> Report | None:
    """Find a report; None when there is none."""
    columns = (*BRIEF, reports.c.content, reports.c.drawings)
    row = connection.execute(select(*columns).where(reports.c.id == identifier)).one_or_none()
    return None if row is None else _report(row)


def latest(connection: Connection) -> tuple[Report, ...]:
    """List the reports that were asked for, newest first, without their content."""
    order = (reports.c.asked_at.desc(), reports.c.id)
    rows = connection.execute(select(*BRIEF).order_by(*order).limit(LISTED))
    return tuple(_report(row) for row in rows)


def earlier(connection: Connection, report: Report) -> Report | None:
    """Find the last report of the same period and part that was made before this one."""
    columns = reports.c
    same = select(*BRIEF).where(
        columns.period == report.period,
        columns.scope == report.scope,
        columns.part == report.part,
        columns.id != report.id,
        columns.made_at < (report.made_at or report.asked_at),
    )
    row = connection.execute(same.order_by(columns.made_at.desc()).limit(1)).one_or_none()
    return None if row is None else _report(row)


def _report(row: Row[Any]) -> Report:
    values = {"content": None, "drawings": {}, **row._mapping}
    content = values["content"]
    return Report(
        **values
        | {
            "scope": Scope(values["scope"]),
            "content": None if content is None else Content.model_validate(content),
        }
    )


def tell_progress(connection: Connection, identifier: str, per_cent: int) -> None:
    """Note how much of a report is made."""
    connection.execute(update(reports).where(reports.c.id == identifier).values(progress=per_cent))


def keep(
    connection: Connection,
    identifier: str,
    content: Content,
    *,
    files: Iterable[File],
    drawings: Mapping[str, Mapping[str, str]],
    at: datetime,
) -> bool:
    """Keep a report as it was made; one that was made stays, and False is told."""
    kept = connection.execute(
        update(reports)
        .where(reports.c.id == identifier, reports.c.made_at.is_(None))
        .values(
            progress=100,
            made_at=at,
            content=content.model_dump(mode="json"),
            digest=content.figures.digest,
            drawings={language: dict(plots) for language, plots in drawings.items()},
        )
    )
    if not kept.rowcount:
        return False
    rows = [
        {
            "report_id": identifier,
            "format": one.format,
            "language": one.language,
            "sha256": one.sha256,
        }
        for one in files
    ]
    connection.execute(insert(report_files), rows)
    return True


def files_of(connection: Connection, identifier: str) -> tuple[File, ...]:
    """List the files of a report."""
    columns = report_files.c
    rows = connection.execute(
        select(columns.format, columns.language, columns.sha256)
        .where(columns.report_id == identifier)
        .order_by(columns.format, columns.language)
    )
    return tuple(File(**row._mapping) for row in rows)


def is_known(connection: Connection, asked: Asked, eservices: Iterable[str]) -> bool:
    """Tell whether the part of the administration that a report is asked about exists."""
    match asked.scope:
        case Scope.ALL:
            return not asked.part
        case Scope.ESERVICE:
            return asked.part in set(eservices)
    table = offices if asked.scope is Scope.OFFICE else organisations
    found = select(table.c.slug).where(table.c.slug == asked.part)
    return connection.execute(found).one_or_none() is not None
