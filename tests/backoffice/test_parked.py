"""Steps on hold: listed with their error and nobody's data, and tried again."""

from datetime import timedelta

from sqlalchemy import insert, update

from payments.charges import freeze
from payments.money import Money
from payments.tables import charges
from payments.tariff import AssessedLine
from tests.builders.backoffice import Backoffice
from workflows import outbox
from workflows.actors import Role
from workflows.engine import entered
from workflows.language.procedure import Stage
from workflows.language.values import Text
from workflows.tables import outbox_events


class MailServerGone(Exception):
    """A step's error; its message quotes a citizen, its type does not."""


def park_a_step(office: Backoffice) -> int:
    """Let a step fail until it is set aside."""
    office.a_waiting_case()
    with office.engine.begin() as connection:
        (held,) = outbox.claim(connection, "case.lodged", limit=1, lease=timedelta(minutes=1))
        tired = outbox.Held(
            id=held.id,
            event=held.event,
            job=held.job,
            case_id=held.case_id,
            data=held.data,
            attempts=outbox.MAX_ATTEMPTS,
            fence=held.fence,
        )
        outbox.fail(connection, tired, MailServerGone("afi@example.org"))
    return held.id


def test_a_step_on_hold_is_listed_with_its_error_and_nobodys_data(office: Backoffice) -> None:
    park_a_step(office)

    page = office.browser(office.hire(Role.SUPERVISOR)).read("/parked-steps")

    assert "MailServerGone" in page.text("tbody .code")
    assert "afi@example.org" not in page.html


def test_an_act_that_waits_for_money_says_so_by_its_reference(office: Backoffice) -> None:
    case = office.a_waiting_case()
    with office.engine.begin() as connection:
        fee = AssessedLine("issue", Text({"fr": "Délivrance", "en": "Issue"}), Money(500, "XOF"))
        freeze(connection, case_id=case.id, lines=(fee,))
        step = {"event": entered(Stage.ISSUANCE), "job": "issue", "case_id": case.id}
        now = office.clock.now(connection)
        connection.execute(insert(outbox_events).values(**step, data={}, parked_at=now))
    browser = office.browser(office.hire(Role.SUPERVISOR))

    page = browser.read("/parked-steps")

    assert case.reference in page.text("tbody")
    assert "Something is still to be paid for this case" in page.words
    with office.engine.begin() as connection:
        connection.execute(update(charges).values(superseded_at=now))
    assert "still to be paid" not in browser.read("/parked-steps").words


def test_trying_again_puts_the_step_back_to_work(office: Backoffice) -> None:
    step = park_a_step(office)
    browser = office.browser(office.hire(Role.SUPERVISOR))

    answers = [browser.post(f"/parked-steps/{step}/retry") for _click in range(2)]

    assert [answer.location for answer in answers] == ["/parked-steps"] * 2
    with office.engine.begin() as connection:
        assert outbox.parked(connection) == ()
        assert "case.lodged" in outbox.jobs_due(connection)
    assert "No step is on hold." in browser.read("/parked-steps").words
