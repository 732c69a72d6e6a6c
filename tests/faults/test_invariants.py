"""Each checker finds the defect that it is there for: a check that cannot fail proves nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import Connection, text

from tests.faults import invariants, ledgers, people
from tests.faults.conftest import Migrated
from tests.faults.invariants import CHECKERS, Checker, Evidence, findings
from tests.faults.stories import withdrawn_after_paying
from tests.faults.world import World, a_world
from workflows.storage import DirectoryStorage


@pytest.fixture(scope="module")
def world(migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Live through a delivered case, a refunded one, one being examined, and one unpaid."""
    with migrated("_checked") as engine:
        world = a_world(engine, tmp_path_factory.mktemp("checked"))
        people.issued(world)
        withdrawn_after_paying(world)
        people.lodged(world)
        people.cleared(world)
        world.settle()
        yield world


@pytest.fixture
def evidence(world: World) -> Iterator[Evidence]:
    """Give the evidence in a transaction that is rolled back, seeded defects and all."""
    with world.engine.connect() as connection:
        yield world.evidence(connection)
        connection.rollback()


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong: the statements that seed it, and the checker that has to find it."""

    checker: Checker
    name: str
    statements: Sequence[str]


def one(checker: Checker, name: str, *statements: str) -> Defect:
    return Defect(checker, name, statements)


MONEY, ACTS = ledgers.money_is_taken_once, invariants.a_case_has_one_active_act
APPROVED = ledgers.no_act_without_payment_and_signature
SECOND_ACT = """
INSERT INTO acts (case_id, number, code, status, reserved_at, sha256, language, title, authority,
                  holder, issued_at, issued_on)
SELECT case_id, 'CJ-2026-0000002', 'another', status, reserved_at, repeat('0', 64), language, title,
       authority, holder, issued_at, issued_on FROM acts
"""
SECOND_CLAIM = """
INSERT INTO claims (case_id, account_id, pool_id, eligible_at, at, ended_at, ending)
SELECT case_id, account_id, pool_id, eligible_at, at, ended_at, ending FROM claims LIMIT 1
"""
SECOND_PAGE = """
INSERT INTO payment_intents (id, case_id, provider, amount, currency, status, language, return_url,
                             created_at, provider_reference)
SELECT 'second', case_id, provider, amount, currency, 'settled', language, return_url, created_at,
       'sbx_second' FROM payment_intents WHERE status = 'settled' LIMIT 1
"""
SECOND_PAID = """
INSERT INTO sandbox_checkouts
SELECT 'sbx_second', 'second', case_reference, lines, amount, currency, language, return_url,
       'paid', created_at, expires_at FROM sandbox_checkouts WHERE state = 'paid' LIMIT 1
