"""The chore of overflows: cases go where their procedure, or a supervisor, lets them go."""

import logging
from dataclasses import dataclass

from sqlalchemy import Engine

from workflows import levers, overflow
from workflows.engine import Engine as WorkflowEngine
from workflows.errors import NoPool
from workflows.handing_over import spill

LOG = logging.getLogger(__name__)

BATCH = 200


@dataclass(frozen=True, slots=True)
class Overflows:
    """Moves what is due, each case in its own transaction: one that fails keeps no other back."""

    database: Engine
    workflow: WorkflowEngine

    def sweep(self) -> int:
        """Treat the overflows that are due; tells how many cases went to another office."""
        with self.database.begin() as connection:
            now = self.workflow.clock.now(connection)
            due = overflow.come(connection, at=now, limit=BATCH)
        return sum(self._treat(clock_id) for clock_id in due) + self._pull()

    def _pull(self) -> int:
        """Let go what supervisors let go, and end what is over."""
        with self.database.begin() as connection:
            now = self.workflow.clock.now(connection)
            levers.end_what_is_over(connection, at=now)
            due = levers.due(connection, at=now, limit=BATCH)
        moved = 0
        for lever_id, case_id in due:
            with self.database.begin() as connection:
                moved += levers.shift(connection, self.workflow, lever_id, case_id)
        with self.database.begin() as connection:
            levers.end_rebalanced(connection, at=self.workflow.clock.now(connection))
        return moved

    def _treat(self, clock_id: int) -> bool:
        try:
            with self.database.begin() as connection:
                return spill(connection, self.workflow, clock_id) is not None
        except NoPool as missing:
            # Left alone it would come back with each sweep, before those that can go.
            LOG.error(  # noqa: TRY400 - the names say it all
                "overflow_nowhere", extra={"office": missing.office, "queue": missing.queue}
            )
            with self.database.begin() as connection:
                now = self.workflow.clock.now(connection)
                overflow.give_up(connection, clock_id, at=now)
            return False
