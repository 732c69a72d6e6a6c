"""What keeps a case from being put under another version: rules, each with its code.

A case is moved only where nothing is lost: what was decided, paid, approved, answered and promised
must mean the same, or better for the applicant, under the new version. What these rules do not know
of a state must be equal, so that a key which the grammar gains tomorrow hinders a move.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from eservices.definition.model import EService
from eservices.definition.publish import compile_procedure
from eservices.form import read_form
from eservices.form.refilling import refilled
from eservices.texts import mark
from payments.charges import Charge
from workflows.actors import Role
from workflows.approvals import is_signed
from workflows.calendars import WorkingTime
from workflows.cases import Case
from workflows.deadlines import Deadline, Kind
from workflows.journal import Entry
from workflows.language.procedure import Stage, Transition
from workflows.language.values import Span, Unit
from workflows.migrating import ends, running, span_of
from workflows.verifier.graph import Graph


class Rule(StrEnum):
    """Why a case stays under its version."""

    STATE_GONE = "M001"
    STATE_DIFFERS = "M002"
    PAST_STATE_GONE = "M003"
    APPROVAL_LOST = "M004"
    CHARGE_UNCOLLECTED = "M005"
    ANSWERS_INVALID = "M006"
    PROMISE_WORSE = "M007"
    WAIT_SHORTER = "M008"
    IN_HAND = "M009"
    APPLICANTS_TURN = "M010"
    BEING_ISSUED = "M011"
    OTHER_CLOCK = "M012"
    FOLLOWS_ANOTHER = "M013"
    KEPT_OTHERWISE = "M014"
    SILENCE_DIFFERS = "M015"


WHY: Mapping[Rule, str] = {
    Rule.STATE_GONE: mark("The new version has no such state."),
    Rule.STATE_DIFFERS: mark("The state is another one in the new version: who treats it, or how."),
    Rule.PAST_STATE_GONE: mark("The case passed a state that the new version does not have."),
    Rule.APPROVAL_LOST: mark("An approval given or still needed would not count any more."),
    Rule.CHARGE_UNCOLLECTED: mark("Something still due would never be collected."),
    Rule.ANSWERS_INVALID: mark("The answers given do not fill in the new form."),
    Rule.PROMISE_WORSE: mark("The applicant was promised an earlier answer."),
    Rule.WAIT_SHORTER: mark("The applicant was given more time."),
    Rule.IN_HAND: mark("Somebody has the case in hand: try again later."),
    Rule.APPLICANTS_TURN: mark("The applicant is answering: try again later."),
    Rule.BEING_ISSUED: mark("The act is being issued: try again later."),
    Rule.OTHER_CLOCK: mark("Something else is awaited: try again later."),
    Rule.FOLLOWS_ANOTHER: mark("The case follows another one, to which its form is tied."),
    Rule.KEPT_OTHERWISE: mark("The applicant was told another time of keeping."),
    Rule.SILENCE_DIFFERS: mark("Silence would decide otherwise, or at another time."),
}
#: What of a state may differ: words, and times that are compared one by one.
MAY_DIFFER = frozenset({"label", "explanation", "deadline", "warn_at", "expires"})
WORKING = frozenset({Unit.WORKING_HOURS, Unit.WORKING_DAYS})


@dataclass(frozen=True, slots=True)
class Flight:
    """A case in flight with all that the rules look at."""

    case: Case
    entries: tuple[Entry, ...]
    charges: tuple[Charge, ...]
    clocks: tuple[Deadline, ...]
    now: datetime
    #: The working time of each clock's office.
    working: Mapping[str, WorkingTime]


@dataclass(frozen=True, slots=True)
class Change:
    """From which version to which."""

    before: EService
    after: EService


def hindrances(change: Change, flight: Flight) -> tuple[Rule, ...]:
    """List why a case cannot be put under another version; nothing when it safely can."""
    if flight.case.state not in change.after.procedure.states:
        return (Rule.STATE_GONE,)
    return tuple(rule for rule, hinders in RULES.items() if hinders(change, flight))


def _state_differs(change: Change, flight: Flight) -> bool:
    name = flight.case.state
    one, other = (_meaning(version, name) for version in (change.before, change.after))
    return one != other


def _meaning(eservice: EService, name: str) -> dict[str, Any]:
    state = eservice.procedure.states[name]
    kept = state.model_dump(mode="json", exclude=set(MAY_DIFFER))
    times = {"deadline": state.deadline is None, "expires": state.expires is None}
    fired = None if state.expires is None else state.expires.fire
    return {**kept, **times, "fires": fired, "apart": _apart(eservice, name)}


def _apart(eservice: EService, state: str) -> set[tuple[str, tuple[str, ...]]]:
    """Give what four eyes demand of the ways on: it was looked at when the case was routed."""
    return {
        (move.fire, move.distinct_from)
        for move in eservice.procedure.transitions
        if state in move.origins and move.distinct_from
    }


def _past_state_gone(change: Change, flight: Flight) -> bool:
    passed = {entry.to_state for entry in flight.entries}
    return not passed <= change.after.procedure.states.keys()


def _approval_lost(change: Change, flight: Flight) -> bool:
    return _signature_lost(change, flight) or not _can_be_approved(change, flight)


def _signature_lost(change: Change, flight: Flight) -> bool:
    if change.before.signed_by != change.after.signed_by:
        return any(entry.role is Role.SIGNATORY for entry in flight.entries)
    queue = change.before.signed_by
    if queue is None or _past_state_gone(change, flight):
        return False
    signed = (
        is_signed(flight.entries, compile_procedure(one), queue=queue)
        for one in (change.before, change.after)
    )
    before, after = signed
    return before and not after


def _can_be_approved(change: Change, flight: Flight) -> bool:
    """Tell whether whatever must be another person's doing was done, or still can be."""
    ahead = _ahead(change.after, flight.case.state)
    possible = {move.fire for move in ahead} | change.after.procedure.consultations().keys()
    apart = {name for move in ahead for name in move.distinct_from} - possible
    return all(any(entry.is_by_the_name(name) for entry in flight.entries) for name in apart)


