"""A sealer as it must not be written: without a fence, drawing a number for each attempt."""

from sqlalchemy import Connection, insert, select, update

from delivery.codes import new_code
from delivery.composing import dates_of, entry_of
from delivery.issuing import REGISTERED, Issuing, Prepared
from delivery.register import RESERVATION_COLUMNS, ActStatus, Reservation, act_of_case, register
from delivery.tables import acts
from workflows import outbox
from workflows.numbering import next_number
from workflows.outbox import Held
from workflows.tables import outbox_events


class Careless(Issuing):
    """Does all the steps in order, and is right as long as nothing ever stops or sleeps."""

    __slots__ = ()

    def __call__(self, held: Held) -> None:
        """Look, seal, register, tick off."""
        case_id = self._case(held)
        with self.engine.begin() as connection:
            if act_of_case(connection, case_id) is not None:
                tick_off(connection, held)
                return
            prepared = self._prepared(connection, case_id)
        digest = self.storage.put(self._seal(prepared))
        entry = entry_of(prepared.draft, at=prepared.at, dates=prepared.dates, sha256=digest)
        with self.engine.begin() as connection:
            act = register(connection, prepared.reservation, entry)
            self.outbox.emit(connection, REGISTERED, case_id=case_id, data={"act_id": act.id})
            tick_off(connection, held)

    def _prepared(self, connection: Connection, case_id: int) -> Prepared:
        at, draft = self.clock.now(connection), self.draft(connection, case_id)
        dates = dates_of(draft, at)
        serial = next_number(connection, f"act:CJ-{dates.issued_on.year}-#")
        row = connection.execute(
            insert(acts)
            .values(
                case_id=case_id,
                number=f"CJ-{dates.issued_on.year}-{serial:07}",
                code=new_code(),
                status=ActStatus.RESERVED,
                reserved_at=at,
            )
            .returning(*RESERVATION_COLUMNS)
        ).one()
        return Prepared(draft, Reservation(**row._mapping), at, dates)


def tick_off(connection: Connection, held: Held) -> None:
    """Mark the row done, whoever holds it by now."""
    row = outbox_events.c.id == held.id
    connection.execute(update(outbox_events).where(row).values(done_at=outbox.NOW))


def number_of_acts(connection: Connection) -> int:
    """Count the acts that say they are valid."""
    valid = select(acts.c.id).where(acts.c.status == ActStatus.VALID)
    return len(connection.execute(valid).all())
