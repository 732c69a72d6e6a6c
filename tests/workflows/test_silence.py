"""Legal silence: the law decides when nobody does, and the journal says so."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from config.pulse import Deadlines
from tests.builders.kernel import (
    PROCEDURE,
    a_definition,
    a_paid_case,
    a_procedure,
    a_workflow,
    acting,
    an_account,
    an_office,
    claimed_by,
)
from workflows.actors import APPLICANT, Role
from workflows.approvals import is_signed
from workflows.cases import find_case
from workflows.clock import ShiftedClock
from workflows.deadlines import Kind, deadlines_of
from workflows.journal import history
from workflows.language.procedure import CompiledProcedure
from workflows.routing import route
from workflows.verifier.flaws import Subject
from workflows.verifier.proving import prove

#: The law counts whole days: the thirtieth ends at midnight.
MONTH = timedelta(days=31)
ASKED = {"fields_to_correct": ["surname"], "reason": "unreadable"}
ATTESTATION = {"stage": "review", "queue": "signatories", "deadline": "1 day"}
GRANTED = {
    "fire": "granted",
    "from": ["verification", "signature"],
    "to": "attestation",
    "by": "system",
}
ATTEST = {"fire": "attest", "from": "attestation", "to": "issuing", "by": "signatory"}
REFUSED = {"fire": "tacit", "from": ["verification", "signature"], "to": "refused", "by": "system"}
PAUSES = ["applicant", "payment"]
ACCEPTS = {
    "after": "30 days",
    "starts": "paid",
    "pauses": PAUSES,
    "fire": "granted",
    "decides": "accept",
}
REFUSES = {**ACCEPTS, "fire": "tacit", "decides": "refuse"}


def a_silent_procedure(
    silence: dict[str, Any], *moves: dict[str, Any], **states: Any
) -> CompiledProcedure:
    """Compile the small procedure with a delay of the law."""
    given = {**PROCEDURE["states"], **states}
    label = {"fr": "x", "en": "x"}
    procedure = {
        "initial": PROCEDURE["initial"],
        "states": {name: {**state, "label": label} for name, state in given.items()},
        "transitions": [*PROCEDURE["transitions"], *moves],
        "silence": silence,
    }
    compiled = a_procedure().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return CompiledProcedure.model_validate(compiled | {"procedure": procedure})


def granting() -> CompiledProcedure:
    return a_silent_procedure(ACCEPTS, GRANTED, ATTEST, attestation=ATTESTATION)


def refusing() -> CompiledProcedure:
    return a_silent_procedure(REFUSES, REFUSED)


def codes(compiled: CompiledProcedure) -> set[str]:
    found = prove(
        Subject(
            compiled.procedure,
            items=frozenset({"issue"}),
            reasons=frozenset(compiled.reasons),
            signed_by="signatories",
        )
    )
    return {flaw.rule.code for flaw in found}


def test_silence_that_accepts_is_signed_by_a_person_and_told_in_the_journal(
    engine: Engine,
) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    compiled = granting()
    with engine.begin() as connection:
        pools = an_office(connection)
        case = a_paid_case(connection, workflow, a_definition(connection, compiled))
    clock.advance(MONTH)
    Deadlines(engine, workflow).sweep()

    with engine.begin() as connection:
        assert find_case(connection, case.id).state == "attestation"
        last = history(connection, case.id)[-1]
        assert (last.trigger, last.account_id, last.data) == (
            "granted",
            None,
            {"silence": "accept"},
        )
        assert not is_signed(history(connection, case.id), compiled, queue="signatories")
        route(connection, workflow, case.id)
        magistrate = an_account(connection, pools["signatories"])
        claimed_by(connection, workflow, magistrate)


def test_silence_that_refuses_ends_the_case(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        an_office(connection)
        case = a_paid_case(connection, workflow, a_definition(connection, refusing()))
    clock.advance(MONTH)
    Deadlines(engine, workflow).sweep()
    Deadlines(engine, workflow).sweep()

    with engine.begin() as connection:
        ended = find_case(connection, case.id)
        assert (ended.state, ended.is_closed) == ("refused", True)
        silences = [e for e in history(connection, case.id) if e.data.get("silence")]
        assert [entry.data["silence"] for entry in silences] == ["refuse"]
        assert all(clock.stopped_at for clock in deadlines_of(connection, case.id))


def test_the_laws_delay_stands_still_while_the_applicant_must_answer(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools = an_office(connection)
        case = a_paid_case(connection, workflow, a_definition(connection, refusing()))
        agent = an_account(connection, pools["records"])
        claimed_by(connection, workflow, agent)
        workflow.fire(connection, case.id, "ask_applicant", actor=acting(agent), data=ASKED)
    clock.advance(timedelta(days=10))
    with engine.begin() as connection:
        workflow.fire(connection, case.id, "answer", actor=APPLICANT)
    clock.advance(timedelta(days=25))
    Deadlines(engine, workflow).sweep()

    with engine.begin() as connection:
        assert find_case(connection, case.id).state == "verification"
    clock.advance(timedelta(days=6))
    Deadlines(engine, workflow).sweep()
    with engine.begin() as connection:
        assert find_case(connection, case.id).state == "refused"


def test_the_laws_delay_runs_from_the_payment(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        an_office(connection)
        checksum = a_definition(connection, granting())
        case = a_paid_case(connection, workflow, checksum)
        running = [d for d in deadlines_of(connection, case.id) if d.kind is Kind.SILENCE]

        assert [clock.stopped_at for clock in running] == [None]
        assert running[0].due_at is not None
        assert MONTH - timedelta(days=1) <= running[0].due_at - case.entered_at <= MONTH


def test_procedures_with_legal_silence_are_proved() -> None:
    assert not codes(granting()) & {"P017", "P021", "P033", "P041", "P042", "P043"}
    # Money: a refusal by the law after a payment says what becomes of it, like any other.
    assert codes(refusing()) & {"P019", "P041", "P043"} == {"P019"}


@pytest.mark.parametrize(
    ("compiled", "code"),
    [
        (
            a_silent_procedure(
                ACCEPTS, {**GRANTED, "from": "signature"}, ATTEST, attestation=ATTESTATION
            ),
            "P041",
        ),
        (
            a_silent_procedure({**ACCEPTS, "pauses": []}, GRANTED, ATTEST, attestation=ATTESTATION),
            "P041",
        ),
        (a_silent_procedure(ACCEPTS, {**GRANTED, "to": "refused"}), "P043"),
        (a_silent_procedure(ACCEPTS, {**GRANTED, "to": "verification"}), "P043"),
        (
            a_silent_procedure(
                {**REFUSES, "fire": "granted"}, GRANTED, ATTEST, attestation=ATTESTATION
            ),
            "P043",
        ),
        (a_silent_procedure(ACCEPTS, {**GRANTED, "to": "issuing"}), "P017"),
    ],
)
def test_silence_that_does_not_keep_its_word_is_refused(
    compiled: CompiledProcedure, code: str
) -> None:
    assert code in codes(compiled)


def test_a_refusal_by_the_passing_of_time_says_that_the_law_wants_it() -> None:
    expires = {"after": "20 days", "fire": "tacit"}
    signature = {**PROCEDURE["states"]["signature"], "expires": expires}
    said = {**signature, "expires": {**expires, "decides": "refuse"}}

    assert "P042" in codes(a_silent_procedure(REFUSES, REFUSED, signature=signature))
    assert "P042" not in codes(a_silent_procedure(REFUSES, REFUSED, signature=said))


def test_the_laws_delay_ends_with_the_decision(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        case = a_paid_case(connection, workflow, a_definition(connection, granting()))
        agent = an_account(connection, pools["records"])
        magistrate = an_account(connection, pools["signatories"], roles=(Role.SIGNATORY,))
        claimed_by(connection, workflow, agent)
        workflow.fire(connection, case.id, "approve", actor=acting(agent))
        route(connection, workflow, case.id)
        claimed_by(connection, workflow, magistrate)
        workflow.fire(connection, case.id, "sign", actor=acting(magistrate, Role.SIGNATORY))

        law = [d for d in deadlines_of(connection, case.id) if d.kind is Kind.SILENCE]
        assert [clock.stopped_at is None for clock in law] == [False]
        assert law[0].breached_at is None