def _ahead(eservice: EService, state: str) -> tuple[Transition, ...]:
    graph = Graph(eservice.procedure)
    reached = graph.explore(graph.edges, state)
    return tuple(edge.transition for name in reached for edge in graph.outgoing[name])


def _charge_uncollected(change: Change, flight: Flight) -> bool:
    graph = Graph(change.after.procedure)
    reached = graph.explore(graph.edges, flight.case.state)
    collected = {item for name in reached for item in graph.states[name].collects}
    return any(charge.is_due and charge.item not in collected for charge in flight.charges)


def _answers_invalid(change: Change, flight: Flight) -> bool:
    form, answers = change.after.form, flight.case.answers
    typed, files = refilled(form, answers)
    reading = read_form(form, typed, files, flight.case.lodged_at.date())
    changed = any(answers.get(name, []) != value for name, value in reading.answers.items())
    return bool(reading.problems) or changed


def _promise_worse(change: Change, flight: Flight) -> bool:
    one, other = change.before.promise, change.after.promise
    if one is None or other is None:
        return one != other
    if (one.starts, one.pauses) != (other.starts, other.pauses):
        return True
    clock = next(_of_kind(flight, Kind.PROMISE), None)
    if clock is not None:
        return not _is_no_later(change, flight, clock)
    # It has not begun: what was announced when the case was lodged must be what will begin.
    return (one.within, one.variants) != (other.within, other.variants)


def _is_no_later(change: Change, flight: Flight, clock: Deadline) -> bool:
    span = span_of(clock, compile_procedure(change.after), flight.case)
    if span is None or not _same_time(span, clock.span):
        return False
    working = flight.working[clock.calendar_office]
    over = [ends(working, clock, one, flight.now) for one in (span, clock.span)]
    return over[0] <= over[1]


def _wait_shorter(change: Change, flight: Flight) -> bool:
    after = compile_procedure(change.after)
    for clock in _of_kind(flight, Kind.EXPIRY):
        span = span_of(clock, after, flight.case)
        working = flight.working[clock.calendar_office]
        over = None if span is None else ends(working, clock, span, flight.now)
        if over is None or (clock.due_at is not None and over < clock.due_at):
            return True
    return False


def _of_kind(flight: Flight, kind: Kind) -> Iterator[Deadline]:
    return (clock for clock in running(flight.clocks) if clock.kind is kind)


def _same_time(one: Span, other: Span) -> bool:
    return one.unit == other.unit or (one.unit not in WORKING and other.unit not in WORKING)


def _in_hand(_change: Change, flight: Flight) -> bool:
    return flight.case.is_claimed_by(flight.case.claimed_by, flight.now)


def _applicants_turn(_change: Change, flight: Flight) -> bool:
    return flight.case.stage is Stage.APPLICANT


def _being_issued(_change: Change, flight: Flight) -> bool:
    return flight.case.stage is Stage.ISSUANCE


def _other_clock(_change: Change, flight: Flight) -> bool:
    known = {Kind.PROMISE, Kind.STATE, Kind.EXPIRY, Kind.SILENCE}
    return any(clock.kind not in known for clock in running(flight.clocks))


def _follows_another(change: Change, _flight: Flight) -> bool:
    return change.before.follows is not None or change.after.follows is not None


def _kept_otherwise(change: Change, _flight: Flight) -> bool:
    return change.before.retention != change.after.retention


def _silence_differs(change: Change, _flight: Flight) -> bool:
    """Tell whether what the law takes silence for would change: its clock is left as it runs."""
    return change.before.procedure.silence != change.after.procedure.silence


RULES: Mapping[Rule, Callable[[Change, Flight], bool]] = {
    Rule.STATE_DIFFERS: _state_differs,
    Rule.PAST_STATE_GONE: _past_state_gone,
    Rule.APPROVAL_LOST: _approval_lost,
    Rule.CHARGE_UNCOLLECTED: _charge_uncollected,
    Rule.ANSWERS_INVALID: _answers_invalid,
    Rule.PROMISE_WORSE: _promise_worse,
    Rule.WAIT_SHORTER: _wait_shorter,
    Rule.IN_HAND: _in_hand,
    Rule.APPLICANTS_TURN: _applicants_turn,
    Rule.BEING_ISSUED: _being_issued,
    Rule.OTHER_CLOCK: _other_clock,
    Rule.FOLLOWS_ANOTHER: _follows_another,
    Rule.KEPT_OTHERWISE: _kept_otherwise,
    Rule.SILENCE_DIFFERS: _silence_differs,
}
