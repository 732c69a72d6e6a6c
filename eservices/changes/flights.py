"""Cases in flight under older versions: what a new version means for them, and moving them over.

A case is judged again under its lock, in the transaction that moves it: a preview is no licence. So
the work may be stopped anywhere and begun again, and no case is moved twice.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, func, select
from sqlalchemy import Engine as Database

from eservices.changes.hindrances import Change, Flight, Rule, hindrances
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from payments.charges import charges_of
from workflows.actors import Actor, Role
from workflows.calendars import working_time_of
from workflows.cases import Case, find_case, lock_case
from workflows.deadlines import deadlines_of
from workflows.definitions import definition
from workflows.engine import Engine
from workflows.errors import WorkflowError
from workflows.journal import history
from workflows.life_cycle import Author
from workflows.migrating import migrate
from workflows.publications import publication_of
from workflows.tables import cases, definitions

#: How many cases a preview judges at most, and how many one order moves.
MOST = 200


class NotLive(WorkflowError):
    """Cases are put only under the version that is live."""


@dataclass(frozen=True, slots=True)
class Group:
    """The cases that stand in one state under one version."""

    version: int
    state: str
    label: Mapping[str, str]
    cases: int
    looked_at: int
    movable: int
    hindered: tuple[tuple[Rule, int], ...]


@dataclass(frozen=True, slots=True)
class Flights:
    """All cases in flight under other versions, as far as they were looked at."""

    groups: tuple[Group, ...]

    @property
    def cases(self) -> int:
        """Count the cases."""
        return sum(group.cases for group in self.groups)

    @property
    def looked_at(self) -> int:
        """Count those that were judged one by one."""
        return sum(group.looked_at for group in self.groups)

    @property
    def movable(self) -> int:
        """Count those that can safely be moved, among those judged."""
        return sum(group.movable for group in self.groups)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an order to move cases."""

    moved: int
    left: tuple[tuple[Rule, int], ...]
    #: The last case looked at, where the next order goes on; None when all were.
    last: int | None


def flights(
    connection: Connection, after: EService, checksum: str, *, now: datetime, most: int = MOST
) -> Flights:
    """Say what a version means for the cases in flight; nothing is written."""
    judged = [
        (case, hindrances(_change(connection, case, after), _flight(connection, case, now)))
        for case in _some(connection, after.eservice, checksum, most)
    ]
    return Flights(tuple(_groups(connection, after.eservice, checksum, judged)))


def _groups(
    connection: Connection,
    eservice: str,
    checksum: str,
    judged: list[tuple[Case, tuple[Rule, ...]]],
) -> Iterator[Group]:
    counted = (
        select(cases.c.definition, definitions.c.version, cases.c.state, func.count())
        .join(definitions, definitions.c.checksum == cases.c.definition)
        .where(*_waiting(eservice, checksum))
        .group_by(cases.c.definition, definitions.c.version, cases.c.state)
        .order_by(definitions.c.version, cases.c.state)
    )
    for pinned, version, state, number in connection.execute(counted).all():
        found = [why for case, why in judged if (case.definition, case.state) == (pinned, state)]
        label = eservice_of(definition(connection, pinned)).procedure.states[state].label
        yield Group(
            version=version,
            state=state,
            label=label.root,
            cases=number,
            looked_at=len(found),
            movable=sum(not why for why in found),
            hindered=tuple(Counter(rule for why in found for rule in why).most_common()),
        )


def move(
    database: Database,
    workflow: Engine,
    checksum: str,
    *,
    author: Author,
    reason: str,
    start: int = 0,
    most: int = MOST,
) -> Outcome:
    """Put cases under the live version where that is safe, each in a transaction of its own.

    Goes on after the case `start`, for `most` cases. Raises NotLive.
    """
    with database.begin() as connection:
        eservice = definition(connection, checksum).eservice
        if publication_of(connection, eservice).live != checksum:
            raise NotLive(eservice)
        waiting = _waiting_ids(eservice, checksum).where(cases.c.id > start).limit(most)
        ids = connection.execute(waiting).scalars().all()
    left: Counter[Rule] = Counter()
    moved = 0
    for case_id in ids:
        why = move_one(database, workflow, case_id, checksum, author=author, reason=reason)
        left.update(why or ())
        moved += why == ()
    last = ids[-1] if len(ids) == most else None
    return Outcome(moved, tuple(left.most_common()), last)


def move_one(
    database: Database,
    workflow: Engine,
    case_id: int,
    checksum: str,
    *,
    author: Author,
    reason: str,
) -> tuple[Rule, ...] | None:
    """Put one case under a version if that is safe at this moment; tells why it is not.

    Gives None, and does nothing, when it is there already or has come to its end.
    """
    with database.begin() as connection:
        case = lock_case(connection, case_id)
        if case.definition == checksum or case.is_closed:
            return None
        after = eservice_of(definition(connection, checksum))
        now = workflow.clock.now(connection)
        why = hindrances(_change(connection, case, after), _flight(connection, case, now))
        if not why:
            said = {"note": reason} | ({"operator": author.operator} if author.operator else {})
            role = Role.SYSTEM if author.account_id is None else Role.ADMINISTRATOR
            actor = Actor(role, author.account_id)
            migrate(connection, workflow, case, checksum, actor=actor, data=said)
        return why


def _change(connection: Connection, case: Case, after: EService) -> Change:
    return Change(eservice_of(definition(connection, case.definition)), after)


def _flight(connection: Connection, case: Case, now: datetime) -> Flight:
    clocks = deadlines_of(connection, case.id)
    offices = {clock.calendar_office for clock in clocks}
    return Flight(
        case=case,
        entries=history(connection, case.id),
        charges=charges_of(connection, case.id),
        clocks=clocks,
        now=now,
        working={office: working_time_of(connection, office) for office in offices},
    )


def _some(connection: Connection, eservice: str, checksum: str, most: int) -> tuple[Case, ...]:
    ids = connection.execute(_waiting_ids(eservice, checksum).limit(most)).scalars().all()
    return tuple(find_case(connection, case_id) for case_id in ids)


def _waiting_ids(eservice: str, checksum: str) -> Select[int]:
    return select(cases.c.id).where(*_waiting(eservice, checksum)).order_by(cases.c.id)


def _waiting(eservice: str, checksum: str) -> tuple[ColumnElement[bool], ...]:
    return (
        cases.c.eservice == eservice,
        cases.c.definition != checksum,
        cases.c.closed_at.is_(None),
    )
