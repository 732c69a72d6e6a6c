"""Earlier cases of the same applicant, where they were decided in the pools of whoever asks."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from workflows.cases import Case
from workflows.journal import history
from workflows.language.procedure import CLOSED, Question, Stage
from workflows.tables import applicants, cases, claims

#: An address that stands under so many cases is a cybercafé's, and tells nothing of a person.
MOST = 50

READ = (
    "id",
    "reference",
    "eservice",
    "definition",
    "answers",
    "lodged_at",
    "closed_at",
    "stage",
)

#: Gives the identity numbers that somebody declared, from a definition and the answers.
Numbers = Callable[[str, Mapping[str, Any]], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A decided case of the same applicant."""

    case_id: int
    reference: str
    eservice: str
    definition: str
    lodged_at: datetime
    closed_at: datetime
    stage: Stage
    #: The code of the reason that was given, empty where none was.
    reason: str


def decided_before(
    connection: Connection, case: Case, *, pools: Collection[int], numbers: Numbers
) -> tuple[Earlier, ...]:
    """List the decided cases of whoever lodged a case, the last first.

    They were lodged with the same address and declare the same identity number; where neither
    declares one, the same name. Only cases that these pools treated are told.
    """
    rows = connection.execute(_candidates(case, pools)).all()
    own = numbers(case.definition, case.answers)
    return tuple(
        _earlier(connection, row)
        for row in rows
        if _same(own, numbers(row.definition, row.answers), same_name=row.same_name)
    )


def _candidates(case: Case, pools: Collection[int]) -> Select[Any]:
    """Find the decided cases lodged with the same address and treated by these pools."""
    mine = select(applicants).where(applicants.c.case_id == case.id).subquery()
    same_mail = func.lower(applicants.c.mail) == func.lower(mine.c.mail)
    same_name = func.lower(applicants.c.name) == func.lower(mine.c.name)
    treated = claims.c.case_id == cases.c.id, claims.c.pool_id.in_(tuple(pools))
    return (
        select(*(cases.c[name] for name in READ), same_name.label("same_name"))
        .join_from(applicants, cases, cases.c.id == applicants.c.case_id)
        .join(mine, or_(same_mail, applicants.c.phone == mine.c.phone))
        .where(
            cases.c.id != case.id,
            cases.c.stage.in_(CLOSED),
            select(claims.c.id).where(*treated).exists(),
        )
        .order_by(cases.c.closed_at.desc())
        .limit(MOST)
    )


def _same(own: frozenset[str], other: frozenset[str], *, same_name: bool) -> bool:
    return bool(own & other) if own or other else same_name


def _earlier(connection: Connection, row: Any) -> Earlier:
    last = history(connection, row.id)
    said = (entry.data.get(Question.REASON) for entry in reversed(last))
    refused = row.stage == Stage.REFUSED
    return Earlier(
        case_id=row.id,
        reference=row.reference,
        eservice=row.eservice,
        definition=row.definition,
        lodged_at=row.lodged_at,
        closed_at=row.closed_at,
        stage=Stage(row.stage),
        reason=next((str(code) for code in said if code), "") if refused else "",
    )
