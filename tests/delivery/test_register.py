"""One active act for each case, one number for each act, and no number lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import IntegrityError

from delivery.register import (
    Act,
    ActNotActive,
    ActStatus,
    Issued,
    Reservation,
    act_of_case,
    find_by_digest,
    latest_act,
    register,
    reserve,
    revoke,
)
from delivery.tables import acts
from tests.builders.kernel import a_paid_case, a_workflow
from workflows.cases import Case

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PATTERN = "CJ-{year}-{serial:07}"


def kept(
    connection: Connection, case: Case, *, year: int = 2026, replaces: int | None = None
) -> Reservation:
    return reserve(connection, case.id, pattern=PATTERN, year=year, now=NOW, replaces=replaces)


def entry(sha256: str = "a" * 64) -> Issued:
    return Issued(
        sha256=sha256,
        language="fr",
        title={"fr": "Bulletin n° 3"},
        authority={"fr": "CNCJ"},
        holder="A••• D•••",
        issued_at=NOW,
        issued_on=NOW.date(),
        valid_until=None,
    )


def registered(connection: Connection, case: Case, sha256: str = "a" * 64) -> Act:
    return register(connection, kept(connection, case), entry(sha256))


def test_a_case_keeps_its_number_and_code_however_often_it_reserves(
    engine: Engine, case: Case
) -> None:
    with engine.begin() as connection:
        first = kept(connection, case)
    with engine.begin() as connection:
        assert kept(connection, case) == first

    assert first.number == "CJ-2026-0000001"


def test_a_year_begins_its_own_series(engine: Engine, case: Case, other_case: Case) -> None:
    with engine.begin() as connection:
        assert kept(connection, case).number == "CJ-2026-0000001"
        assert kept(connection, other_case, year=2027).number == "CJ-2027-0000001"


def test_a_transaction_that_fails_gives_its_number_to_the_next(
    engine: Engine, case: Case, other_case: Case
) -> None:
    connection = engine.connect()
    lost = kept(connection, case)
    connection.rollback()
    connection.close()

    with engine.begin() as connection:
        assert kept(connection, other_case).number == lost.number


def test_reservations_at_once_leave_no_gap_and_no_double(engine: Engine, case: Case) -> None:
    with engine.begin() as connection:
        ids = [case.id] + [
            a_paid_case(connection, a_workflow(), case.definition).id for _ in range(7)
        ]

    def take(case_id: int) -> str:
        with engine.begin() as connection:
            return reserve(connection, case_id, pattern=PATTERN, year=2026, now=NOW).number

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(take, ids * 3))

    assert set(numbers) == {f"CJ-2026-{serial:07}" for serial in range(1, 9)}
    assert numbers[:8] == numbers[8:16] == numbers[16:]


def test_an_act_is_entered_once(engine: Engine, case: Case) -> None:
    with engine.begin() as connection:
        reservation = kept(connection, case)
        act = register(connection, reservation, entry())

        with pytest.raises(ActNotActive):
            register(connection, reservation, entry("b" * 64))
        with pytest.raises(ActNotActive):
            kept(connection, case)
        assert act_of_case(connection, case.id) == act == find_by_digest(connection, "a" * 64)


def test_the_database_itself_refuses_a_second_active_act(engine: Engine, case: Case) -> None:
    with engine.begin() as connection:
        registered(connection, case)
    second = {
        "case_id": case.id,
        "number": "CJ-2026-9",
        "code": "X",
        "status": ActStatus.RESERVED,
        "reserved_at": NOW,
    }

    with pytest.raises(IntegrityError, match="uq_acts_active"), engine.begin() as connection:
        connection.execute(insert(acts).values(**second))


def test_one_file_is_one_act(engine: Engine, case: Case, other_case: Case) -> None:
    with engine.begin() as connection:
        registered(connection, case)

    with pytest.raises(IntegrityError, match="sha256"), engine.begin() as connection:
        registered(connection, other_case)


def test_a_revoked_act_stays_in_the_register_with_its_reason(engine: Engine, case: Case) -> None:
    with engine.begin() as connection:
        act = registered(connection, case)
        ended = revoke(connection, act.id, because="fraud", now=NOW)

        assert (ended.status, ended.ended_at, ended.ended_because) == ("revoked", NOW, "fraud")
        assert act_of_case(connection, case.id) is None
        with pytest.raises(ActNotActive):
            revoke(connection, act.id, because="again", now=NOW)


def test_an_act_ends_at_the_moment_when_another_takes_its_place(
    engine: Engine, case: Case, other_case: Case
) -> None:
    with engine.begin() as connection:
        former = registered(connection, case)
        reservation = kept(connection, other_case, replaces=former.id)
        assert act_of_case(connection, case.id) == former

        corrected = register(connection, reservation, entry("b" * 64))

        ended = find_by_digest(connection, former.sha256)
        assert ended is not None
        assert (ended.status, ended.ended_because) == ("replaced", "corrected")
        assert corrected.replaces == former.id
        assert latest_act(connection, case.id) == corrected


def test_an_act_revoked_meanwhile_is_not_replaced(
    engine: Engine, case: Case, other_case: Case
) -> None:
    with engine.begin() as connection:
        former = registered(connection, case)
        reservation = kept(connection, other_case, replaces=former.id)
        revoke(connection, former.id, because="fraud", now=NOW)

    with pytest.raises(ActNotActive), engine.begin() as connection:
        register(connection, reservation, entry("b" * 64))

    with engine.begin() as connection:
        assert latest_act(connection, other_case.id) is None


def test_the_database_itself_lets_one_act_take_the_place_of_another(
    engine: Engine, case: Case, other_case: Case
) -> None:
    with engine.begin() as connection:
        former = registered(connection, case)
        kept(connection, other_case, replaces=former.id)
        third = a_paid_case(connection, a_workflow(), case.definition)

    with pytest.raises(IntegrityError, match="replaces"), engine.begin() as connection:
        kept(connection, third, replaces=former.id)
