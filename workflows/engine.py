"""The engine: every move of every case, each in one transaction of the caller's.

A move locks the case row, decides, and writes the case, its journal entry, its clocks and the
events that others react to. Nothing else happens here: no network, no file, no commit.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from stdnum.iso7064 import mod_37_36

from workflows import attachments, checklists, consultations, deadlines, journal, moving
from workflows.actors import SYSTEM, Actor
from workflows.cases import COLUMNS, Case, case_of, lock_case_now
from workflows.clock import Clock
from workflows.decision import (
    Attempt,
    check_four_eyes,
    decide,
    filed_it,
    needs_claim,
    position_of,
)
from workflows.interpreter import Interpreter, interpreter
from workflows.language.procedure import CLOSED, Stage, State, Transition
from workflows.lodgings import Lodged, Lodging, applicant_in
from workflows.moving import Trace
from workflows.outbox import Outbox
from workflows.tables import cases, reference_numbers

#: What happened, for config's table of reactions.
LODGED = "case.lodged"
WARNED = "deadline.warned"
BREACHED = "deadline.breached"
#: From one examination to another: the applicant has nothing to do and nothing has ended.
PASSED_ON = "passed_on"


def entered(stage: Stage) -> str:
    """Name the event of a case that enters a stage."""
    return f"entered.{stage}"


@dataclass(frozen=True, slots=True)
class Engine:
    """Moves cases; `ordering_key` decides ties in agent queues, so that nobody can aim."""

    clock: Clock
    outbox: Outbox
    ordering_key: bytes = field(repr=False)

    def lodge(self, connection: Connection, lodging: Lodging) -> Lodged:
        """Make a case of an application; a repeat of the same lodging gives the first case."""
        machine = interpreter(connection, lodging.definition)
        now = self.clock.now(connection)
        case = self._insert(connection, lodging, machine, now)
        if case is None:
            repeated = select(*COLUMNS).where(cases.c.lodging_key == lodging.lodging_key)
            return Lodged(case_of(connection.execute(repeated).one()), created=False)
        attachments.adopt(connection, lodging.attachments, case.id)
        self._follow(connection, None, case, journal.LODGE, machine)
        return Lodged(case, created=True)

    def _insert(
        self, connection: Connection, lodging: Lodging, machine: Interpreter, now: datetime
    ) -> Case | None:
        initial = machine.compiled.procedure.initial
        state = machine.compiled.procedure.states[initial]
        case = {
            "reference": self._reference(connection, lodging, now),
            "eservice": lodging.eservice,
            "definition": lodging.definition,
            "state": initial,
            "stage": state.stage,
            "answers": dict(lodging.answers),
            "lodging_key": lodging.lodging_key,
            "lodged_at": now,
            "entered_at": now,
            "eligible_at": to_the_minute(now),
            "filed_by": lodging.actor.account_id,
        }
        events = (LODGED, entered(state.stage))
        said = lodging.data
        trace = self._trace(journal.LODGE, lodging.actor, initial, events, version=1, data=said)
        return moving.write_lodging(connection, case, applicant_in(lodging), trace)

    def _reference(self, connection: Connection, lodging: Lodging, now: datetime) -> str:
        number = connection.execute(select(reference_numbers.next_value())).scalar_one()
        body = f"{lodging.reference_prefix}{now:%y}{number:07}"
        check = mod_37_36.calc_check_digit(body)
        return f"{lodging.reference_prefix}-{now:%y}-{number:07}-{check}"

    def fire(
        self,
        connection: Connection,
        case_id: int,
        trigger: str,
        *,
        actor: Actor,
        data: Mapping[str, Any] | None = None,
        answers: Mapping[str, Any] | None = None,
        expected_version: int | None = None,
    ) -> Case:
        """Move a case and give it as it then stands.

        `data` answers what the transition asks; `answers` are corrected answers, merged in. Raises
        UnknownCase, or the MoveRefused that says why the move may not be.
        """
        case, instant = lock_case_now(connection, case_id)
        attempt = Attempt(trigger, actor, data or {}, answers, expected_version)
        machine = interpreter(connection, case.definition)
        now = self.clock.told(instant)
        transition = decide(case, attempt, interpreter=machine, now=now)
        self._keep_four_eyes(connection, case, transition, actor)
        checked = checklists.check(connection, case, transition, actor, machine=machine)
        told = _noting(attempt, checked)
        return self._move(connection, case, told, machine=machine, transition=transition, now=now)

    def offered(self, connection: Connection, case: Case, actor: Actor) -> tuple[Transition, ...]:
        """List what this actor could fire on the case as it stands, once they hold it."""
        machine = interpreter(connection, case.definition)
        position = position_of(case, actor, self.clock.now(connection))
        return tuple(
            transition
            for transition in machine.outgoing(case.state)
            if machine.allows(transition, position)
            and not self._is_barred(connection, case, transition, actor)
        )

    def tie_break(self, reference: str) -> int:
        """Give a case's place among those of its minute: keyed, so that nobody can aim at one."""
        digest = hmac.digest(self.ordering_key, reference.encode(), hashlib.sha256)
        return int.from_bytes(digest[:8], "big", signed=True)

    def expire(self, connection: Connection, case: Case) -> Case | None:
        """Fire what the end of a wait demands; None when the case has already left that state."""
        machine = interpreter(connection, case.definition)
        state = machine.compiled.procedure.states[case.state]
        if state.expires is None:
            return None
        return self.fire(connection, case.id, state.expires.fire, actor=SYSTEM)

    def _is_barred(
        self, connection: Connection, case: Case, transition: Transition, actor: Actor
    ) -> bool:
        if actor.account_id is None:
            return False
        others = journal.who_fired(connection, case.id, transition.distinct_from)
        return filed_it(case, actor) or actor.account_id in others

    def _keep_four_eyes(
        self, connection: Connection, case: Case, transition: Transition, actor: Actor
    ) -> None:
        others = journal.who_fired(connection, case.id, transition.distinct_from)
        check_four_eyes(case, transition, actor, others)

    def _move(
        self,
        connection: Connection,
        case: Case,
        attempt: Attempt,
        *,
        machine: Interpreter,
        transition: Transition,
        now: datetime,
    ) -> Case:
        state = machine.compiled.procedure.states[transition.to]
        trace = self._trace(
            attempt.trigger,
            attempt.actor,
            transition.to,
            (_news(case, transition.to, machine),),
            version=case.version + 1,
            before=case,
            data={
                **attempt.data,
                **_changed(case, attempt.answers),
                **_silence(case, attempt, machine),
            },
            ended=deadlines.ended_by(state),
        )
        answers = {**case.answers, **attempt.answers} if attempt.answers else None
        changed = _moved(case, transition.to, state, now)
        moved = moving.write_move(connection, case, changed, trace, answers=answers)
        self._follow(connection, case, moved, attempt.trigger, machine)
        return moved

    def _trace(
        self,
        trigger: str,
        actor: Actor,
        state_name: str,
        events: Sequence[str],
        *,
        version: int,
        **more: Any,
    ) -> Trace:
        steps = self.outbox.steps_after(*events)
        told = {"state": state_name, "trigger": trigger, "position": version}
        return Trace(actor, trigger, steps, told, **more)

    def _follow(
        self,
        connection: Connection,
        before: Case | None,
        after: Case,
        trigger: str,
        machine: Interpreter,
    ) -> None:
        """Start, pause and resume the clocks that the move demands; close what it leaves open."""
        if machine.consults and before is not None and _wants_opinions_no_more(after, machine):
            consultations.close_open(connection, after.id, at=after.entered_at)
        step = deadlines.Step(
            trigger=trigger,
            origin=None if before is None else before.stage,
            state_name=after.state,
            state=machine.compiled.procedure.states[after.state],
            answers=after.answers,
        )
        deadlines.follow(connection, after.id, step, compiled=machine.compiled, at=after.entered_at)


