"""Issue an act once: reserve, typeset, seal and store outside, then register under the fence.

Whatever stops between two steps, the same outbox row brings it back, and every step bears being
done twice: the reservation belongs to the case, the file is stored under its digest, and only the
holder of the row's fencing token can register and complete, in one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, Engine

from delivery.composing import ActDraft, Dates, compose, dates_of, entry_of
from delivery.documents import ActDocument, Verification
from delivery.register import (
    ActStatus,
    Reservation,
    act_of_case,
    find_act,
    find_by_digest,
    register,
    reserve,
)
from workflows.clock import Clock
from workflows.errors import Fenced
from workflows.outbox import Held, Outbox, complete
from workflows.storage import Storage

#: Recorded with the act: its job `finish` moves the case.
REGISTERED = "act.registered"

Question = Callable[[Connection, int], bool]


class IssueRefused(Exception):
    """The case may not receive its act now; the step waits for a person, nothing is sealed."""

    def __init__(self, case_id: int, why: str) -> None:
        self.case_id = case_id
        self.why = why
        super().__init__(f"no act for case {case_id}: {why}")


class Seals(Protocol):
    """Seals a file, as delivery.sealing.Sealer does."""

    def seal(self, pdf: bytes, *, at: datetime, reason: str, place: str) -> bytes:
        """Give the sealed file."""


@dataclass(frozen=True, slots=True)
class VerificationPages:
    """The public addresses printed on acts: the page to type a code, and a code's own page."""

    #: Such as `https://services.example.bj/verify`.
    ask: str
    #: Such as `https://services.example.bj/v`; the code follows after a slash.
    of_code: str

    def of(self, code: str) -> Verification:
        """Give the addresses for a code; the typed one without its scheme."""
        return Verification(
            url=f"{self.of_code}/{code}", page=self.ask.split("://", 1)[-1], code=code
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case found fit for its act: what to print, the number kept, the instant."""

    draft: ActDraft
    reservation: Reservation
    at: datetime
    dates: Dates


def refuse_unless_replaceable(connection: Connection, draft: ActDraft) -> None:
    """Raise IssueRefused when the act to be replaced was revoked or replaced meanwhile."""
    if draft.replaces is None:
        return
    former = find_act(connection, draft.replaces.act_id)
    if former is None or former.status is not ActStatus.VALID:
        raise IssueRefused(draft.replaces.by_case, "the act to be replaced does not hold any more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuing:
    """The job that issues acts, run by the sealer process."""

    engine: Engine
    clock: Clock
    outbox: Outbox
    storage: Storage
    typeset: Callable[[ActDocument], bytes]
    sealer: Seals
    pages: VerificationPages
    draft: Callable[[Connection, int], ActDraft]
    #: Whether every charge of the case is settled, read from payments' own tables.
    cleared: Question
    #: Whether the journal holds the approvals that the procedure requires, by different people.
    approved: Question

    def __call__(self, held: Held) -> None:
        """Issue the act of the held row's case; raises IssueRefused, Fenced, or what failed."""
        case_id = self._case(held)
        prepared = self._prepare(held, case_id)
        if prepared is None:
            return
        digest = self.storage.put(self._seal(prepared))
        try:
            self._register(held, prepared, digest)
        except Fenced:
            self._discard(digest)
            raise

    def _prepare(self, held: Held, case_id: int) -> Prepared | None:
        with self.engine.begin() as connection:
            if act_of_case(connection, case_id) is not None:
                complete(connection, held)
                return None
            self._refuse_unless_due(connection, case_id)
            at = self.clock.now(connection)
            draft = self.draft(connection, case_id)
            refuse_unless_replaceable(connection, draft)
            dates = dates_of(draft, at)
            reservation = reserve(
                connection,
                case_id,
                pattern=draft.template.number,
                year=dates.issued_on.year,
                now=at,
                replaces=None if draft.replaces is None else draft.replaces.act_id,
            )
            return Prepared(draft, reservation, at, dates)

    def _seal(self, prepared: Prepared) -> bytes:
        draft = prepared.draft
        verification = self.pages.of(prepared.reservation.code)
        act = compose(draft, prepared.reservation, dates=prepared.dates, verification=verification)
        return self.sealer.seal(
            self.typeset(act),
            at=prepared.at,
            reason=f"{act.title} {act.number}",
            place=draft.branding.place,
        )

    def _register(self, held: Held, prepared: Prepared, digest: str) -> None:
        case_id = prepared.reservation.case_id
        entry = entry_of(prepared.draft, at=prepared.at, dates=prepared.dates, sha256=digest)
        with self.engine.begin() as connection:
            # First, so that a process paused beyond its lease stops before it writes anything.
            complete(connection, held)
            self._refuse_unless_due(connection, case_id)
            refuse_unless_replaceable(connection, prepared.draft)
            act = register(connection, prepared.reservation, entry)
            data = {"act_id": act.id, "number": act.number}
            self.outbox.emit(connection, REGISTERED, case_id=case_id, data=data)

    def _refuse_unless_due(self, connection: Connection, case_id: int) -> None:
        if not self.cleared(connection, case_id):
            raise IssueRefused(case_id, "a charge is not settled")
        if not self.approved(connection, case_id):
            raise IssueRefused(case_id, "an approval is missing")

    def _discard(self, digest: str) -> None:
        """Forget a sealed file that lost the race, unless the winner's is the very same."""
        with self.engine.begin() as connection:
            registered = find_by_digest(connection, digest)
        if registered is None:
            self.storage.delete(digest)

    @staticmethod
    def _case(held: Held) -> int:
        if held.case_id is None:
            msg = f"outbox event {held.id} asks for an act and names no case"
            raise ValueError(msg)
        return held.case_id
