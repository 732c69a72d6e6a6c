"""The administrators' page of providers: what answers, what ends soon, and a trial."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from delivery.notices import (
    Channel,
    NoticeDraft,
    NoticeStatus,
    find_notice,
    mark_failed,
    mark_sent,
    queue,
)
from delivery.sms import SmsProblem
from tests.builders.backoffice import Backoffice, page_of
from tests.builders.delivery import use_up_the_texts
from workflows.actors import Role


def provided(office: Backoffice) -> Any:
    return office.app.extensions["backoffice"].providing


def test_what_does_not_answer_ends_soon_or_is_used_up_is_warned_about(office: Backoffice) -> None:
    browser = office.browser(office.hire(Role.ADMINISTRATOR))
    before = browser.read("/providers").texts("td.late")
    use_up_the_texts(office.engine, office.clock)
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
    provided(office).until = now + timedelta(days=20, hours=1)

    after = browser.read("/providers")

    assert before == ["Does not answer, or is not set up."]
    assert after.texts("td.late") == [
        "Stopped until tomorrow, or until you raise the bound below.",
        "The certificate ends in 20 days: renew it.",
        "Does not answer, or is not set up.",
    ]
    assert "Short messages today: 10 of 10" in after.words


def held_up(office: Backoffice, *, mail: NoticeStatus | None = None) -> int:
    """Have a message to a telephone held up by the bound of the day."""
    case = office.a_waiting_case()
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        draft = NoticeDraft(case.id, 1, Channel.SMS, "+2290197009999", "fr", "", "secret words")
        notice = queue(connection, draft, now=now)
        mark_failed(connection, notice.id, problem=SmsProblem.USED_UP, now=now)
        if mail is not None:
            draft = replace(draft, channel=Channel.MAIL, recipient="afi@example.org")
            other = queue(connection, draft, now=now)
            mark = mark_sent if mail is NoticeStatus.SENT else partial(mark_failed, problem="x")
            mark(connection, other.id, now=now)
    return notice.id


def standing(office: Backoffice, notice: int) -> NoticeStatus:
    with office.engine.begin() as connection:
        found = find_notice(connection, notice)
        assert found is not None
        return found.status


def test_a_raised_bound_lets_out_what_waited_for_people_with_only_a_telephone(
    office: Backoffice,
) -> None:
    alone, told = held_up(office), held_up(office, mail=NoticeStatus.SENT)
    unlucky = held_up(office, mail=NoticeStatus.FAILED)
    use_up_the_texts(office.engine, office.clock)
    boss, chief = office.hire(Role.ADMINISTRATOR), office.hire(Role.SUPERVISOR)
    browser, supervisor = office.browser(boss), office.browser(chief)
    assert "2 messages to people with only a telephone" in browser.read("/providers").words
    assert "2 messages to people with only a telephone" in supervisor.read("/messages").words

    answer = browser.post("/providers/sms", {"most": "12", "reason": "results of the concours"})

    assert answer.status_code == 303
    page = browser.read("/providers").words
    assert "What waited goes out now." in page
    assert "Short messages today: 10 of 12" in page
    assert [standing(office, one) for one in (alone, told, unlucky)] == [
        NoticeStatus.QUEUED,
        NoticeStatus.FAILED,
        NoticeStatus.QUEUED,
    ]
    assert "only a telephone" not in supervisor.read("/messages").words
    deeds = browser.read("/deeds?area=providers").words
    assert "More short messages allowed for the day" in deeds
    assert "results of the concours" in deeds


def test_no_more_goes_out_than_there_is_room_for(office: Backoffice) -> None:
    first, second = held_up(office), held_up(office)
    use_up_the_texts(office.engine, office.clock)
    browser = office.browser(office.hire(Role.ADMINISTRATOR))

    browser.post("/providers/sms", {"most": "11", "reason": "feast"})

    assert [standing(office, one) for one in (first, second)] == [
        NoticeStatus.QUEUED,
        NoticeStatus.FAILED,
    ]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"most": "10", "reason": "x"}, "write a higher number"),
        ({"most": "51", "reason": "x"}, "Write a number up to 50."),
        ({"most": "many", "reason": "x"}, "Write a number up to 50."),
        ({"most": "-3", "reason": "x"}, "Write a number up to 50."),
        ({"most": "٣٠", "reason": "x"}, "Write a number up to 50."),
        ({"most": "20", "reason": "  "}, "Say why"),
    ],
)
def test_a_bound_that_cannot_be_is_said_to_be_none(
    office: Backoffice, form: dict[str, str], said: str
) -> None:
    use_up_the_texts(office.engine, office.clock)
    browser = office.browser(office.hire(Role.ADMINISTRATOR))

    answer = browser.post("/providers/sms", form)

    assert (answer.status_code, said in page_of(answer).text("#problem")) == (422, True)
    assert "10 of 10" in browser.read("/providers").words


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
