"""Jobs that move cases: all of it is in the database, and doing it twice finds it done."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from config.composition import Installation
from config.drain import Handler, Inside
from config.reactions import Job
from delivery.register import Act, act_of_case, find_act
from eservices.following import origin_of
from payments.charges import is_cleared
from payments.standing import collected
from workflows.actors import SYSTEM
from workflows.cases import find_case, lock_case
from workflows.changed_calendars import CALENDAR_CHANGED, move_some
from workflows.engine import Engine
from workflows.happenings import Occurrence, record
from workflows.journal import Happening
from workflows.language.procedure import ISSUED, PAYMENT_CLEARED, Stage
from workflows.outbox import Held, hasten
from workflows.routing import route
from workflows.signing.deciding import decide


class CaseMissing(Exception):
    """An outbox row asks for something about a case and names none."""


def case_id_of(held: Held) -> int:
    """Give the case that a row is about; raises CaseMissing."""
    if held.case_id is None:
        raise CaseMissing(held.id)
    return held.case_id


@dataclass(frozen=True, slots=True)
class Moves:
    """Routes cases and moves them on when money or documents are there."""

    workflow: Engine

    def route(self, connection: Connection, held: Held) -> None:
        """Put the case in its agent queue; one that has moved on is left alone."""
        route(connection, self.workflow, case_id_of(held))

    def clear(self, connection: Connection, held: Held) -> None:
        """Move the case out of its payment state when nothing is due there any more.

        Where it was granted although its fee had gone back, its act can be issued from now on.
        """
        case = lock_case(connection, case_id_of(held))
        if case.stage is Stage.ISSUANCE:
            hasten(connection, Job.ISSUE, case.id)
        if case.stage is not Stage.PAYMENT:
            return
        if is_cleared(connection, case.id, collected(connection, case)):
            self.workflow.fire(connection, case.id, PAYMENT_CLEARED, actor=SYSTEM)

    def finish(self, connection: Connection, held: Held) -> None:
        """Move the case to its end once its act is in the register."""
        case = lock_case(connection, case_id_of(held))
        act = act_of_case(connection, case.id) if case.stage is Stage.ISSUANCE else None
        if act is not None:
            self.workflow.fire(connection, case.id, ISSUED, actor=SYSTEM)
            self._tell_of_replacement(connection, act)

    def tell_revoked(self, connection: Connection, held: Held) -> None:
        """Journal, on the case that an act was first issued for, that it was taken back."""
        case = origin_of(connection, find_case(connection, case_id_of(held)))
        record(
            connection,
            self.workflow,
            case.id,
            Occurrence(Happening.ACT_REVOKED, SYSTEM, dict(held.data)),
        )

    def sign(self, connection: Connection, held: Held) -> None:
        """Do what a signatory confirmed for one case of a sitting."""
        decide(
            connection,
            self.workflow,
            batch_id=held.data["batch"],
            position=held.data["position"],
        )

    def move_clocks(self, connection: Connection, held: Held) -> None:
        """Move some of the clocks that closed days of an office concern, and have others follow.

        Each batch is a step of its own: what waits for the same worker comes in between.
        """
        clock, outbox = self.workflow.clock, self.workflow.outbox
        if move_some(connection, held.data["change"], at=clock.now(connection)):
            outbox.emit(connection, CALENDAR_CHANGED, case_id=None, data=held.data)

    def _tell_of_replacement(self, connection: Connection, act: Act) -> None:
        """Journal, on the case whose act was replaced, by which one."""
        former = None if act.replaces is None else find_act(connection, act.replaces)
        if former is not None:
            told = Occurrence(Happening.ACT_REPLACED, SYSTEM, {"number": act.number})
            record(connection, self.workflow, former.case_id, told)


def handlers(installation: Installation) -> Mapping[Job, Handler]:
    """Give what the jobs of this module do."""
    moves = Moves(installation.workflow)
    effects = {
        Job.ROUTE: moves.route,
        Job.CLEAR: moves.clear,
        Job.FINISH: moves.finish,
        Job.TELL_REVOKED: moves.tell_revoked,
    }
    handlers: dict[Job, Handler] = {
        job: Inside(installation.database, effect) for job, effect in effects.items()
    }
    # A transaction of its own for each signature and each batch, never one shared with neighbours.
    handlers[Job.SIGN] = Inside(installation.database, moves.sign).__call__
    handlers[Job.MOVE_CLOCKS] = Inside(installation.database, moves.move_clocks).__call__
    return handlers
