"""Cash is taken once, for what is owed, whoever else takes it at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from payments.cash.book import Entry
from payments.cash.desk import Taking, owed_at
from payments.cash.errors import CashRefused, Obstacle
from payments.cash.tables import till_entries
from payments.cash.tills import NewTill, save_tills
from payments.charges import is_cleared
from payments.errors import InvalidSignature, ProviderRefused, UnknownProvider
from payments.gateway import ProviderState
from payments.intents import IntentStatus
from payments.money import Money
from payments.receipts import receipt_of_intent
from payments.settlement import REFUND_DUE, SETTLED
from tests.builders.cash import CashOffice
from tests.builders.kernel import OFFICE
from tests.builders.payments import FEE, a_line, a_payable_case
from workflows.actors import APPLICANT
from workflows.cases import Case
from workflows.engine import Engine as Workflow


def entries(office: CashOffice) -> int:
    with office.engine.begin() as connection:
        return connection.execute(select(func.count()).select_from(till_entries)).scalar_one()


def is_paid(office: CashOffice, case: Case) -> bool:
    with office.engine.begin() as connection:
        return is_cleared(connection, case.id, ["issue"])


def refused(act: Callable[[], Any]) -> Obstacle:
    with pytest.raises(CashRefused) as refusal:
        act()
    return refusal.value.obstacle


def test_a_payment_in_cash_settles_the_charge_and_has_its_receipt_at_once(
    office: CashOffice,
) -> None:
    cashier, case = office.at_work(), office.case()

    entry = office.send(office.taking(case, cashier))

    (intent,) = office.collecting.intents(case)
    assert (intent.provider, intent.status, intent.received) == ("cash", IntentStatus.SETTLED, FEE)
    assert intent.provider_reference == f"cash-{entry.id}"
    assert office.collecting.emitted() == [SETTLED]
    assert is_paid(office, case)
    with office.engine.begin() as connection:
        receipt = receipt_of_intent(connection, intent.id)
    assert receipt is not None
    assert receipt.number == 1


def test_sending_the_form_twice_takes_the_money_once(office: CashOffice) -> None:
    cashier, case = office.at_work(), office.case()
    form = office.taking(case, cashier)

    first, second = office.send(form), office.send(form)

    assert first == second
    assert entries(office) == 1


def race(office: CashOffice, forms: list[Taking]) -> list[Entry | Obstacle]:
    """Let several browsers send their forms at the same moment."""
    start = Barrier(len(forms))

    def send(form: Taking) -> Entry | Obstacle:
        start.wait()
        try:
            return office.send(form)
        except CashRefused as refusal:
            return refusal.obstacle

    with ThreadPoolExecutor(len(forms)) as browsers:
        return list(browsers.map(send, forms))


def test_two_cashiers_and_double_clicks_at_once_take_one_payment(office: CashOffice) -> None:
    case = office.case()
    first, second = office.at_work(till=0), office.at_work(till=1)
    forms = [office.taking(case, first)] * 3 + [office.taking(case, second)] * 3

    answers = race(office, forms)

    taken = {answer.id for answer in answers if isinstance(answer, Entry)}
    assert len(taken) == 1
    assert {answer for answer in answers if isinstance(answer, Obstacle)} == {Obstacle.PAID_ALREADY}
    assert entries(office) == 1
    assert office.collecting.emitted() == [SETTLED]


def test_an_online_page_is_closed_before_cash_is_taken(office: CashOffice) -> None:
    cashier, case = office.at_work(), office.case()
    page = office.collecting.pay_for(case)

    assert office.desk.end_online_pages(case.id)
    office.takes(cashier, case)

    statuses = {intent.id: intent.status for intent in office.collecting.intents(case)}
    assert statuses.pop(page.id) is IntentStatus.EXPIRED
    assert list(statuses.values()) == [IntentStatus.SETTLED]


def test_what_was_paid_online_meanwhile_leaves_nothing_to_take(office: CashOffice) -> None:
    cashier, case = office.at_work(), office.case()
    page = office.collecting.pay_for(case)
    sandbox: Any = office.collecting.collection.gateways.named("sandbox")
    sandbox.provider.move(page.provider_reference, ProviderState.PAID)

    office.desk.end_online_pages(case.id)

    assert refused(lambda: office.takes(cashier, case)) is Obstacle.PAID_ALREADY
    assert entries(office) == 0


def test_an_online_payment_that_lands_after_the_cash_goes_back(office: CashOffice) -> None:
    cashier, case = office.at_work(), office.case()
    page = office.collecting.pay_for(case)
    office.takes(cashier, case)
    sandbox: Any = office.collecting.collection.gateways.named("sandbox")
    sandbox.provider.move(page.provider_reference, ProviderState.PAID)

    office.collecting.collection.reconciliation.ask(page)

    statuses = {intent.id: intent.status for intent in office.collecting.intents(case)}
    assert statuses[page.id] is IntentStatus.SURPLUS
    assert office.collecting.emitted() == [SETTLED, REFUND_DUE]


def test_a_provider_that_does_not_answer_is_told_apart(office: CashOffice) -> None:
    case = office.case()
    page = office.collecting.pay_for(case)
    with office.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM sandbox_checkouts")

    assert page.is_payable
    assert not office.desk.end_online_pages(case.id)


@pytest.mark.parametrize(
    ("tendered", "obstacle"),
    [
        (1_895, Obstacle.TOO_LITTLE),
        (0, Obstacle.TOO_LITTLE),
        (2_003, Obstacle.NO_COIN),
        (19_000, Obstacle.TOO_MUCH),
        (11_900, Obstacle.TOO_MUCH),
    ],
)
def test_sums_that_cannot_be_meant_are_refused(
    office: CashOffice, tendered: int, obstacle: Obstacle
) -> None:
    cashier, case = office.at_work(), office.case()
    form = office.taking(case, cashier, tendered=tendered)

    assert refused(lambda: office.send(form)) is obstacle
    assert not is_paid(office, case)


def test_a_fee_that_no_coins_make_is_refused(office: CashOffice) -> None:
    cashier = office.at_work()
    case = a_payable_case(office.collecting, lines=[a_line(money=Money(1_903, "XOF"))])
    form = replace(office.taking(case, cashier), amount=Money(1_903, "XOF"))

    assert refused(lambda: office.send(form)) is Obstacle.NO_COIN


def test_what_is_owed_may_not_have_changed_since_the_page(office: CashOffice) -> None:
    cashier, case = office.at_work(), office.case()
    form = replace(office.taking(case, cashier), amount=Money(1_000, "XOF"))

    assert refused(lambda: office.send(form)) is Obstacle.CHANGED


def _nothing(office: CashOffice) -> Case:
    return a_payable_case(office.collecting, lines=[])


def _later(office: CashOffice) -> Case:
    return a_payable_case(office.collecting, lines=[a_line("permit")])


def _ended(office: CashOffice) -> Case:
    case = office.case()
    workflow: Workflow = office.collecting.workflow
    with office.engine.begin() as connection:
        return workflow.fire(connection, case.id, "withdraw", actor=APPLICANT)


@pytest.mark.parametrize(
    ("lodge", "obstacle"),
    [
        (_nothing, Obstacle.NOTHING_OWED),
        (_later, Obstacle.NOT_DUE_NOW),
        (_ended, Obstacle.TOO_LATE),
    ],
)
def test_a_case_that_owes_nothing_here_and_now_says_why(
    office: CashOffice, lodge: Callable[[CashOffice], Case], obstacle: Obstacle
) -> None:
    cashier, case = office.at_work(), lodge(office)

    assert refused(lambda: office.send(office.taking(case, cashier))) is obstacle


def test_a_till_takes_no_money_for_an_eservice_of_others(office: CashOffice) -> None:
    cashier, case = office.at_work(), office.case()
    till = NewTill(
        slug="till-1", office=OFFICE, name={"fr": "1"}, currency="XOF", eservices=["permit"]
    )
    with office.engine.begin() as connection:
        save_tills(connection, [till])

    assert refused(lambda: office.takes(cashier, case)) is Obstacle.NOT_TAKEN_HERE


def test_nobody_takes_money_without_an_open_session(office: CashOffice) -> None:
    newcomer, counted, case = office.hire(), office.at_work(), office.case()
    office.counts(counted, 9_000)

    assert refused(lambda: office.takes(newcomer, case)) is Obstacle.NO_SESSION
    assert refused(lambda: office.takes(counted, case)) is Obstacle.NO_SESSION


def test_a_transaction_that_dies_has_taken_nothing(office: CashOffice) -> None:
    cashier, case = office.at_work(), office.case()
    form = office.taking(case, cashier)
    with office.engine.connect() as connection:
        office.desk.take(connection, form)

    assert entries(office) == 0
    assert not is_paid(office, case)

    office.send(form)

    assert entries(office) == 1


def test_nobody_pays_cash_on_a_page_or_reports_it_from_outside(office: CashOffice) -> None:
    cashier, case = office.at_work(), office.case()
    desk = office.collecting.collection.gateways.named("cash")

    with pytest.raises(UnknownProvider):
        office.collecting.pay_for(case, provider="cash")
    with pytest.raises(InvalidSignature):
        office.collecting.collection.receive("cash", body=b"{}", signature="")
    with pytest.raises(ProviderRefused):
        desk.status("cash-999999")
    assert office.collecting.collection.gateways.online == ("sandbox",)

    office.takes(cashier, case)

    (intent,) = office.collecting.intents(case)
    assert desk.status(str(intent.provider_reference)).state is ProviderState.PAID


def test_what_is_owed_is_shown_line_by_line(office: CashOffice) -> None:
    case = office.case()
    with office.engine.begin() as connection:
        (charge,) = owed_at(connection, case, office.tills[0])

    assert charge.money == FEE
