"""Jobs that move cases: each is one transaction, and doing it twice finds it done."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy import Engine as Database

from config.composition import Installation
from config.drain import Handler
from config.reactions import Job
from delivery.register import act_of_case
from payments.charges import is_cleared
from payments.standing import collected
from workflows.actors import SYSTEM
from workflows.cases import lock_case
from workflows.engine import Engine
from workflows.language.procedure import ISSUED, PAYMENT_CLEARED, Stage
from workflows.outbox import Held, complete
from workflows.routing import route


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

    database: Database
    workflow: Engine

    def route(self, held: Held) -> None:
        """Put the case in its agent queue; one that has moved on is left alone."""
        with self.database.begin() as connection:
            route(connection, self.workflow, case_id_of(held))
            complete(connection, held)

    def clear(self, held: Held) -> None:
        """Move the case out of its payment state when nothing is due there any more."""
        with self.database.begin() as connection:
            self._clear(connection, case_id_of(held))
            complete(connection, held)

    def finish(self, held: Held) -> None:
        """Move the case to its end once its act is in the register."""
        with self.database.begin() as connection:
            case = lock_case(connection, case_id_of(held))
            if case.stage is Stage.ISSUANCE and act_of_case(connection, case.id) is not None:
                self.workflow.fire(connection, case.id, ISSUED, actor=SYSTEM)
            complete(connection, held)

    def _clear(self, connection: Connection, case_id: int) -> None:
        case = lock_case(connection, case_id)
        if case.stage is not Stage.PAYMENT:
            return
        if is_cleared(connection, case.id, collected(connection, case)):
            self.workflow.fire(connection, case.id, PAYMENT_CLEARED, actor=SYSTEM)


def handlers(installation: Installation) -> Mapping[Job, Handler]:
    """Give what the jobs of this module do."""
    moves = Moves(installation.database, installation.workflow)
    return {Job.ROUTE: moves.route, Job.CLEAR: moves.clear, Job.FINISH: moves.finish}
