"""Cases in flight that something else holds back: an opinion that is asked for, a case followed."""

from copy import deepcopy

import pytest
from sqlalchemy import Engine, update

from eservices.changes.hindrances import Rule
from eservices.definition.model import EService
from eservices.definition.publish import content_of, publish
from tests.builders.consulting import a_case_with_opinions, a_consulting_eservice, answers
from tests.builders.flights import GIVEN, Scene, changed, shorter, state
from tests.builders.kernel import a_paid_case
from workflows.tables import cases


@pytest.fixture
def scene(engine: Engine) -> Scene:
    return Scene(engine)


def test_a_case_stays_while_an_opinion_is_awaited_and_moves_when_it_came(scene: Scene) -> None:
    with scene.database.begin() as connection:
        case, planner, officer = a_case_with_opinions(connection, scene.workflow)
        answered = update(cases).where(cases.c.id == case.id)
        connection.execute(answered.values(answers={**case.answers, **GIVEN}))
    content = deepcopy(content_of(a_consulting_eservice()))
    state(content, "drafting")["deadline"] = "2 working-days"
    with scene.database.begin() as connection:
        second = publish(connection, EService.model_validate(content))

    awaited = scene.move(second)
    with scene.database.begin() as connection:
        answers(connection, scene.workflow, planner)
        one_came = scene.look(case).state
        answers(connection, scene.workflow, officer)
    came = scene.move(second)

    assert awaited.moved == 0
    assert Rule.OTHER_CLOCK in dict(awaited.left)
    assert (one_came, came.left, came.moved) == ("opinions", (), 1)
    assert scene.look(case).definition == second


def test_a_case_that_follows_another_stays(scene: Scene) -> None:
    with scene.database.begin() as connection:
        following = changed(lambda c: c.update(follows={"eservices": ["works-opening"]}))
        checksum = publish(connection, following)
        case = a_paid_case(connection, scene.workflow, checksum, answers=GIVEN)

    left = dict(scene.move(scene.version(shorter)).left)

    assert left == {Rule.FOLLOWS_ANOTHER: 1}
    assert scene.look(case).definition == checksum
