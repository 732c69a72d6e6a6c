"""Complaints in figures that are published: counts only, and none so small that it names somebody.

A count below five is not given, nor whether there is any. Where one alone is withheld in a list
whose total is known, the next smallest goes with it: the total less the others would tell it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from eservices.definition.form import Field
from eservices.definition.model import EService

#: The smallest count that is published.
LEAST = 5

#: Complaints by what was answered to one question; all of them together where none is named. Of
#: each, whether it was answered, in time, and what was said of it. The first promise counts, not
#: the one of a second answer; it stands still or has ended once the complaint is answered.
COUNTED = text("""
    SELECT s.answers ->> CAST(:field AS text) AS value,
           count(*) AS received,
           count(*) FILTER (WHERE s.answered) AS answered,
           count(*) FILTER (WHERE s.answered AND s.in_time) AS in_time,
           count(*) FILTER (WHERE s.satisfied) AS satisfied,
           count(*) FILTER (WHERE s.reopened) AS reopened
    FROM (SELECT k.answers,
                 k.stage <> 'withdrawn'
                   AND (p.paused_at IS NOT NULL OR p.stopped_at IS NOT NULL) AS answered,
                 p.breached_at IS NULL AS in_time,
                 EXISTS (SELECT FROM journal_entries j
                         WHERE j.case_id = c.case_id AND j.trigger = :satisfied) AS satisfied,
                 EXISTS (SELECT FROM journal_entries j
                         WHERE j.case_id = c.case_id AND j.trigger = :unsatisfied) AS reopened
          FROM complaints c
          JOIN cases k ON k.id = c.case_id
          LEFT JOIN LATERAL (SELECT * FROM deadlines d
                             WHERE d.case_id = c.case_id AND d.kind = 'promise'
                             ORDER BY d.id LIMIT 1) p ON true
          WHERE c.eservice = :eservice AND c.lodged_at >= :since) s
    WHERE CAST(:field AS text) IS NULL OR s.answers ->> CAST(:field AS text) IS NOT NULL
    GROUP BY 1
""")
FIGURES = ("received", "answered", "in_time", "satisfied", "reopened")


@dataclass(frozen=True, slots=True)
class Row:
    """What is published of some complaints; None stands for a count that is withheld."""

    received: int | None
    answered: int | None
    in_time: int | None
    satisfied: int | None
    reopened: int | None

    @property
    def timeliness(self) -> float | None:
        """Give the share of answers that came in time."""
        return _share(self.in_time, self.answered)

    @property
    def contentment(self) -> float | None:
        """Give the share of those who said that the answer is enough, of all who said anything."""
        if self.satisfied is None or self.reopened is None:
            return None
        return _share(self.satisfied, self.satisfied + self.reopened)


@dataclass(frozen=True, slots=True)
class Published:
    """What is published of an e-service's complaints: all of them, and by each choice."""

    service: EService
    total: Row
    by: tuple[tuple[Field, tuple[tuple[str, Row], ...]], ...]


def publish_complaints(
    connection: Connection, services: Iterable[EService], *, since: datetime
) -> tuple[Published, ...]:
    """Count the complaints lodged since an instant, by e-service."""
    found = (one for one in services if one.complaint is not None)
    return tuple(_published(connection, one, since) for one in found)


def _published(connection: Connection, service: EService, since: datetime) -> Published:
    complaint = service.complaint
    asked: dict[str, Any] = {
        "eservice": service.eservice,
        "since": since,
        "satisfied": complaint.satisfied if complaint else None,
        "unsatisfied": complaint.unsatisfied if complaint else None,
    }
    total = connection.execute(COUNTED, {**asked, "field": None}).one_or_none()
    named = (service.form.field(name) for name in (complaint.counted_by if complaint else ()))
    fields = tuple(one for one in named if one is not None)
    counted = tuple((field, _by(connection, field, asked)) for field in fields)
    return Published(service, _one(total), counted)


def _by(connection: Connection, field: Field, asked: dict[str, Any]) -> tuple[tuple[str, Row], ...]:
    rows = {row.value: row for row in connection.execute(COUNTED, {**asked, "field": field.id})}
    order = [option.value for option in field.options]
    columns = [withheld([getattr(rows.get(one), name, 0) for one in order]) for name in FIGURES]
    found = [Row(*(column[place] for column in columns)) for place in range(len(order))]
    # A line of nothing but dashes tells nothing.
    return tuple((value, row) for value, row in zip(order, found, strict=True) if row.received)


def _one(total: Any) -> Row:
    counts = [getattr(total, name, 0) for name in FIGURES]
    return Row(*(None if count < LEAST else count for count in counts))


def withheld(counts: Sequence[int]) -> list[int | None]:
    """Withhold the counts that are too small, and never one alone."""
    small = [place for place, count in enumerate(counts) if count < LEAST]
    rest = sorted((count, place) for place, count in enumerate(counts) if count >= LEAST)
    if len(small) == 1 and rest:
        small.append(rest[0][1])
    return [None if place in small else count for place, count in enumerate(counts)]


def _share(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None
