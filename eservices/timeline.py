"""The timeline: a case's journal told to its applicant in plain words, and what comes next."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from eservices.corrected_prices import prices_told
from eservices.definition.model import EService
from eservices.takeovers import REPLACED_BY, named_in, taken_by
from eservices.texts import mark, translate
from workflows.actors import Role
from workflows.deadlines import Deadline, Kind
from workflows.journal import Entry, Happening, moves
from workflows.language.procedure import CLOSED, Decides, Procedure, Stage

LODGED = mark("Application lodged")
#: What a stage means for the applicant while the case is in it.
NOW: Mapping[Stage, str] = {
    Stage.SUBMITTED: mark("Your application has arrived and waits to be treated."),
    Stage.REVIEW: mark("Your file is being examined. You have nothing to do."),
    Stage.APPLICANT: mark("We need something from you before we can go on."),
    Stage.PAYMENT: mark("Pay to let your application go on."),
    Stage.ISSUANCE: mark("Your document is being prepared and sealed. You have nothing to do."),
    Stage.DELIVERED: mark("Your document is ready. You can download it."),
    Stage.REFUSED: mark("Your application was refused."),
    Stage.WITHDRAWN: mark("Your application is closed."),
}
#: How a stage ended, told once the case has left it.
DONE: Mapping[Stage, str] = {
    Stage.APPLICANT: mark("You answered."),
    Stage.PAYMENT: mark("Your payment was received."),
}
NOTHING_TO_PAY = mark("There was nothing to pay.")
#: The same, where somebody acted for the applicant.
DONE_ON_BEHALF: Mapping[Stage, str] = {
    **DONE,
    Stage.APPLICANT: mark("The representative answered."),
}
WITHDRAWN_BY_REPRESENTATIVE = mark("The representative withdrew the application.")
WITHDRAWN_BY_YOU = mark("You withdrew your application.")
#: What the passing of a legal delay decided, told before anything else.
BY_SILENCE: Mapping[Decides, str] = {
    Decides.ACCEPT: mark("The legal delay has passed without a decision: you are granted it."),
    Decides.REFUSE: mark("The legal delay has passed without a decision: you are refused it."),
}
#: What happened to the case without moving it.
HAPPENED: Mapping[str, str] = {
    Happening.ACT_REVOKED: mark("Your document was revoked"),
    Happening.ACT_REPLACED: mark("Your document was corrected and replaced"),
    Happening.TRANSFERRED: mark("Your application was transferred"),
    Happening.OVERFLOWED: mark("Another office took your application over"),
    Happening.MIGRATED: mark("Your application goes on under the new rules of this service"),
    Happening.PRICE_CHANGED: mark("The price follows your corrected answers"),
    Happening.CASH_RETURNED: mark("Your money was given back at the cash desk"),
    Happening.OUT_OF_TURN: mark("Your application was let go out of turn, for a proven reason"),
    Happening.HANDED_OVER: mark("Your printed document was handed over at a counter"),
    Happening.PAPER_SENT: mark("What you gave on paper was sent to the office"),
    Happening.PAPER_RECEIVED: mark("What you gave on paper has arrived"),
    Happening.PAPER_MISSING: mark("What you gave on paper has not arrived: offices look for it"),
}
#: Stages whose applicant reads the message that came with the move; elsewhere colleagues do.
TOLD_TO_APPLICANT = frozenset({Stage.APPLICANT, *CLOSED})
#: Stages that the usual way to the document does not pass through.
DETOURS = frozenset({Stage.APPLICANT, Stage.REFUSED, Stage.WITHDRAWN})


def is_told(procedure: Procedure, stage: Stage, origin: str | None, trigger: str) -> bool:
    """Tell whether the applicant reads the reason and the message of a move to a stage."""
    return stage in TOLD_TO_APPLICANT or procedure.rejects_exemptions(origin, trigger)


class Party(StrEnum):
    """Who must move next."""

    APPLICANT = "applicant"
    ADMINISTRATION = "administration"
    NOBODY = "nobody"


class Progress(StrEnum):
    """Whether a step is behind, under way or ahead."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the applicant reads it; `at` is when the case entered it."""

    progress: Progress
    title: str
    text: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A case from its lodging to its expected end.

    `due_at` is the end of the promised delay, null before it starts and while it stands still;
    `answer_by` is the last moment to pay or answer.
    """

    steps: tuple[Step, ...]
    headline: str
    next_move: Party
    due_at: datetime | None
    paused: bool
    late: bool
    answer_by: datetime | None


def tell(
    entries: Sequence[Entry],
    deadlines: Sequence[Deadline],
    service: EService,
    language: str,
    *,
    payments: Collection[datetime],
) -> Timeline:
    """Tell a case from its journal, its clocks and the definition it was lodged under.

    `payments` are the instants at which money was settled: a wait for it may end without any.
    """
    last = moves(entries)[-1]
    promise = next((d for d in reversed(deadlines) if d.kind is Kind.PROMISE), None)
    running = promise is not None and promise.stopped_at is None
    return Timeline(
        steps=(
            Step(Progress.DONE, translate(LODGED, language), at=entries[0].at),
            *_behind(entries, service, language, payments),
            *_ahead(last.to_state, service.procedure, language),
        ),
        headline=_now(last, service, language),
        next_move=next_move(last.to_stage),
        due_at=promise.due_at if promise and running else None,
        paused=bool(promise and running and promise.paused_at),
        late=bool(promise and promise.breached_at),
        answer_by=_answer_by(deadlines),
    )


def next_move(stage: Stage) -> Party:
    """Tell who must move next in a stage."""
    if stage in CLOSED:
        return Party.NOBODY
    waits = stage in {Stage.PAYMENT, Stage.APPLICANT, Stage.DRAFT}
    return Party.APPLICANT if waits else Party.ADMINISTRATION


def _behind(
    entries: Sequence[Entry], service: EService, language: str, payments: Collection[datetime]
) -> tuple[Step, ...]:
    moved = moves(entries)
    following = [*moved[1:], None]
    steps = [
        (entry.position, _step(entry, after, service, language, payments))
        for entry, after in zip(moved, following, strict=True)
    ]
    steps += [
        (entry.position, _happened(entry, service, language))
        for entry in entries
        # That the same office treats it in another queue is nothing to its applicant.
        if entry.trigger in HAPPENED and not entry.data.get("within")
    ]
    # The present step comes last, whatever happened since it began.
    steps.sort(key=lambda placed: (placed[1].progress is Progress.CURRENT, placed[0]))
    return tuple(step for _, step in steps)


def _happened(entry: Entry, service: EService, language: str) -> Step:
    """Tell what happened to a case besides its moves."""
    told = (
        _reason(entry, service, language),
        taken_by(entry, service, language),
        named_in(entry, "number", REPLACED_BY, language),
        prices_told(entry, language),
    )
    title = translate(HAPPENED[entry.trigger], language)
    return Step(Progress.DONE, title, " ".join(filter(None, told)), entry.at)


def _reason(entry: Entry, service: EService, language: str) -> str:
    reason = service.reason(entry.data.get("reason", ""))
    return reason.in_language(language) if reason else ""


def _step(
    entry: Entry,
    after: Entry | None,
    service: EService,
    language: str,
    payments: Collection[datetime],
) -> Step:
    state = service.procedure.states.get(entry.to_state)
    title = entry.to_state if state is None else state.label.in_language(language)
    said = _said(entry, service, language)
    silence = _by_silence(entry, language)
    if after is None and entry.to_stage not in CLOSED:
        text = " ".join(filter(None, (silence, said or _now(entry, service, language))))
        return Step(Progress.CURRENT, title, text, entry.at)
    if after is None:
        told = (silence, _now(entry, service, language), said)
    else:
        # First what was asked, then what came of it.
        told = (silence, said, _outcome(entry, after, language, payments))
    return Step(Progress.DONE, title, " ".join(filter(None, told)), entry.at)


def _outcome(entry: Entry, after: Entry, language: str, payments: Collection[datetime]) -> str:
    # A wait that ended without the applicant, as when it expired, was neither paid nor answered.
    ended_well = after.to_stage not in {Stage.WITHDRAWN, Stage.REFUSED}
    if ended_well and entry.to_stage is Stage.PAYMENT and not _paid(entry, after, payments):
        return translate(NOTHING_TO_PAY, language)
    done = DONE_ON_BEHALF if after.on_behalf else DONE
    text = done.get(entry.to_stage) if ended_well else None
    return translate(text, language) if text else ""


def _paid(entry: Entry, after: Entry, payments: Collection[datetime]) -> bool:
    return any(entry.at <= at <= after.at for at in payments)


def _by_silence(entry: Entry, language: str) -> str:
    """Say that nobody decided and that the law does; nothing where somebody did."""
    decided = entry.data.get("silence")
    return "" if decided is None else translate(BY_SILENCE[Decides(decided)], language)


def _said(entry: Entry, service: EService, language: str) -> str:
    """Give the reason and the message that came with a move, in the reader's words."""
    if not is_told(service.procedure, entry.to_stage, entry.from_state, entry.trigger):
        return ""
    words = (_reason(entry, service, language), entry.data.get("message"))
    return " ".join(str(text) for text in words if text)


