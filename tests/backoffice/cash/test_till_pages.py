"""The till's pages: another office's money, a silent provider, and forms that nobody filled in."""

import secrets
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from payments.cash.tables import till_entries
from payments.cash.tills import save_tills
from payments.charges import charges_of, freeze
from payments.intents import NewIntent, add_intent
from tests.builders.backoffice import Backoffice, Browser
from tests.builders.cash import new_tills
from tests.builders.kernel import a_lodging
from tests.builders.payments import a_line
from workflows.actors import Role
from workflows.cases import Case
from workflows.tables import accounts


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Backoffice:
    office = Backoffice.open(engine, tmp_path)
    with engine.begin() as connection:
        save_tills(connection, new_tills())
    return office


@pytest.fixture
def cashier(office: Backoffice) -> Browser:
    browser = office.browser(office.hire(Role.CASHIER))
    browser.post("/till", {"till": "till-1", "total": "10 000"})
    return browser


@pytest.fixture
def case(office: Backoffice) -> Case:
    with office.engine.begin() as connection:
        case = office.workflow.lodge(connection, a_lodging(office.definition)).case
        freeze(connection, case_id=case.id, lines=[a_line()])
    return case


def form(case: Case, **changes: Any) -> dict[str, Any]:
    """Fill in the form that takes the fee."""
    given = {"tendered": "2000", "amount": "1900 XOF", "key": secrets.token_hex(16)}
    return {"reference": case.reference, **given, **changes}


def entries(office: Backoffice) -> int:
    with office.engine.begin() as connection:
        return connection.execute(select(func.count()).select_from(till_entries)).scalar_one()


def test_a_second_click_shows_the_same_payment(
    office: Backoffice, cashier: Browser, case: Case
) -> None:
    sent = form(case)

    first, second = (cashier.post("/till/payment", sent).location for _click in range(2))

    assert first == second
    assert entries(office) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "short"},
        {"amount": "1 XOF"},
        {"amount": "many"},
        {"tendered": "-5"},
        {"tendered": "1000"},
        {"reference": "CJ-26-9999999-X"},
        {"reference": "<script>"},
    ],
)
def test_a_form_that_no_page_of_ours_sent_takes_nothing(
    office: Backoffice, cashier: Browser, case: Case, wrong: dict[str, str]
) -> None:
    answer = cashier.post("/till/payment", form(case, **wrong))

    assert answer.status_code == 422
    assert entries(office) == 0


def test_a_silent_provider_has_the_payer_asked(
    office: Backoffice, cashier: Browser, case: Case
) -> None:
    with office.engine.begin() as connection:
        charges = charges_of(connection, case.id)
        new = NewIntent(case.id, "elsewhere", charges, "fr", "https://portal.example")
        add_intent(connection, new, at=office.clock.now(connection))

    answer = cashier.post("/till/payment", form(case))

    assert answer.status_code == 422
    assert "says that nothing was paid online" in answer.get_data(as_text=True)
    assert entries(office) == 0
    cashier.post("/till/payment", form(case, not_paid_online="yes"))
    assert entries(office) == 1


def test_another_offices_cashier_sees_and_prints_nothing(
    office: Backoffice, cashier: Browser, case: Case
) -> None:
    paid = cashier.post("/till/payment", form(case)).location
    foreigner = office.hire(Role.CASHIER)
    with office.engine.begin() as connection:
        mine = update(accounts).where(accounts.c.id == foreigner.id)
        connection.execute(mine.values(office=None))
    browser = office.browser(foreigner)

    assert browser.get(paid).status_code == 303
    assert browser.post(f"{paid}/receipt").status_code == 303
    given = {"reason": "gave_up", "note": "?"}
    assert browser.post(f"{paid}/return", given).status_code == 303
    assert "Your office has no till." in browser.read("/till").words


def test_the_till_shows_no_sum_before_it_is_counted(cashier: Browser, case: Case) -> None:
    cashier.post("/till/payment", form(case))

    pages = cashier.read("/till").words + cashier.read("/till/close").words

    assert "11,900" not in pages
    cashier.post("/till/close", {"total": "11 000"})
    assert "11,900" in cashier.read("/till/close").words


def test_a_receipt_is_an_original_once(cashier: Browser, case: Case) -> None:
    paid = cashier.post("/till/payment", form(case)).location

    papers = [cashier.post(f"{paid}/receipt").get_data(as_text=True) for _print in range(2)]

    assert [paper.split()[1] for paper in papers] == ["original", "duplicate"]
