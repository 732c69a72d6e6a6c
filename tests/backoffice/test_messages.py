"""A supervisor sees which messages did not arrive, without anybody's address, and acts."""

from delivery.mail import Problem
from delivery.notices import Channel, NoticeDraft, NoticeStatus, find_notice, mark_failed, queue
from tests.builders.backoffice import Backoffice
from tests.builders.kernel import a_definition, a_paid_case, a_procedure
from workflows.actors import Role
from workflows.cases import Case
from workflows.language.procedure import Complaint
from workflows.outbox import jobs_due


def a_lost_message(office: Backoffice) -> tuple[int, str]:
    return _lost(office, office.a_waiting_case())


def _lost(office: Backoffice, case: Case) -> tuple[int, str]:
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


def test_messages_about_a_confidential_report_are_for_inspectors_alone(
    office: Backoffice,
) -> None:
    ordinary, report = (
        _lost(office, case) for case in (office.a_waiting_case(), _a_report(office))
    )
    supervisor, inspector = (
        office.browser(office.hire(role)) for role in (Role.SUPERVISOR, Role.INSPECTOR)
    )

    theirs, ours = supervisor.read("/messages").html, inspector.read("/messages").html
    supervisor.post(f"/messages/{report[0]}/again")

    assert (ordinary[1] in theirs, report[1] in theirs) == (True, False)
    assert (ordinary[1] in ours, report[1] in ours) == (False, True)
    assert _status(office, report[0]) is NoticeStatus.FAILED
    inspector.post(f"/messages/{report[0]}/again")
    assert _status(office, report[0]) is NoticeStatus.QUEUED


def _a_report(office: Backoffice) -> Case:
    compiled = a_procedure().model_copy(
        update={"eservice": "corruption-report", "complaint": Complaint(confidential=True)}
    )
    with office.engine.begin() as connection:
        checksum = a_definition(connection, compiled)
        return a_paid_case(connection, office.workflow, checksum, eservice=compiled.eservice)


def _status(office: Backoffice, notice: int) -> NoticeStatus:
    with office.engine.begin() as connection:
        found = find_notice(connection, notice)
    assert found is not None
    return found.status


def test_sending_again_puts_it_back_to_work_once(office: Backoffice) -> None:
    notice, _reference = a_lost_message(office)
    browser = office.browser(office.hire(Role.SUPERVISOR))

    answers = [browser.post(f"/messages/{notice}/again") for _click in range(2)]

    assert [answer.location for answer in answers] == ["/messages"] * 2
    with office.engine.begin() as connection:
        assert "notice.again" in jobs_due(connection)
    assert _status(office, notice) is NoticeStatus.QUEUED
    assert "Every message arrived" in browser.read("/messages").words
