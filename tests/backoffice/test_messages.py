"""A supervisor sees which messages did not arrive, without anybody's address, and acts."""

from delivery.mail import Problem
from delivery.notices import Channel, NoticeDraft, NoticeStatus, find_notice, mark_failed, queue
from tests.builders.backoffice import Backoffice
from workflows.actors import Role
from workflows.outbox import jobs_due


def a_lost_message(office: Backoffice) -> tuple[int, str]:
    case = office.a_waiting_case()
    with office.engine.begin() as connection:
        draft = NoticeDraft(case.id, 1, Channel.SMS, "+2290197009999", "fr", "", "secret words")
        notice = queue(connection, draft, now=case.lodged_at)
        mark_failed(connection, notice.id, problem=Problem.RECIPIENT, now=case.lodged_at)
    return notice.id, case.reference


def test_a_lost_message_is_listed_without_address_and_words(office: Backoffice) -> None:
    _notice, reference = a_lost_message(office)

    page = office.browser(office.hire(Role.SUPERVISOR)).read("/messages")

    assert reference in page.html
    assert "does not exist" in page.words
    assert "9999" not in page.html
    assert "secret words" not in page.html


def test_sending_again_puts_it_back_to_work_once(office: Backoffice) -> None:
    notice, _reference = a_lost_message(office)
    browser = office.browser(office.hire(Role.SUPERVISOR))

    answers = [browser.post(f"/messages/{notice}/again") for _click in range(2)]

    assert [answer.location for answer in answers] == ["/messages"] * 2
    with office.engine.begin() as connection:
        found = find_notice(connection, notice)
        assert found is not None
        assert found.status is NoticeStatus.QUEUED
        assert "notice.again" in jobs_due(connection)
    assert "Every message arrived" in browser.read("/messages").words
