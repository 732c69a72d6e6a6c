"""The timeline: a journal told in plain words, with who must move next and by when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from eservices.definition.model import EService
from eservices.timeline import Party, Progress, Timeline, tell, usual_way
from tests.builders.eservices import an_eservice
from workflows.actors import Role
from workflows.deadlines import Deadline, Kind
from workflows.journal import Entry, Happening
from workflows.language.procedure import Stage
from workflows.language.values import Span, Text

START = datetime(2026, 3, 2, 9, tzinfo=UTC)

PATH: tuple[tuple[str, str, Stage, Role], ...] = (
    ("lodge", "awaiting_payment", Stage.PAYMENT, Role.APPLICANT),
    ("payment_cleared", "verification", Stage.REVIEW, Role.SYSTEM),
    ("ask_applicant", "awaiting_applicant", Stage.APPLICANT, Role.AGENT),
    ("answer", "verification", Stage.REVIEW, Role.APPLICANT),
    ("approve", "signature", Stage.REVIEW, Role.AGENT),
    ("sign", "issuing", Stage.ISSUANCE, Role.SIGNATORY),
    ("issued", "delivered", Stage.DELIVERED, Role.SYSTEM),
)


#: When money came: between the lodging and the move that it cleared.
PAID = (START + timedelta(hours=1, minutes=30),)


def entries(*path: tuple[str, str, Stage, Role], data: dict[str, Any] | None = None) -> list[Entry]:
    """Write the journal of a path; `data` belongs to its last move."""
    written = []
    before: tuple[str | None, Stage | None] = (None, None)
    for position, (trigger, state, stage, role) in enumerate(path, start=1):
        said = data if data and position == len(path) else {}
        at = START + timedelta(hours=position)
        written.append(
            Entry(position, at, role, None, trigger, before[0], state, before[1], stage, said)
        )
        before = (state, stage)
    return written


def a_clock(kind: Kind, **changes: Any) -> Deadline:
    values: dict[str, Any] = dict.fromkeys(Deadline.__dataclass_fields__)
    values |= {"id": 1, "case_id": 1, "kind": kind, "state": "verification"}
    values |= {"span": Span.of("72 hours"), "calendar_office": "x", "started_at": START}
    return Deadline(**values | {"due_at": START + timedelta(hours=72)} | changes)


def with_explanation(name: str, words: str) -> EService:
    """Give the small e-service with a sentence for one of its states."""
    service = an_eservice()
    text = Text({"fr": words, "en": words})
    state = service.procedure.states[name].model_copy(update={"explanation": text})
    states = {**service.procedure.states, name: state}
    procedure = service.procedure.model_copy(update={"states": states})
    return service.model_copy(update={"procedure": procedure})


def told(steps: int, *clocks: Deadline, data: dict[str, Any] | None = None) -> Timeline:
    return tell(entries(*PATH[:steps], data=data), clocks, an_eservice(), "en", payments=PAID)


def test_a_case_just_lodged_shows_what_to_do_and_what_comes() -> None:
    timeline = told(1)

    assert [(step.progress, step.title) for step in timeline.steps] == [
        (Progress.DONE, "Application lodged"),
        (Progress.CURRENT, "Payment awaited"),
        (Progress.AHEAD, "Verification"),
        (Progress.AHEAD, "Signature"),
        (Progress.AHEAD, "Being issued"),
        (Progress.AHEAD, "Issued"),
    ]
    assert timeline.next_move is Party.APPLICANT
    assert timeline.due_at is None


def test_a_request_for_correction_says_why_in_plain_words() -> None:
    data = {"reason": "unreadable", "fields_to_correct": ["birth_certificate"]}
    timeline = told(3, data=data)

    current = next(step for step in timeline.steps if step.progress is Progress.CURRENT)
    assert current.text == "A document is unreadable."
    assert timeline.headline == "We need something from you before we can go on."
    assert timeline.next_move is Party.APPLICANT


def test_a_finished_case_tells_each_step_once_and_nothing_ahead() -> None:
    timeline = told(7)

    assert {step.progress for step in timeline.steps} == {Progress.DONE}
    assert [step.text for step in timeline.steps if step.text] == [
        "Your payment was received.",
        "You answered.",
        "Your document is ready. You can download it.",
    ]
    assert [step.at for step in timeline.steps] == sorted(
        step.at for step in timeline.steps if step.at
    )
    assert timeline.next_move is Party.NOBODY


def test_a_refusal_gives_its_reason() -> None:
    refusal = ("refuse", "refused", Stage.REFUSED, Role.AGENT)
    journal = entries(*PATH[:2], refusal, data={"reason": "identity_mismatch"})

    timeline = tell(journal, (), an_eservice(), "fr", payments=PAID)

    assert timeline.steps[-1].text == "Votre demande a été refusée. L’identité diffère."


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.APPLICANT, "You withdrew your application."),
        (Role.SYSTEM, "Your application is closed."),
    ],
)
def test_a_closed_case_says_who_closed_it(role: Role, words: str) -> None:
    closing = ("withdraw", "withdrawn", Stage.WITHDRAWN, role)

    timeline = tell(entries(PATH[0], closing), (), an_eservice(), "en", payments=PAID)

    assert timeline.headline == words
    # A payment that never came is not told as received.
    assert timeline.steps[1].text == ""


def test_a_state_is_told_in_the_words_of_its_definition() -> None:
    service = with_explanation("verification", "The registry reads your file.")

    timeline = tell(entries(*PATH[:2]), (), service, "en", payments=PAID)

    assert timeline.headline == timeline.steps[2].text == "The registry reads your file."


def test_an_answer_given_instead_of_an_act_can_be_read() -> None:
    service = with_explanation("delivered", "The office has answered.")
    answer = ("reply", "delivered", Stage.DELIVERED, Role.AGENT)

    timeline = tell(
        entries(PATH[0], answer, data={"message": "It is mended."}),
        (),
        service,
        "en",
        payments=PAID,
    )

    assert timeline.steps[-1].text == "The office has answered. It is mended."


def test_the_expected_date_is_that_of_the_running_promise() -> None:
    assert told(2, a_clock(Kind.PROMISE)).due_at == START + timedelta(hours=72)
    assert told(2, a_clock(Kind.STATE)).due_at is None
    assert told(7, a_clock(Kind.PROMISE, stopped_at=START)).due_at is None


def test_a_paused_and_a_broken_promise_are_told_as_such() -> None:
    paused = told(3, a_clock(Kind.PROMISE, due_at=None, paused_at=START))
    late = told(2, a_clock(Kind.PROMISE, breached_at=START))

    assert (paused.paused, paused.due_at, paused.late) == (True, None, False)
    assert (late.paused, late.late) == (False, True)


def test_the_last_moment_to_answer_is_that_of_the_running_wait() -> None:
    old = a_clock(Kind.EXPIRY, stopped_at=START)
    running = a_clock(Kind.EXPIRY, due_at=START + timedelta(days=15))

    assert told(3, old, running).answer_by == START + timedelta(days=15)
    assert told(2, old).answer_by is None


def test_the_usual_way_leaves_out_detours() -> None:
    procedure = an_eservice().procedure

    assert usual_way(procedure, "awaiting_applicant")[0] == "verification"
    assert usual_way(procedure, "verification") == ("signature", "issuing", "delivered")
    assert usual_way(procedure, "delivered") == ()
    assert usual_way(procedure, "a state of another version") == ()


def test_a_wait_for_money_that_was_not_due_says_so() -> None:
    timeline = tell(entries(*PATH[:2]), (), an_eservice(), "en", payments=())

    assert timeline.steps[1].text == "There was nothing to pay."


def test_who_takes_over_is_named_and_the_promise_stands() -> None:
    journal = entries(*PATH[:2])
    named = {"office": {"en": "the national pool"}, "from": {"en": "the Centre"}, "why": "waited"}
    taken = replace(journal[-1], position=3, trigger=Happening.OVERFLOWED, data=named)

    steps = tell((*journal, taken), (), an_eservice(), "en", payments=()).steps

    (told,) = (step for step in steps if step.title.startswith("Another office"))
    assert told.text == (
        "the national pool treats it from now on instead of the Centre, so that you wait no longer "
        "than needed. Your application keeps its date in the queue. "
        "The promised delay stays as it was."
    )
    assert steps[steps.index(told) + 1].progress is Progress.CURRENT
