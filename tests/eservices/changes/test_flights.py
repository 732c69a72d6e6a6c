"""Cases in flight: moved to a new version where that is safe, once, and nowhere else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from eservices.changes.flights import MOST, NotLive, Outcome, flights, move_one
from eservices.changes.hindrances import RULES, Rule
from eservices.definition.publish import stage
from payments.charges import freeze
from payments.money import Money
from payments.tariff import AssessedLine
from tests.builders.flights import (
    GIVEN,
    OPERATOR,
    Changing,
    Scene,
    asks_more,
    changed,
    gone,
    past_gone,
    shorter,
    state,
    transition,
)
from tests.builders.kernel import (
    a_case,
    acting,
    an_account,
    claimed_by,
)
from workflows.actors import SYSTEM, Role
from workflows.deadlines import Kind
from workflows.journal import Happening, history
from workflows.language.procedure import PAYMENT_CLEARED
from workflows.language.values import Text
from workflows.routing import route


@pytest.fixture
def scene(engine: Engine) -> Scene:
    return Scene(engine)


def test_a_case_is_moved_once_journalled_and_its_clocks_are_recomputed(scene: Scene) -> None:
    case = scene.paid()
    before = scene.clocks(case)
    second = scene.version(shorter)

    assert scene.move(second) == Outcome(1, (), None)
    assert scene.move(second) == Outcome(0, (), None)

    moved, after = scene.look(case), scene.clocks(case)
    assert (moved.definition, moved.state, moved.version) == (second, case.state, case.version + 1)
    promise = after[Kind.PROMISE]
    assert promise.due_at == before[Kind.PROMISE].started_at + timedelta(hours=48)
    assert promise.warn_at == before[Kind.PROMISE].started_at + timedelta(hours=24)
    assert str(after[Kind.STATE].span) == "2 working-hours"
    assert after[Kind.STATE].started_at == before[Kind.STATE].started_at
    with scene.database.begin() as connection:
        entry = history(connection, case.id)[-1]
    assert (entry.trigger, entry.role) == (Happening.MIGRATED, Role.SYSTEM)
    assert entry.data == {"note": "new law", "operator": "koffi", "from": scene.first, "to": second}


def test_a_case_keeps_its_place_and_goes_on_to_its_end(scene: Scene) -> None:
    case = scene.paid()
    waiting = scene.look(case)
    scene.move(scene.version(shorter))

    with scene.database.begin() as connection:
        agent = an_account(connection, scene.pools["records"])
        held = claimed_by(connection, scene.workflow, agent)
        assert (held.id, held.eligible_at) == (case.id, waiting.eligible_at)
        done = scene.workflow.fire(connection, held.id, "approve", actor=acting(agent))
    assert done.state == "signature"


def test_a_promise_that_was_paused_keeps_what_it_had_spent(scene: Scene) -> None:
    case = scene.paid()
    scene.clock.advance(timedelta(hours=10))
    with scene.database.begin() as connection:
        agent = an_account(connection, scene.pools["records"])
        claimed_by(connection, scene.workflow, agent)
        asked = {"reason": "unreadable", "fields_to_correct": ["surname"]}
        scene.workflow.fire(connection, case.id, "ask_applicant", actor=acting(agent), data=asked)
    scene.clock.advance(timedelta(hours=100))
    with scene.database.begin() as connection:
        answering = acting(agent, Role.APPLICANT)
        scene.workflow.fire(connection, case.id, "answer", actor=answering)
        route(connection, scene.workflow, case.id)
    left = scene.clocks(case)[Kind.PROMISE].due_at

    scene.move(scene.version(shorter))

    after = scene.clocks(case)[Kind.PROMISE].due_at
    assert left is not None
    assert after is not None
    assert abs((left - after) - timedelta(hours=24)) < timedelta(seconds=2)


#: What makes a case that waits for an agent stay under its version, and by which rule.
HINDERED: tuple[tuple[Rule, Changing], ...] = (
    (Rule.STATE_GONE, gone),
    (Rule.STATE_DIFFERS, lambda c: state(c, "verification").update(queue="signatories")),
    (Rule.PAST_STATE_GONE, past_gone),
    (
        Rule.APPROVAL_LOST,
        lambda c: transition(c, "sign").update(distinct_from=["approve", "countersign"]),
    ),
    (Rule.ANSWERS_INVALID, asks_more),
    (Rule.PROMISE_WORSE, lambda c: c["promise"].update(within="96 hours")),
    (Rule.PROMISE_WORSE, lambda c: c["promise"].update(within="1 working-hours")),
    (Rule.PROMISE_WORSE, lambda c: c["promise"].update(pauses=["applicant", "review"])),
    (Rule.PROMISE_WORSE, lambda c: c.pop("promise")),
    (
        Rule.SILENCE_DIFFERS,
        lambda c: c["procedure"].update(
            silence={"after": "60 days", "fire": "refuse", "decides": "refuse"}
        ),
    ),
    (Rule.FOLLOWS_ANOTHER, lambda c: c.update(follows={"eservices": ["works-opening"]})),
    (Rule.KEPT_OTHERWISE, lambda c: c["retention"].update(answers="9 years")),
)


@pytest.mark.parametrize(("rule", "changing"), HINDERED, ids=range(len(HINDERED)))
def test_a_case_that_would_lose_something_stays(
    scene: Scene, rule: Rule, changing: Changing
) -> None:
    case = scene.paid()
    before = scene.look(case)

    outcome = scene.move(scene.version(changing))

    assert outcome.moved == 0
    assert rule in dict(outcome.left)
    assert scene.look(case) == before


def test_a_case_in_somebody_s_hands_stays_until_it_is_given_back(scene: Scene) -> None:
    case = scene.paid()
    second = scene.version(shorter)
    with scene.database.begin() as connection:
        claimed_by(connection, scene.workflow, an_account(connection, scene.pools["records"]))
    assert dict(scene.move(second).left) == {Rule.IN_HAND: 1}

    scene.clock.advance(timedelta(hours=1))
    assert scene.move(second).moved == 1
    assert scene.look(case).definition == second


def test_a_payment_still_due_must_still_be_collected_and_a_wait_not_be_cut(scene: Scene) -> None:
    with scene.database.begin() as connection:
        case = a_case(connection, scene.workflow, scene.first, answers=GIVEN)
        line = AssessedLine("survey", Text({"fr": "Visite"}), Money.of("1900 XOF"))
        freeze(connection, case_id=case.id, lines=[line])
    cut = scene.version(lambda c: state(c, "awaiting_payment")["expires"].update(after="1 hours"))

    left = dict(scene.move(cut).left)

    assert left == {Rule.CHARGE_UNCOLLECTED: 1, Rule.WAIT_SHORTER: 1}


def test_a_signed_case_and_one_before_its_applicant_stay(scene: Scene) -> None:
    signed, asked = scene.paid(), scene.paid()
    with scene.database.begin() as connection:
        agent = an_account(connection, *scene.pools.values())
        other = an_account(connection, scene.pools["signatories"], roles=(Role.SIGNATORY,))
        first = claimed_by(connection, scene.workflow, agent)
        scene.workflow.fire(connection, first.id, "approve", actor=acting(agent))
        route(connection, scene.workflow, first.id)
        claimed_by(connection, scene.workflow, other)
        scene.workflow.fire(connection, first.id, "sign", actor=acting(other, Role.SIGNATORY))
        second = claimed_by(connection, scene.workflow, agent)
        data = {"reason": "unreadable", "fields_to_correct": ["surname"]}
        scene.workflow.fire(connection, second.id, "ask_applicant", actor=acting(agent), data=data)
    assert {first.id, second.id} == {signed.id, asked.id}

    unsigned = scene.version(lambda c: c["act"].update(signed_by="records"))
    left = dict(scene.move(unsigned).left)

    assert left[Rule.BEING_ISSUED] == left[Rule.APPLICANTS_TURN] == left[Rule.APPROVAL_LOST] == 1


def test_every_rule_is_either_tried_here_or_has_a_state_of_its_own() -> None:
    tried = {rule for rule, _changing in HINDERED}
    elsewhere = {
        Rule.IN_HAND,
        Rule.CHARGE_UNCOLLECTED,
        Rule.WAIT_SHORTER,
        Rule.BEING_ISSUED,
        Rule.APPLICANTS_TURN,
        Rule.OTHER_CLOCK,
    }

    assert set(Rule) == tried | elsewhere
    assert set(Rule) == set(RULES) | {Rule.STATE_GONE}


def test_two_who_move_the_same_cases_move_each_once(scene: Scene) -> None:
    cases = [scene.paid() for _ in range(6)]
    second = scene.version(shorter)

    with ThreadPoolExecutor(3) as threads:
        outcomes = list(threads.map(lambda _: scene.move(second), range(3)))

    assert sum(outcome.moved for outcome in outcomes) == len(cases)
    with scene.database.begin() as connection:
        for case in cases:
            kept = [entry.trigger for entry in history(connection, case.id)]
            assert kept.count(Happening.MIGRATED) == 1


def test_an_order_stops_at_its_bound_and_goes_on_from_there(scene: Scene) -> None:
    for _ in range(3):
        scene.paid()
    second = scene.version(shorter)

    first = scene.move(second, most=2)
    rest = scene.move(second, most=2, start=first.last or 0)

    assert (first.moved, rest.moved, rest.last) == (2, 1, None)
    assert MOST >= 2


def test_cases_are_put_under_the_live_version_alone(scene: Scene) -> None:
    scene.paid()
    with scene.database.begin() as connection:
        draft = stage(connection, changed(shorter), OPERATOR, "a draft")

    with pytest.raises(NotLive):
        scene.move(draft)


def test_a_closed_case_is_left_alone(scene: Scene) -> None:
    with scene.database.begin() as connection:
        case = a_case(connection, scene.workflow, scene.first, answers=GIVEN)
        scene.workflow.fire(connection, case.id, "expire", actor=SYSTEM)
    second = scene.version(shorter)

    assert scene.move(second) == Outcome(0, (), None)
    moved = move_one(scene.database, scene.workflow, case.id, second, author=OPERATOR, reason="x")
    assert moved is None


def test_the_preview_tells_state_by_state_and_writes_nothing(scene: Scene) -> None:
    waiting = scene.paid()
    with scene.database.begin() as connection:
        a_case(connection, scene.workflow, scene.first, answers={})
        after = changed(shorter)
        checksum = stage(connection, after, OPERATOR, "a draft")

        seen = flights(connection, after, checksum, now=scene.clock.now(connection))
        few = flights(connection, after, checksum, now=scene.clock.now(connection), most=1)

    assert (seen.cases, seen.looked_at, seen.movable) == (2, 2, 1)
    told = {group.state: (group.movable, dict(group.hindered)) for group in seen.groups}
    assert told == {
        "verification": (1, {}),
        "awaiting_payment": (0, {Rule.ANSWERS_INVALID: 1, Rule.PROMISE_WORSE: 1}),
    }
    assert (few.cases, few.looked_at) == (2, 1)
    assert scene.look(waiting).definition == scene.first


def test_payment_after_the_move_goes_on_under_the_new_version(scene: Scene) -> None:
    with scene.database.begin() as connection:
        case = a_case(connection, scene.workflow, scene.first, answers=GIVEN)
        freeze(connection, case_id=case.id, lines=[])
    second = scene.version(lambda c: state(c, "verification").update(deadline="3 working-hours"))
    assert scene.move(second).moved == 1

    with scene.database.begin() as connection:
        scene.workflow.fire(connection, case.id, PAYMENT_CLEARED, actor=SYSTEM)
        route(connection, scene.workflow, case.id)
    assert str(scene.clocks(case)[Kind.STATE].span) == "3 working-hours"