"""
COVERS = """
INSERT INTO intent_charges SELECT 'second', c.charge_id FROM intent_charges c
JOIN payment_intents i ON i.id = c.intent_id WHERE i.status = 'settled' AND i.id <> 'second' LIMIT 1
"""
DEFECTS = (
    one(
        invariants.nothing_is_lost,
        "the case of an accepted application is gone",
        "UPDATE cases SET reference = 'XX' WHERE id = (SELECT min(id) FROM cases)",
    ),
    one(
        invariants.nothing_is_lost,
        "a case waits in nobody's agent queue",
        "UPDATE cases SET pool_id = NULL WHERE stage = 'review'",
    ),
    one(
        invariants.nothing_is_lost,
        "a paid case stays in its payment state",
        "UPDATE cases SET stage = 'payment' WHERE stage = 'review'",
    ),
    one(
        invariants.nothing_is_lost,
        "a case was never assessed",
        "DELETE FROM assessments USING cases c WHERE c.id = case_id AND c.stage = 'review'",
    ),
    one(
        MONEY,
        "paid, and we know nothing of it",
        "UPDATE payment_intents SET status = 'open' WHERE status = 'settled'",
    ),
    one(
        MONEY,
        "we believe in money that never came",
        "UPDATE sandbox_checkouts SET state = 'pending' WHERE state = 'paid'",
    ),
    one(
        MONEY,
        "the provider gave back what we kept",
        "UPDATE sandbox_checkouts SET state = 'refunded' WHERE state = 'paid'",
    ),
    one(MONEY, "another sum was taken", "UPDATE sandbox_checkouts SET amount = amount + 1"),
    one(MONEY, "one charge was paid twice", SECOND_PAGE, SECOND_PAID, COVERS),
    one(MONEY, "a refund was never sent", "UPDATE refunds SET status = 'queued', done_at = NULL"),
    one(MONEY, "a payment has no receipt", "DELETE FROM receipts"),
    one(ACTS, "a case has two acts", "DROP INDEX uq_acts_active", SECOND_ACT),
    one(ACTS, "a delivered case has no act", "DELETE FROM acts"),
    one(
        invariants.numbers_have_no_gaps,
        "an act's number was skipped",
        "UPDATE acts SET number = 'CJ-2026-0000002'",
    ),
    one(
        invariants.numbers_have_no_gaps,
        "a receipt's number was skipped",
        "UPDATE receipts SET number = number + 1 WHERE number = (SELECT max(number) FROM receipts)",
    ),
    one(
        invariants.numbers_have_no_gaps,
        "a number was drawn for nothing",
        "UPDATE series SET last = last + 1",
    ),
    one(
        APPROVED,
        "an act was issued before it was paid for",
        "UPDATE charges SET settled_at = now() + interval '1 day' WHERE settled_at IS NOT NULL",
    ),
    one(
        APPROVED,
        "an act was issued without a signature",
        "DELETE FROM journal_entries WHERE trigger = 'sign'",
    ),
    one(
        APPROVED,
        "who signed had proposed it",
        "UPDATE journal_entries SET account_id = (SELECT min(account_id) FROM journal_entries)"
        " WHERE trigger IN ('sign', 'approve')",
    ),
    one(
        invariants.journals_replay_to_the_case,
        "a case moved without a journal entry",
        "UPDATE cases SET state = 'signature' WHERE stage = 'review'",
    ),
    one(
        invariants.journals_replay_to_the_case,
        "a case made a move that its procedure does not declare",
        "UPDATE journal_entries SET trigger = 'approve' WHERE trigger = 'payment_cleared'",
    ),
    one(
        invariants.positions_are_contiguous,
        "a journal entry is gone",
        "DELETE FROM journal_entries WHERE position = 2",
    ),
    one(invariants.claims_never_overlap, "two people held one case", SECOND_CLAIM),
    one(
        invariants.claims_never_overlap,
        "a case is held without a claim",
        "UPDATE cases SET claimed_by = (SELECT min(id) FROM accounts), claimed_until = now()"
        " WHERE stage = 'review'",
    ),
    one(
        invariants.files_are_what_is_registered,
        "a registered file is not there",
        "UPDATE acts SET sha256 = repeat('0', 64)",
    ),
    one(
        invariants.files_are_what_is_registered,
        "a receipt was never typeset",
        "UPDATE receipts SET file_sha256 = NULL",
    ),
    one(
        invariants.notices_are_told_once,
        "a notice was never sent",
        "UPDATE notices SET status = 'queued', sent_at = NULL",
    ),
    one(
        invariants.notices_are_told_once,
        "a mail came that is nobody's notice",
        "DELETE FROM notices",
    ),
    one(
        invariants.clocks_stop_with_their_case,
        "the promise of a delivered case runs on",
        "UPDATE deadlines SET stopped_at = NULL",
    ),
    one(
        invariants.nothing_is_left_to_do,
        "a step was forgotten",
        "UPDATE outbox_events SET done_at = NULL WHERE id = 1",
    ),
)


def test_nothing_is_wrong_where_nothing_was_disturbed(evidence: Evidence) -> None:
    assert findings(evidence) == {}


@pytest.mark.parametrize("defect", DEFECTS, ids=[defect.name for defect in DEFECTS])
def test_a_checker_finds_its_defect(evidence: Evidence, defect: Defect) -> None:
    for statement in defect.statements:
        seed(evidence.connection, statement)

    assert list(defect.checker(evidence)) != []


def test_every_checker_is_shown_to_find_something() -> None:
    assert {defect.checker for defect in DEFECTS} == set(CHECKERS)


def test_a_flipped_bit_is_found(evidence: Evidence, world: World) -> None:
    assert isinstance(world.outside.storage, DirectoryStorage)
    path = next(path for path in world.outside.storage.root.rglob("*") if path.is_file())
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    whole = path.read_bytes()
    path.write_bytes(bytes(data))

    found = findings(evidence)
    path.write_bytes(whole)

    assert len(found["files_are_what_is_registered"]) == 1


def test_a_mail_that_came_too_often_is_found(evidence: Evidence) -> None:
    often = replace(evidence, mails=(*evidence.mails, evidence.mails[0], evidence.mails[0]))

    assert list(findings(often)) == ["notices_are_told_once"]


def seed(connection: Connection, statement: str) -> None:
    assert connection.execute(text(statement)).rowcount != 0, "nothing was seeded"
