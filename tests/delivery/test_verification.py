"""Anybody learns whether an act is genuine and still holds, and nobody learns more than that."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from delivery.composing import dates_of, entry_of
from delivery.register import Act, register, reserve, revoke
from delivery.sealing import Sealer, file_digest
from delivery.verification import Outcome, Standing, Verification, Verifier
from tests.builders.delivery import ZONE, a_draft, an_authority
from tests.delivery.attacks import ATTACKS, Attack
from workflows.cases import Case
from workflows.clock import ShiftedClock

NOTHING = Verification(Outcome.FAILED, Outcome.FAILED, Outcome.FAILED)


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


@pytest.fixture
def verifier(clock: ShiftedClock) -> Verifier:
    return Verifier(clock, an_authority().roots, ZONE)


def entered(connection: Connection, case: Case, file: bytes, *, replaces: int | None = None) -> Act:
    now = datetime.now(UTC)
    draft = a_draft()
    pattern = draft.template.number
    reservation = reserve(
        connection, case.id, pattern=pattern, year=now.year, now=now, replaces=replaces
    )
    entry = entry_of(draft, at=now, dates=dates_of(draft, now), sha256=file_digest(file))
    return register(connection, reservation, entry)


@pytest.fixture
def act(engine: Engine, case: Case, sealed: bytes) -> Act:
    """Give the sealed file's act, in the register."""
    with engine.begin() as connection:
        return entered(connection, case, sealed)


def test_a_genuine_file_passes_the_three_checks(
    engine: Engine, verifier: Verifier, act: Act, sealed: bytes
) -> None:
    with engine.begin() as connection:
        found = verifier.verify_file(connection, sealed)

    assert found.is_valid
    assert (found.integrity, found.status, found.issuer) == (Outcome.PASSED,) * 3
    assert found.standing is Standing.VALID
    assert found.act is not None
    assert found.act.number == act.number


def test_a_code_tells_everything_but_whether_the_file_is_whole(
    engine: Engine, verifier: Verifier, act: Act
) -> None:
    with engine.begin() as connection:
        found = verifier.verify_code(connection, act.code.lower())

    assert found.is_valid
    assert found.integrity is Outcome.NOT_CHECKED


def test_the_holder_s_name_is_masked_in_the_register_itself(
    engine: Engine, verifier: Verifier, act: Act
) -> None:
    with engine.begin() as connection:
        found = verifier.verify_code(connection, act.code)

    assert found.act is not None
    assert found.act.holder == act.holder == "A••• D•••"


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_no_forgery_passes_while_the_genuine_act_is_registered(
    engine: Engine, verifier: Verifier, act: Act, sealed: bytes, attack: Attack
) -> None:
    assert act.sha256 == file_digest(sealed)

    with engine.begin() as connection:
        assert verifier.verify_file(connection, attack(sealed)) == NOTHING


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_no_forgery_passes_even_when_somebody_entered_it_in_the_register(
    engine: Engine, verifier: Verifier, case: Case, sealed: bytes, attack: Attack
) -> None:
    forged = attack(sealed)
    with engine.begin() as connection:
        entered(connection, case, forged)

        found = verifier.verify_file(connection, forged)

    assert not found.is_genuine
    assert found.issuer is Outcome.FAILED


def test_a_file_sealed_with_our_key_outside_the_register_is_refused(
    engine: Engine, verifier: Verifier, act: Act, plain: bytes
) -> None:
    sealer = Sealer(an_authority().key)
    aside = sealer.seal(plain, at=act.issued_at, reason="Délivrance", place="Cotonou")

    with engine.begin() as connection:
        assert verifier.verify_file(connection, aside) == NOTHING


#: Of the right form, and nobody's.
STRANGE = "ZXBV-YSBG-8U6Y-F8SN-RYNL-WUGS-YZDJ"


@pytest.mark.parametrize("code", ["", "ABCD", STRANGE, "' OR 1=1 --", "\x00"])
def test_an_unknown_code_is_refused(
    engine: Engine, verifier: Verifier, act: Act, code: str
) -> None:
    assert code != act.code

    with engine.begin() as connection:
        found = verifier.verify_code(connection, code)

    assert not found.is_genuine
    assert found.act is None


def test_a_number_that_is_only_reserved_is_not_an_act(
    engine: Engine, verifier: Verifier, case: Case
) -> None:
    with engine.begin() as connection:
        now = datetime.now(UTC)
        kept = reserve(connection, case.id, pattern="CJ-{year}-{serial}", year=2026, now=now)

        assert not verifier.verify_code(connection, kept.code).is_genuine


def test_an_act_expires_after_its_last_day(
    engine: Engine, verifier: Verifier, clock: ShiftedClock, act: Act, sealed: bytes
) -> None:
    assert act.valid_until is not None
    to_last_day = datetime.combine(act.valid_until, datetime.min.time(), ZONE) - datetime.now(UTC)

    clock.advance(to_last_day + timedelta(hours=23))
    with engine.begin() as connection:
        assert verifier.verify_file(connection, sealed).standing is Standing.VALID
        clock.advance(timedelta(hours=2))
        found = verifier.verify_file(connection, sealed)

    assert found.standing is Standing.EXPIRED
    assert found.is_genuine
    assert not found.is_valid


def test_a_revoked_act_is_genuine_and_no_longer_holds(
    engine: Engine, verifier: Verifier, act: Act, sealed: bytes
) -> None:
    with engine.begin() as connection:
        revoke(connection, act.id, because="obtained by fraud", now=datetime.now(UTC))
        found = verifier.verify_file(connection, sealed)

    assert (found.standing, found.status) == (Standing.REVOKED, Outcome.FAILED)
    assert found.is_genuine
    assert found.act is not None
    assert found.act.ended_because == "obtained by fraud"


def test_a_replaced_act_names_the_one_that_took_its_place(
    engine: Engine, verifier: Verifier, act: Act, other_case: Case
) -> None:
    with engine.begin() as connection:
        following = entered(connection, other_case, b"the corrected act", replaces=act.id)
        found = verifier.verify_code(connection, act.code)

    assert found.standing is Standing.REPLACED
    assert found.act is not None
    assert found.act.replaced_by == following.number
    assert found.act.ended_at == following.issued_at
