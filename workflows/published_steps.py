"""What is published of the life cycle of e-services: versions put live, suspensions, ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from workflows.life_cycle import Step
from workflows.tables import definitions, publication_entries

#: Steps that change what everybody is offered; drafts and trials are not for everybody.
PUBLIC = (Step.LIVE, Step.SUSPEND, Step.RESUME, Step.WITHDRAW)
#: Whoever reads a feed has read what is older.
NEWEST = 100


@dataclass(frozen=True, slots=True)
class PublishedStep:
    """A step that everybody may know of; not who took it, nor the reason kept in the journal."""

    id: int
    eservice: str
    at: datetime
    step: Step
    #: The version that was live then, or went live with it.
    checksum: str
    version: int
    #: What applicants are told, by language: `reason` and `advice`.
    said: Mapping[str, Mapping[str, str]]


def published_steps(
    connection: Connection, *, eservice: str | None = None
) -> tuple[PublishedStep, ...]:
    """Read the newest steps of every e-service, or of one; newest first."""
    then = publication_entries.alias("then")
    live = (
        select(then.c.checksum)
        .where(
            then.c.eservice == publication_entries.c.eservice,
            then.c.step == Step.LIVE,
            then.c.id <= publication_entries.c.id,
        )
        .order_by(then.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = (
        select(publication_entries, definitions.c.checksum.label("live"), definitions.c.version)
        .join_from(publication_entries, definitions, definitions.c.checksum == live)
        .where(publication_entries.c.step.in_(PUBLIC))
        .order_by(publication_entries.c.id.desc())
        .limit(NEWEST)
    )
    if eservice is not None:
        wanted = wanted.where(publication_entries.c.eservice == eservice)
    return tuple(
        PublishedStep(
            id=row.id,
            eservice=row.eservice,
            at=row.at,
            step=Step(row.step),
            checksum=row.live,
            version=row.version,
            said=row.data.get("said", {}),
        )
        for row in connection.execute(wanted)
    )
