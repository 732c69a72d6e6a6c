"""Each payment that settled something has one receipt, and no number is ever missing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex

import pytest

from payments.errors import NotSettled
from payments.gateway import ProviderState, ProviderStatus
from payments.intents import Intent
from payments.receipts import (
    Receipt,
    allocate,
    content_of,
    receipt_of_code,
    receipt_of_intent,
    receipts_of,
    record_file,
)
from tests.builders.payments import FEE, Till, a_payable_case
from workflows.cases import Case

SERIES = "receipts-2026"


def settled(till: Till) -> tuple[Case, Intent]:
    """Lodge and pay."""
    case = a_payable_case(till)
    intent = till.pay_for(case)
    told = ProviderStatus(intent.id, intent.provider_reference, ProviderState.PAID, FEE)
    with till.engine.begin() as connection:
        till.collection.settlement.apply(connection, told)
    return case, intent


def number(till: Till, intent: Intent) -> Receipt:
    with till.engine.begin() as connection:
        return allocate(connection, intent.id, series=SERIES, code=token_hex(), clock=till.clock)


def test_a_receipt_says_who_paid_what_for_which_case(till: Till) -> None:
    case, intent = settled(till)
    receipt = number(till, intent)

    with till.engine.begin() as connection:
        content = content_of(connection, receipt)

    assert (content.number, content.series) == (1, SERIES)
    assert (content.case_reference, content.eservice) == (case.reference, "criminal-record")
    assert (content.applicant, content.language) == ("Afi Dossou", "fr")
    assert [(line.label.in_language("fr"), line.money) for line in content.lines] == [
        ("Délivrance", FEE)
    ]
    assert content.total == FEE
    assert (content.provider, content.provider_reference) == ("sandbox", intent.provider_reference)


def test_a_repeat_gives_the_same_number(till: Till) -> None:
    case, intent = settled(till)

    receipts = [number(till, intent) for _ in range(3)]

    assert receipts == receipts[:1] * 3
    with till.engine.begin() as connection:
        assert receipts_of(connection, case.id) == tuple(receipts[:1])


def test_numbers_have_no_gap_even_when_a_transaction_is_undone(till: Till) -> None:
    intents = [settled(till)[1] for _ in range(3)]
    first = number(till, intents[0]).number
    with till.engine.connect() as connection:
        allocate(connection, intents[1].id, series=SERIES, code=token_hex(), clock=till.clock)
        connection.rollback()

    later = [number(till, intent).number for intent in reversed(intents[1:])]

    assert [first, *later] == [1, 2, 3]


def test_two_jobs_at_once_number_one_payment_once(till: Till) -> None:
    _, intent = settled(till)
    together = threading.Barrier(2)

    def job(_: int) -> Receipt:
        together.wait()
        return number(till, intent)

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(job, range(2))

    assert one == other


def test_what_settled_nothing_gets_no_receipt(till: Till) -> None:
    intent = till.pay_for(a_payable_case(till))

    with pytest.raises(NotSettled):
        number(till, intent)


def test_the_first_document_stays_the_receipt(till: Till) -> None:
    _, intent = settled(till)
    number(till, intent)

    with till.engine.begin() as connection:
        record_file(connection, intent.id, "aa")
        record_file(connection, intent.id, "bb")

    with till.engine.begin() as connection:
        receipt = receipt_of_intent(connection, intent.id)
    assert receipt is not None
    assert receipt.file_sha256 == "aa"


def test_a_receipt_is_found_by_its_code_and_no_other(till: Till) -> None:
    receipt = number(till, settled(till)[1])

    with till.engine.begin() as connection:
        assert receipt_of_code(connection, receipt.code) == receipt
        assert receipt_of_code(connection, "another") is None
