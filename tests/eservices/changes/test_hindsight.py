"""Looking back: what a new version would have changed on the cases of the last months."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from eservices.changes.hindsight import BACK, Effect, Turn, hindsight
from eservices.definition.model import EService
from eservices.definition.publish import content_of, publish
from tests.builders.eservices import ANSWERS
from tests.builders.kernel import a_case, a_workflow, an_office
from tests.builders.portal import a_thorough_eservice
from workflows.clock import ShiftedClock

CLOCK = ShiftedClock()


def lodged(connection: Connection, *sexes: str) -> None:
    """Lodge cases under the live version, whose answers differ by one question."""
    an_office(connection)
    checksum = publish(connection, a_thorough_eservice())
    for sex in sexes:
        answers = {**ANSWERS, "sex": sex, "copies": 3}
        a_case(connection, a_workflow(CLOCK), checksum, answers=answers)


def changed(**changes: Any) -> EService:
    return EService.model_validate({**content_of(a_thorough_eservice()), **changes})


def test_a_price_and_a_delay_for_some_answers_are_counted(engine: Engine) -> None:
    tariff = content_of(a_thorough_eservice())["tariff"]
    dearer = {**tariff[0], "amount": "100 XOF", "per": "answers.copies"}
    promise = {
        "within": "72 hours",
        "variants": [{"when": 'answers.sex == "M"', "within": "9 days"}],
        "starts": "paid",
        "pauses": ["applicant"],
    }
    with engine.begin() as connection:
        lodged(connection, "F", "M", "M")
        after = changed(tariff=[dearer], promise=promise)
        seen = hindsight(connection, after, now=CLOCK.now(connection))

    assert (seen.lodged, seen.looked_at) == (3, 3)
    assert seen.turns == (
        Turn(Effect.DELAY, "72 hours (paid)", "9 days (paid)", 2),
        Turn(Effect.FEE, "issue 1900 XOF", "issue 300 XOF", 3),
    )
    assert seen.changed(Effect.ROUTE) == 0


def test_a_way_over_other_offices_and_another_act_are_counted(engine: Engine) -> None:
    content = content_of(a_thorough_eservice())
    content["procedure"]["states"]["verification"]["office"] = (
        'answers.sex == "F" ? "parakou" : "cncj-cotonou"'
    )
    act = {**content["act"], "number": "XX-{year}-{serial}"}
    with engine.begin() as connection:
        lodged(connection, "F", "M")
        seen = hindsight(
            connection,
            changed(procedure=content["procedure"], act=act),
            now=CLOCK.now(connection),
        )

    assert (seen.changed(Effect.ROUTE), seen.changed(Effect.ACT)) == (1, 2)
    assert [turn.after for turn in seen.turns if turn.effect is Effect.ACT] == [
        "XX-{year}-{serial}"
    ]
    assert not any("Dossou" in turn.before + turn.after for turn in seen.turns)


def test_what_answers_to_other_questions_cannot_tell_says_so(engine: Engine) -> None:
    tariff = content_of(a_thorough_eservice())["tariff"]
    by_area = {**tariff[0], "per": "answers.plot"}
    with engine.begin() as connection:
        lodged(connection, "F")
        seen = hindsight(connection, changed(tariff=[by_area]), now=CLOCK.now(connection))

    assert seen.turns == (Turn(Effect.FEE, "issue 1900 XOF", "?", 1),)


def test_the_same_version_changes_nothing_and_the_look_back_has_bounds(engine: Engine) -> None:
    with engine.begin() as connection:
        lodged(connection, *"FMFMF")
        now = CLOCK.now(connection)

        few = hindsight(connection, changed(code="PS1"), now=now, most=2)
        none = hindsight(connection, changed(), now=now + BACK + timedelta(days=1))

    assert (few.lodged, few.looked_at, few.turns) == (5, 2, ())
    assert (none.lodged, none.looked_at) == (0, 0)
