"""An act is issued once: whatever stops, wherever, and whoever wakes up late."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, select

from delivery import issuing
from delivery.composing import ActDraft
from delivery.documents import ActDocument
from delivery.issuing import REGISTERED, IssueRefused, Issuing, VerificationPages
from delivery.keys import UnusableKey
from delivery.register import Act, ActNotActive, act_of_case
from delivery.sealing import file_digest, validate
from delivery.tables import acts
from delivery.typesetting import typeset
from tests.builders.delivery import a_draft, an_authority
from tests.delivery.failpoints import Interruption, Killed, Seals, between, die
from workflows.cases import Case
from workflows.clock import DatabaseClock
from workflows.errors import Fenced
from workflows.outbox import Held, Outbox, claim, complete, jobs_due
from workflows.storage import DirectoryStorage

OUTBOX = Outbox({"entered.issuance": ("issue",), REGISTERED: ("finish",)})
LEASE = timedelta(seconds=60)
OVER = timedelta(0)


@pytest.fixture
def job(engine: Engine, storage: DirectoryStorage) -> Issuing:
    return Issuing(
        engine=engine,
        clock=DatabaseClock(),
        outbox=OUTBOX,
        storage=storage,
        typeset=typeset,
        sealer=Seals(),
        pages=VerificationPages(
            "https://services.example.bj/verify", "https://services.example.bj/v"
        ),
        draft=lambda _connection, _case_id: a_draft(),
        cleared=lambda _connection, _case_id: True,
        approved=lambda _connection, _case_id: True,
    )


@pytest.fixture(autouse=True)
def due(engine: Engine, case: Case) -> None:
    """Let the case enter issuance."""
    with engine.begin() as connection:
        OUTBOX.emit(connection, "entered.issuance", case_id=case.id)


def take(engine: Engine, lease: timedelta = LEASE) -> Held:
    with engine.begin() as connection:
        (held,) = claim(connection, "issue", limit=5, lease=lease)
    return held


def the_act(engine: Engine, case: Case) -> Act:
    with engine.begin() as connection:
        act = act_of_case(connection, case.id)
    assert act is not None
    return act


def assert_issued_once(engine: Engine, case: Case, storage: DirectoryStorage) -> Act:
    """Check that there is one act, one event, one file, and nothing left to do."""
    act = the_act(engine, case)
    with engine.begin() as connection:
        assert connection.execute(select(func.count()).select_from(acts)).scalar_one() == 1
        assert len(claim(connection, "finish", limit=5, lease=LEASE)) == 1
        assert "issue" not in jobs_due(connection)
    files = [path for path in storage.root.rglob("*") if path.is_file()]
    assert len(files) == 1
    assert act.number.endswith("-0000001")
    assert validate(storage.get(act.sha256), roots=an_authority().roots).is_valid
    return act


def test_an_act_is_sealed_stored_and_registered_with_its_event(
    engine: Engine, case: Case, storage: DirectoryStorage, job: Issuing
) -> None:
    job(take(engine))

    act = assert_issued_once(engine, case, storage)
    assert act.sha256 == file_digest(storage.get(act.sha256))
    assert act.holder == "A••• D•••"
    assert act.valid_until is not None
    assert act.valid_until > act.issued_on


def test_a_second_bell_for_an_issued_act_changes_nothing(
    engine: Engine, case: Case, storage: DirectoryStorage, job: Issuing
) -> None:
    job(take(engine))
    with engine.begin() as connection:
        OUTBOX.emit(connection, "entered.issuance", case_id=case.id)

    job(take(engine))

    assert_issued_once(engine, case, storage)


STEPS = ("reserved", "typeset", "sealed", "stored", "registered")


@pytest.mark.parametrize("step", STEPS)
def test_killed_after_any_step_it_is_issued_once_by_the_next(
    engine: Engine, case: Case, storage: DirectoryStorage, job: Issuing, step: str
) -> None:
    interruption = Interruption(die)
    with pytest.raises(Killed):
        between(job, step, interruption)(take(engine, lease=OVER))
    orphan = {path for path in storage.root.rglob("*") if path.is_file()}

    job(take(engine))

    assert interruption.reached == 1
    # A process killed after storing leaves a file that no row names: storage's sweep finds it.
    for path in orphan:
        path.unlink()
    assert_issued_once(engine, case, storage)


@pytest.mark.parametrize("step", STEPS[:-1])
def test_paused_beyond_the_lease_at_any_step_the_late_one_is_fenced(
    engine: Engine, case: Case, storage: DirectoryStorage, job: Issuing, step: str
) -> None:
    during: list[Act] = []

    def somebody_else_finishes() -> None:
        job(take(engine))
        during.append(the_act(engine, case))

    interruption = Interruption(somebody_else_finishes)
    with pytest.raises(Fenced):
        between(job, step, interruption)(take(engine, lease=OVER))

    assert interruption.reached == 1
    assert assert_issued_once(engine, case, storage) == during[0]


def test_the_register_stands_behind_the_fence(
    engine: Engine,
    case: Case,
    storage: DirectoryStorage,
    job: Issuing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    late = between(job, "sealed", Interruption(lambda: job(take(engine))))
    held = take(engine, lease=OVER)

    def unfenced(connection: Connection, one: Held) -> None:
        if one != held:
            complete(connection, one)

    monkeypatch.setattr(issuing, "complete", unfenced)
    with pytest.raises(ActNotActive):
        late(held)

    with engine.begin() as connection:
        assert connection.execute(select(func.count()).select_from(acts)).scalar_one() == 1
        assert len(claim(connection, "finish", limit=5, lease=LEASE)) == 1
    assert storage.get(the_act(engine, case).sha256)


@pytest.mark.parametrize("missing", ["cleared", "approved"])
def test_nothing_is_sealed_unpaid_or_unapproved(engine: Engine, job: Issuing, missing: str) -> None:
    seals = Seals()
    changes: dict[str, Any] = {missing: lambda _connection, _case_id: False}
    refusing = replace(job, sealer=seals, **changes)

    with pytest.raises(IssueRefused):
        refusing(take(engine))

    assert seals.made == []
    with engine.begin() as connection:
        assert connection.execute(select(acts)).all() == []


@pytest.mark.parametrize("missing", ["cleared", "approved"])
def test_what_is_taken_back_while_it_is_sealed_is_not_registered(
    engine: Engine, case: Case, job: Issuing, missing: str
) -> None:
    answers = iter([True, False])
    changes: dict[str, Any] = {missing: lambda _connection, _case_id: next(answers)}
    wavering = replace(job, **changes)

    with pytest.raises(IssueRefused):
        wavering(take(engine))

    with engine.begin() as connection:
        assert act_of_case(connection, case.id) is None
        assert "finish" not in jobs_due(connection)


def test_a_failing_sealer_leaves_the_number_for_the_next_attempt(
    engine: Engine, case: Case, storage: DirectoryStorage, job: Issuing
) -> None:
    def broken() -> None:
        raise UnusableKey

    with pytest.raises(UnusableKey):
        between(job, "typeset", Interruption(broken))(take(engine, lease=OVER))

    job(take(engine))

    assert_issued_once(engine, case, storage)


def test_no_transaction_is_open_while_typesetting_and_sealing(engine: Engine, job: Issuing) -> None:
    opened: list[int] = []

    def look() -> None:
        opened.append(engine.pool.checkedout())  # type: ignore[attr-defined]  # a queue pool

    between(between(job, "typeset", look), "stored", look)(take(engine))

    assert opened == [0, 0]


def test_the_act_s_words_come_from_the_answers_in_its_language(
    engine: Engine, job: Issuing
) -> None:
    printed: list[ActDocument] = []

    def keep(act: ActDocument) -> bytes:
        printed.append(act)
        return typeset(act)

    def english(_connection: Connection, _case_id: int) -> ActDraft:
        return a_draft(language="en", answers={"surname": "<b>{act.number}", "born_on": None})

    replace(job, typeset=keep, draft=english)(take(engine))

    (act,) = printed
    assert act.title == "Bulletin no. 3"
    assert act.statements[0].startswith("<b>{act.number}: none. CJ-")
    assert [entry.value for entry in act.identity] == ["<b>{act.number}", "—"]
    assert act.verification.url.startswith("https://services.example.bj/v/")
    assert act.verification.page == "services.example.bj/verify"
