"""What must follow is done once, whoever dies and whoever wakes up late."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, select, text, update

from workflows import outbox
from workflows.errors import Fenced
from workflows.outbox import MAX_ATTEMPTS, Held, Outbox, claim, complete, fail, jobs_due
from workflows.tables import outbox_events

LEASE = timedelta(seconds=60)
OVER = timedelta(0)
BOX = Outbox({"payment.settled": ("clear", "receipt")})


def an_event(connection: Connection) -> None:
    BOX.emit(connection, "payment.settled", case_id=None, data={"intent": "x"})


def take(connection: Connection, job: str = "clear", lease: timedelta = LEASE) -> Held:
    (held,) = claim(connection, job, limit=10, lease=lease)
    return held


def test_an_event_becomes_one_row_for_each_job_that_follows(engine: Engine) -> None:
    with engine.begin() as connection:
        an_event(connection)

        assert sorted(jobs_due(connection)) == ["clear", "receipt"]
        assert take(connection).data == {"intent": "x"}


def test_an_event_that_nobody_follows_leaves_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        BOX.emit(connection, "case.lodged", case_id=None)

        assert connection.execute(select(outbox_events)).all() == []


def test_a_row_under_lease_is_given_to_nobody_else(engine: Engine) -> None:
    with engine.begin() as connection:
        an_event(connection)
        take(connection)

        assert claim(connection, "clear", limit=10, lease=LEASE) == ()
        assert jobs_due(connection) == ("receipt",)


def test_two_transactions_at_once_never_claim_the_same_row(engine: Engine) -> None:
    with engine.begin() as connection:
        an_event(connection)
        an_event(connection)

    with engine.begin() as one, engine.begin() as other:
        first = claim(one, "clear", limit=1, lease=LEASE)
        second = claim(other, "clear", limit=10, lease=LEASE)

    assert {held.id for held in first}.isdisjoint({held.id for held in second})
    assert len(first) == len(second) == 1


def test_who_slept_beyond_the_lease_is_fenced_off_when_somebody_took_over(engine: Engine) -> None:
    with engine.begin() as connection:
        an_event(connection)
        sleeper = take(connection, lease=OVER)
        successor = take(connection)

        with pytest.raises(Fenced):
            complete(connection, sleeper)
        complete(connection, successor)


def test_who_completes_twice_is_fenced_off(engine: Engine) -> None:
    with engine.begin() as connection:
        an_event(connection)
        held = take(connection)
        complete(connection, held)

        with pytest.raises(Fenced):
            complete(connection, held)


def test_a_failed_step_waits_longer_each_time_then_waits_for_a_person(engine: Engine) -> None:
    with engine.begin() as connection:
        an_event(connection)
        for attempt in range(1, MAX_ATTEMPTS + 1):
            held = take(connection)
            assert held.attempts == attempt
            fail(connection, held, ValueError("Afi Dossou, born in Ouidah"))
            connection.execute(update(outbox_events).values(due_at=outbox.NOW))

        (parked,) = outbox.parked(connection)

        assert parked.last_error == "ValueError"
        assert claim(connection, "clear", limit=10, lease=LEASE) == ()
        assert outbox.retry(connection, parked.id)
        assert take(connection).attempts == 1


def test_the_error_kept_names_the_place_and_never_what_a_citizen_typed() -> None:
    def stumble() -> None:
        typed = "Afi Dossou"
        raise ValueError(typed)

    try:
        stumble()
    except ValueError as error:
        described = outbox.describe(error)

    assert described.startswith("ValueError at ")
    assert "stumble:" in described
    assert "Afi" not in described


def test_retrying_what_is_not_set_aside_does_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        an_event(connection)

        assert not outbox.retry(connection, take(connection).id)


@pytest.mark.parametrize("plan", ["hashagg", "hashjoin", "sort", "material", "none"])
def test_no_more_is_claimed_than_asked_for_however_the_database_goes_about_it(
    engine: Engine, plan: str
) -> None:
    with engine.begin() as connection:
        for _event in range(5):
            an_event(connection)
        # As it may come to plan by itself when it knows little of the table.
        for switch in ("hashagg", "hashjoin", "mergejoin", "sort", "material"):
            if switch != plan:
                connection.execute(text(f"SET LOCAL enable_{switch} = off"))

        taken = claim(connection, "clear", limit=2, lease=LEASE)

    assert len(taken) == 2
