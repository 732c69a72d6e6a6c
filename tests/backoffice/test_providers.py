"""The administrators' page of providers: what answers, what ends soon, and a trial."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from delivery.tables import sms_days
from tests.builders.backoffice import Backoffice, page_of
from workflows.actors import Role


def provided(office: Backoffice) -> Any:
    return office.app.extensions["backoffice"].providing


def test_what_does_not_answer_ends_soon_or_is_used_up_is_warned_about(office: Backoffice) -> None:
    browser = office.browser(office.hire(Role.ADMINISTRATOR))
    before = browser.read("/providers").texts("td.late")
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        connection.execute(insert(sms_days).values(day=now.date(), sent=10, stopped_at=now))
    provided(office).until = now + timedelta(days=20, hours=1)

    after = browser.read("/providers")

    assert before == ["Does not answer, or is not set up."]
    assert after.texts("td.late") == [
        "Stopped until tomorrow: the day’s messages are used up.",
        "The certificate ends in 20 days: renew it.",
        "Does not answer, or is not set up.",
    ]
    assert "Short messages today: 10 of 10" in after.words


def test_a_way_is_tried_out_and_the_address_is_not_kept(office: Backoffice) -> None:
    browser = office.browser(office.hire(Role.ADMINISTRATOR))

    refused = page_of(browser.post("/providers", {"channel": "mail", "address": "nobody"}))
    odd = page_of(browser.post("/providers", {"channel": "pigeon", "address": "a@b.bj"}))
    sent = browser.post("/providers", {"channel": "mail", "address": "me@example.org"})

    assert "address" in refused.text("#problem")
    assert "Choose a way" in odd.text("#problem")
    assert sent.status_code == 303
    (tried,) = provided(office).tray
    assert tried[:2] == ("mail", "me@example.org")
    assert "it arrived" in tried[2]
    told = browser.read("/deeds?area=providers")
    assert "Test message sent" in told.words
    assert "me@example.org" not in told.html
