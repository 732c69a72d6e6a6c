"""Cases move as their procedure says, once, and leave their whole story behind."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, func, select
from stdnum.iso7064 import mod_37_36

from tests.builders.kernel import (
    a_case,
    a_definition,
    a_lodging,
    a_paid_case,
    a_workflow,
    acting,
    an_account,
    an_office,
    claimed_by,
)
from workflows.actors import APPLICANT, SYSTEM, Role
from workflows.cases import applicant_of, case_by_reference, find_case
from workflows.errors import (
    ActorNotAllowed,
    CaseNotClaimed,
    FourEyesRefused,
    InvalidMoveData,
    MoveRefused,
    StaleCase,
    TriggerUnavailable,
    UnknownCase,
)
from workflows.journal import history
from workflows.language.procedure import Stage
from workflows.routing import route
from workflows.tables import cases, outbox_events


def test_a_lodged_application_becomes_a_case_with_reference_journal_and_event(
    engine: Engine,
) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        an_office(connection)
        case = a_case(connection, workflow, a_definition(connection))

    with engine.begin() as connection:
        entries = history(connection, case.id)
        events = connection.scalars(select(outbox_events.c.event)).all()

        assert case_by_reference(connection, case.reference) == case
        assert applicant_of(connection, case.id).mail == "afi@example.org"
    assert [(e.position, e.trigger, e.to_state) for e in entries] == [
        (1, "lodge", "awaiting_payment")
    ]
    assert events == ["case.lodged", "entered.payment"]


def test_references_carry_a_check_character_that_refuses_a_slip(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        an_office(connection)
        case = a_case(connection, workflow, a_definition(connection))

    written = case.reference.replace("-", "")
    slipped = written[:5] + ("1" if written[5] != "1" else "2") + written[6:]
    assert mod_37_36.is_valid(written)
    assert not mod_37_36.is_valid(slipped)


def test_twenty_simultaneous_lodgings_under_one_key_make_one_case(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        an_office(connection)
        lodging = a_lodging(a_definition(connection))

    def lodge(_: int) -> tuple[str, bool]:
        with engine.begin() as connection:
            lodged = workflow.lodge(connection, lodging)
            return lodged.case.reference, lodged.created

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lodge, range(20)))

    assert len({reference for reference, _ in outcomes}) == 1
    assert [created for _, created in outcomes].count(True) == 1
    with engine.begin() as connection:
        assert connection.scalar(select(func.count()).select_from(cases)) == 1


def test_the_whole_way_from_payment_to_delivery(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        agent = an_account(connection, pools["records"])
        signatory = an_account(connection, pools["signatories"], roles=(Role.SIGNATORY,))
        case = a_paid_case(connection, workflow, a_definition(connection))

        claimed_by(connection, workflow, agent)
        workflow.fire(connection, case.id, "approve", actor=acting(agent))
        route(connection, workflow, case.id)
        claimed_by(connection, workflow, signatory)
        workflow.fire(connection, case.id, "sign", actor=acting(signatory, Role.SIGNATORY))
        delivered = workflow.fire(connection, case.id, "issued", actor=SYSTEM)

        states = [entry.to_state for entry in history(connection, case.id)]
    assert delivered.stage is Stage.DELIVERED
    assert delivered.closed_at is not None
    assert states == [
        "awaiting_payment",
        "verification",
        "signature",
        "issuing",
        "delivered",
    ]


def test_who_approved_may_not_sign_even_as_a_signatory(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        both = an_account(connection, *pools.values(), roles=(Role.AGENT, Role.SIGNATORY))
        case = a_paid_case(connection, workflow, a_definition(connection))
        claimed_by(connection, workflow, both)
        workflow.fire(connection, case.id, "approve", actor=acting(both))
        connection.execute(
            cases.update().values(
                claimed_by=both.id,
                claimed_until=func.clock_timestamp() + func.make_interval(0, 0, 0, 1),
            )
        )

        with pytest.raises(FourEyesRefused):
            workflow.fire(connection, case.id, "sign", actor=acting(both, Role.SIGNATORY))


@pytest.mark.parametrize(
    ("trigger", "role", "error"),
    [
        ("approve", Role.AGENT, CaseNotClaimed),
        ("approve", Role.SIGNATORY, ActorNotAllowed),
        ("approve", Role.APPLICANT, ActorNotAllowed),
        ("sign", Role.SIGNATORY, TriggerUnavailable),
        ("issued", Role.SYSTEM, TriggerUnavailable),
        ("to_delivered", Role.SYSTEM, TriggerUnavailable),
        ("no_such_trigger", Role.AGENT, TriggerUnavailable),
    ],
)
def test_a_move_that_the_procedure_does_not_offer_is_refused_and_changes_nothing(
    engine: Engine, trigger: str, role: Role, error: type[MoveRefused]
) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        somebody = an_account(connection, pools["records"])
        case = a_paid_case(connection, workflow, a_definition(connection))

        with pytest.raises(error):
            workflow.fire(connection, case.id, trigger, actor=acting(somebody, role))

        assert find_case(connection, case.id).version == case.version


def test_a_stale_page_cannot_decide(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        agent = an_account(connection, pools["records"])
        case = a_paid_case(connection, workflow, a_definition(connection))
        claimed_by(connection, workflow, agent)

        with pytest.raises(StaleCase):
            workflow.fire(
                connection,
                case.id,
                "approve",
                actor=acting(agent),
                expected_version=case.version - 1,
            )


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        ({}, {"fields_to_correct": "required", "reason": "required"}),
        (
            {"fields_to_correct": ["surname"], "reason": "identity_mismatch"},
            {"reason": "unknown_reason"},
        ),
        (
            {"fields_to_correct": [], "reason": "bribe"},
            {"fields_to_correct": "choose_one", "reason": "unknown_reason"},
        ),
        (
            {"fields_to_correct": ["shoe_size"], "reason": "unreadable", "extra": 1},
            {"fields_to_correct": "unknown_field", "extra": "unexpected"},
        ),
    ],
)
def test_every_fault_of_what_a_transition_asks_is_told_at_once(
    engine: Engine, data: dict[str, object], problems: dict[str, str]
) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        agent = an_account(connection, pools["records"])
        case = a_paid_case(connection, workflow, a_definition(connection))
        claimed_by(connection, workflow, agent)

        with pytest.raises(InvalidMoveData) as refusal:
            workflow.fire(connection, case.id, "ask_applicant", actor=acting(agent), data=data)
    assert refusal.value.problems == problems


def test_the_applicants_correction_is_merged_and_named_in_the_journal(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        agent = an_account(connection, pools["records"])
        case = a_paid_case(connection, workflow, a_definition(connection))
        claimed_by(connection, workflow, agent)
        asked = {"fields_to_correct": ["surname"], "reason": "unreadable"}
        workflow.fire(connection, case.id, "ask_applicant", actor=acting(agent), data=asked)

        corrected = workflow.fire(
            connection, case.id, "answer", actor=APPLICANT, answers={"surname": "Dossou-Yovo"}
        )

        last = history(connection, case.id)[-1]
    assert corrected.answers == {"surname": "Dossou-Yovo", "given_names": "Afi"}
    assert last.data == {"changed": ["surname"], "former": {"surname": "Dossou"}}


def test_of_two_decisions_at_once_one_wins_and_the_other_is_told(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        agent = an_account(connection, pools["records"])
        case = a_paid_case(connection, workflow, a_definition(connection))
        claimed_by(connection, workflow, agent)

    def decide(trigger: str) -> str:
        data = {"reason": "identity_mismatch"} if trigger == "refuse" else {}
        try:
            with engine.begin() as connection:
                workflow.fire(connection, case.id, trigger, actor=acting(agent), data=data)
        except MoveRefused:
            return "told"
        return "won"

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(decide, ["approve", "refuse"]))

    assert sorted(outcomes) == ["told", "won"]
    with engine.begin() as connection:
        assert len(history(connection, case.id)) == 3


def test_an_unknown_case_is_an_error_of_its_own(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(UnknownCase):
        a_workflow().fire(connection, 404, "approve", actor=SYSTEM)
