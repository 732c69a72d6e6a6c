"""A notice that does not arrive on one channel is tried on the other, once, whoever dies."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, Engine

from delivery.mail import MailRefused, Problem
from delivery.notices import Channel, Notice, NoticeDraft, NoticeStatus, find_notice, notices_of
from delivery.notifying import Notifying
from delivery.reports import NOTICE_AGAIN, NOTICE_FAILED, record_report, send_again
from delivery.sms import Fate, Report, Sms, SmsProblem, SmsRefused, SmsUnavailable
from tests.builders.delivery import OutgoingTray, SmsTray
from tests.delivery.test_notices import LEASE, NOW, OVER, a_draft
from workflows.actors import Role
from workflows.cases import Case
from workflows.clock import DatabaseClock
from workflows.outbox import Held, Outbox, claim, jobs_due

NOTIFY = ("notify",)
OUTBOX = Outbox({"entered.delivered": NOTIFY, NOTICE_FAILED: NOTIFY, NOTICE_AGAIN: NOTIFY})
NUMBER = "+2290197000000"


def short(case: Case, **changes: object) -> NoticeDraft:
    values = {"channel": Channel.SMS, "recipient": NUMBER, "subject": "", "body": "Prêt: l’acte"}
    return a_draft(case, **values | changes)


@pytest.fixture
def texts() -> SmsTray:
    return SmsTray()


@pytest.fixture
def tray() -> OutgoingTray:
    return OutgoingTray()


@pytest.fixture
def job(engine: Engine, case: Case, tray: OutgoingTray, texts: SmsTray) -> Notifying:
    def drafted(connection: Connection, held: Held) -> list[NoticeDraft]:
        if held.event != NOTICE_FAILED:
            return [short(case)]
        failed = find_notice(connection, held.data["notice"])
        assert failed is not None
        other = a_draft if failed.channel is Channel.SMS else short
        return [other(case, instead_of=failed.id)]

    return Notifying(
        engine=engine,
        clock=DatabaseClock(),
        mail=tray,
        sms=texts,
        outbox=OUTBOX,
        domain="services.example.bj",
        draft=drafted,
    )


def ring(engine: Engine, case: Case) -> None:
    with engine.begin() as connection:
        OUTBOX.emit(connection, "entered.delivered", case_id=case.id, data={"position": 7})


def work(engine: Engine, job: Notifying, lease: object = LEASE) -> None:
    """Treat all that is due now."""
    while True:
        with engine.begin() as connection:
            due = claim(connection, "notify", limit=1, lease=lease)  # type: ignore[arg-type]  # a span
        if not due:
            return
        job(due[0])


def told(engine: Engine, case: Case) -> dict[Channel, Notice]:
    with engine.begin() as connection:
        return {notice.channel: notice for notice in notices_of(connection, case.id)}


def reported(engine: Engine, notice: Notice, fate: Fate) -> bool:
    problem = SmsProblem.UNREACHABLE if fate is Fate.FAILED else None
    report = Report(str(notice.id), "tray-1", fate, problem)
    with engine.begin() as connection:
        return record_report(connection, OUTBOX, report, now=NOW)


def test_a_short_message_is_written_in_letters_every_telephone_knows(
    engine: Engine, case: Case, job: Notifying, texts: SmsTray
) -> None:
    ring(engine, case)
    work(engine, job)

    (sms,) = texts.sent
    notice = told(engine, case)[Channel.SMS]
    assert (sms.recipient, sms.text, sms.key) == (NUMBER, "Pret: l'acte", str(notice.id))
    assert notice.status is NoticeStatus.SENT


def test_an_arrival_is_written_down_once(engine: Engine, case: Case, job: Notifying) -> None:
    ring(engine, case)
    work(engine, job)
    notice = told(engine, case)[Channel.SMS]

    assert reported(engine, notice, Fate.DELIVERED)
    assert not reported(engine, notice, Fate.DELIVERED)
    assert not reported(engine, notice, Fate.FAILED)
    assert told(engine, case)[Channel.SMS].status is NoticeStatus.DELIVERED


def test_a_report_that_comes_before_the_sending_is_written_down_counts(
    engine: Engine, case: Case, job: Notifying, texts: SmsTray
) -> None:
    class Quick(SmsTray):
        def send(self, sms: Sms) -> str:
            texts.send(sms)
            reported(engine, told(engine, case)[Channel.SMS], Fate.DELIVERED)
            return "tray-1"

    ring(engine, case)
    work(engine, replace(job, sms=Quick()))

    assert told(engine, case)[Channel.SMS].status is NoticeStatus.DELIVERED
    with engine.begin() as connection:
        assert "notify" not in jobs_due(connection)


def test_what_does_not_arrive_goes_by_mail_exactly_once(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray
) -> None:
    ring(engine, case)
    work(engine, job)
    failed = told(engine, case)[Channel.SMS]

    assert reported(engine, failed, Fate.FAILED)
    assert not reported(engine, failed, Fate.FAILED)
    work(engine, job)

    assert len(tray.sent) == 1
    both = told(engine, case)
    assert both[Channel.SMS].status is NoticeStatus.FAILED
    assert both[Channel.MAIL].instead_of == failed.id
    assert both[Channel.MAIL].status is NoticeStatus.SENT


def test_when_the_other_channel_fails_too_nothing_more_is_tried(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray, texts: SmsTray
) -> None:
    texts.failures.append(SmsRefused(SmsProblem.NUMBER))
    tray.failures.append(MailRefused(Problem.RECIPIENT))
    ring(engine, case)

    work(engine, job)

    assert {one.status for one in told(engine, case).values()} == {NoticeStatus.FAILED}
    assert (tray.sent, texts.sent) == ([], [])
    with engine.begin() as connection:
        assert "notify" not in jobs_due(connection)


class Dies(BaseException):
    """The process stops here."""


@pytest.mark.parametrize("handed_over", [False, True])
def test_killed_between_the_provider_and_the_record_it_is_not_sent_twice(
    engine: Engine, case: Case, job: Notifying, texts: SmsTray, *, handed_over: bool
) -> None:
    class Dying(SmsTray):
        def send(self, sms: Sms) -> str:
            if handed_over:
                texts.send(sms)
            raise Dies

    ring(engine, case)
    with pytest.raises(Dies):
        work(engine, replace(job, sms=Dying()), OVER)

    work(engine, job)

    assert len(texts.sent) == 1
    assert told(engine, case)[Channel.SMS].status is NoticeStatus.SENT


def test_a_provider_whose_answer_was_lost_is_asked_before_anything_is_sent_again(
    engine: Engine, case: Case, job: Notifying, texts: SmsTray
) -> None:
    class Mute(SmsTray):
        def send(self, sms: Sms) -> str:
            texts.send(sms)
            raise SmsUnavailable(SmsProblem.NO_ANSWER)

    ring(engine, case)
    with pytest.raises(SmsUnavailable):
        work(engine, replace(job, sms=Mute()), OVER)
    waiting = told(engine, case)[Channel.SMS]
    work(engine, job)

    assert (waiting.status, waiting.problem) == (NoticeStatus.QUEUED, "no_answer")
    assert len(texts.sent) == 1


def test_a_supervisor_has_a_failed_one_sent_again_once(
    engine: Engine, case: Case, job: Notifying, texts: SmsTray
) -> None:
    texts.failures.append(SmsRefused(SmsProblem.NUMBER))
    again = replace(
        job, draft=lambda _connection, held: [short(case)] if held.event != NOTICE_FAILED else []
    )
    ring(engine, case)
    work(engine, again)
    failed = told(engine, case)[Channel.SMS]

    with engine.begin() as connection:
        assert send_again(connection, OUTBOX, failed.id, roles={Role.SUPERVISOR})
        assert not send_again(connection, OUTBOX, failed.id, roles={Role.SUPERVISOR})
    work(engine, again)

    assert len(texts.sent) == 1
    assert told(engine, case)[Channel.SMS].status is NoticeStatus.SENT


def test_without_a_provider_a_short_message_fails_and_the_mail_is_tried(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray
) -> None:
    ring(engine, case)

    work(engine, replace(job, sms=None))

    assert told(engine, case)[Channel.SMS].problem == "settings"
    assert len(tray.sent) == 1