def _now(entry: Entry, service: EService, language: str) -> str:
    """Say what happens now: in the words of the definition, else in those of the stage."""
    state = service.procedure.states.get(entry.to_state)
    if state is not None and state.explanation is not None:
        return state.explanation.in_language(language)
    if entry.to_stage is Stage.WITHDRAWN and entry.role is Role.APPLICANT:
        by = WITHDRAWN_BY_REPRESENTATIVE if entry.on_behalf else WITHDRAWN_BY_YOU
        return translate(by, language)
    return translate(NOW.get(entry.to_stage, NOW[Stage.SUBMITTED]), language)


def _answer_by(deadlines: Sequence[Deadline]) -> datetime | None:
    running = [d for d in deadlines if d.kind is Kind.EXPIRY and d.stopped_at is None]
    return running[-1].due_at if running else None


def _ahead(state: str, procedure: Procedure, language: str) -> tuple[Step, ...]:
    return tuple(
        Step(Progress.AHEAD, procedure.states[name].label.in_language(language))
        for name in usual_way(procedure, state)
    )


def usual_way(procedure: Procedure, start: str) -> tuple[str, ...]:
    """Name the states after this one on the shortest way to delivery, leaving out detours."""
    if start not in procedure.states or procedure.states[start].stage in CLOSED:
        return ()
    came_from: dict[str, str] = {start: start}
    waiting = deque([start])
    while waiting:
        state = waiting.popleft()
        if procedure.states[state].stage is Stage.DELIVERED:
            return _back_to(start, state, came_from)
        for target in _next_states(procedure, state):
            if target not in came_from:
                came_from[target] = state
                waiting.append(target)
    return ()


def _next_states(procedure: Procedure, state: str) -> tuple[str, ...]:
    return tuple(
        transition.to
        for transition in procedure.transitions
        if state in transition.origins and procedure.states[transition.to].stage not in DETOURS
        # That nobody decides is no usual way.
        if procedure.means_by_silence(state, transition.fire) is None
    )


def _back_to(start: str, end: str, came_from: Mapping[str, str]) -> tuple[str, ...]:
    way = []
    while end != start:
        way.append(end)
        end = came_from[end]
    return tuple(reversed(way))