def _news(before: Case, state_name: str, machine: Interpreter) -> str:
    """Name the event of a move: most moves within examination are no news to the applicant."""
    stage = machine.compiled.procedure.states[state_name].stage
    is_quiet = before.stage is stage is Stage.REVIEW and state_name not in machine.compiled.told
    return PASSED_ON if is_quiet else entered(stage)


def to_the_minute(instant: datetime) -> datetime:
    """Give the minute from which what comes at an instant counts in an agent queue."""
    return instant.replace(second=0, microsecond=0)


def _moved(case: Case, state_name: str, state: State, now: datetime) -> dict[str, Any]:
    """Give the columns that a move changes.

    A case keeps its place in time while the administration passes it on, and takes a new one when
    it comes back complete from the applicant or from payment.
    """
    keeps_place = case.stage is Stage.REVIEW and case.eligible_at is not None
    return {
        "state": state_name,
        "stage": state.stage,
        "version": case.version + 1,
        "entered_at": now,
        "closed_at": now if state.stage in CLOSED else None,
        "eligible_at": case.eligible_at if keeps_place else to_the_minute(now),
    }


def _wants_opinions_no_more(case: Case, machine: Interpreter) -> bool:
    """Tell whether late opinions lost their use: examination is over, or they are asked anew."""
    asks = machine.compiled.procedure.states[case.state].consults
    return case.stage is not Stage.REVIEW or bool(asks)


def _silence(case: Case, attempt: Attempt, machine: Interpreter) -> dict[str, Any]:
    """Say that the passing of time decided, and what."""
    if attempt.actor is not SYSTEM:
        return {}
    decided = machine.compiled.procedure.means_by_silence(case.state, attempt.trigger)
    return {} if decided is None else {"silence": decided.value}


def _noting(attempt: Attempt, checked: tuple[str, ...]) -> Attempt:
    """Say with a move what whoever made it had ticked."""
    if not checked:
        return attempt
    return replace(attempt, data={**attempt.data, journal.CHECKED: list(checked)})


def _changed(case: Case, answers: Mapping[str, Any] | None) -> dict[str, Any]:
    """Name the answers that a correction changes, with what they were."""
    if not answers:
        return {}
    former = {name: case.answers[name] for name in answers if name in case.answers}
    return {journal.CHANGED: sorted(answers), journal.FORMER: former}


__all__ = ["Engine", "Lodged", "Lodging", "entered", "needs_claim", "to_the_minute"]
