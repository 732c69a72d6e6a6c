"""Money that came and fits nothing is shown to a supervisor, who can give it back."""

import pytest

from payments.charges import freeze
from payments.intents import IntentStatus, Reason, change_intent
from payments.refunds import refund_of_intent
from tests.builders.backoffice import Backoffice
from tests.builders.kernel import a_lodging
from tests.builders.payments import a_line, a_sandbox, a_till
from workflows.actors import Role


@pytest.fixture
def dispute(office: Backoffice) -> str:
    """Let an open payment have brought another sum than the one that was asked."""
    till = a_till(office.engine, a_sandbox(office.engine, office.clock), clock=office.clock)
    with office.engine.begin() as connection:
        lodging = a_lodging(office.definition)
        case = office.workflow.lodge(connection, lodging).case
        freeze(connection, case_id=case.id, lines=[a_line()])
    intent = till.pay_for(case)
    with office.engine.begin() as connection:
        change_intent(
            connection,
            intent.id,
            status=IntentStatus.DISPUTED,
            reason=Reason.AMOUNT_DIFFERS,
            received_amount=19,
            received_currency="XOF",
        )
    return intent.id


def test_a_supervisor_sees_the_sum_asked_the_sum_received_and_why(
    office: Backoffice, dispute: str
) -> None:
    page = office.browser(office.hire(Role.SUPERVISOR)).read("/disputes")

    assert "The amount received is not the amount asked." in page.words
    assert dispute not in page.words


def test_a_wrong_sum_is_given_back_once(office: Backoffice, dispute: str) -> None:
    browser = office.browser(office.hire(Role.SUPERVISOR))

    for _click in range(2):
        browser.post(f"/disputes/{dispute}/give-back")

    with office.engine.begin() as connection:
        assert refund_of_intent(connection, dispute) is not None
    assert "No payment is in dispute." in browser.read("/disputes").words
