"""Complaints as whoever complains sees them: what can be complained of, and their last word.

An answer waits for the word of whoever complained: enough, or not. The case goes on by it, as the
definition says; where they say nothing, it is closed by the passing of time.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from eservices.catalogue.listing import offered
from eservices.corrections import verdicts_of
from eservices.definition.aftermath import Since
from eservices.definition.model import EService
from workflows.actors import APPLICANT, Actor
from workflows.cases import Case
from workflows.engine import Engine
from workflows.language.procedure import Question, Stage, Transition


@dataclass(frozen=True, slots=True)
class Ways:
    """How one can complain of a case: with it attached, or in confidence and on its own."""

    attached: tuple[EService, ...] = ()
    confidential: tuple[EService, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The two words that whoever complained may say of the answer."""

    satisfied: Transition | None
    unsatisfied: Transition | None

    @property
    def moves(self) -> tuple[Transition, ...]:
        """List what is offered."""
        return tuple(one for one in (self.satisfied, self.unsatisfied) if one is not None)


def ways_to_complain(connection: Connection, case: Case, service: EService) -> Ways:
    """Find how one can complain of a case; a complaint itself is answered by its own last word."""
    if service.complaint is not None:
        return Ways()
    found = [one for one in offered(connection) if one.complaint is not None]
    return Ways(
        attached=tuple(one for one in found if _is_about(one, case)),
        confidential=tuple(one for one in found if one.complaint and one.complaint.confidential),
    )


def _is_about(service: EService, case: Case) -> bool:
    follows = service.follows
    if follows is None or follows.since is not Since.LODGED:
        return False
    return case.eservice in follows.eservices


def verdict_on(
    connection: Connection, workflow: Engine, case: Case, service: EService
) -> Verdict | None:
    """Give what whoever complained may say now; None where no answer waits for their word."""
    named = verdicts_of(service)
    if case.stage is not Stage.APPLICANT or not named or service.complaint is None:
        return None
    offers = {one.fire: one for one in workflow.offered(connection, case, APPLICANT)}
    verdict = Verdict(
        offers.get(service.complaint.satisfied or ""),
        offers.get(service.complaint.unsatisfied or ""),
    )
    return verdict if verdict.moves else None


def give_verdict(
    connection: Connection,
    workflow: Engine,
    case: Case,
    move: Transition,
    *,
    message: str,
    actor: Actor,
) -> Case:
    """Say it, at the version of the case that was read; raises the MoveRefused that refuses it."""
    return workflow.fire(
        connection,
        case.id,
        move.fire,
        actor=actor,
        data={Question.MESSAGE: message} if asks_message(move) else {},
        expected_version=case.version,
    )


def asks_message(move: Transition) -> bool:
    """Tell whether a word must be explained."""
    return Question.MESSAGE in move.asks
