"""People are told each event once, in their language, and what became of it is known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from delivery.mail import MailRefused, MailUnavailable, Problem
from delivery.notices import (
    Channel,
    Notice,
    NoticeDraft,
    NoticeStatus,
    Party,
    check_notice,
    compose_body,
    compose_subject,
    mark_delayed,
    mark_failed,
    mark_sent,
    notices_of,
    queue,
)
from delivery.notifying import Notifying
from delivery.placeholders import PlaceholderError
from delivery.reports import NOTICE_FAILED
from tests.builders.delivery import OutgoingTray
from workflows.cases import Case
from workflows.clock import DatabaseClock
from workflows.errors import Fenced
from workflows.outbox import Held, Outbox, claim, complete, jobs_due

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OUTBOX = Outbox({"entered.delivered": ("notify",), NOTICE_FAILED: ("fall-back",)})
LEASE = timedelta(seconds=60)
OVER = timedelta(0)


def a_draft(case: Case, **changes: object) -> NoticeDraft:
    values: dict[str, object] = {
        "case_id": case.id,
        "position": 7,
        "channel": Channel.MAIL,
        "recipient": "afi@example.org",
        "language": "fr",
        "subject": "Votre acte est prêt",
        "body": "Bonjour Afi,\n",
    }
    return NoticeDraft(**values | changes)  # type: ignore[arg-type]  # changed by name


@pytest.fixture
def tray() -> OutgoingTray:
    return OutgoingTray()


@pytest.fixture
def job(engine: Engine, case: Case, tray: OutgoingTray) -> Notifying:
    def drafted(_connection: Connection, held: Held) -> list[NoticeDraft]:
        return [a_draft(case, position=held.data["position"])]

    return Notifying(
        engine=engine,
        clock=DatabaseClock(),
        mail=tray,
        sms=None,
        outbox=OUTBOX,
        domain="services.example.bj",
        draft=drafted,
    )


def ring(engine: Engine, case: Case, *, position: int = 7, lease: timedelta = LEASE) -> Held:
    with engine.begin() as connection:
        OUTBOX.emit(connection, "entered.delivered", case_id=case.id, data={"position": position})
    return take(engine, lease)


def take(engine: Engine, lease: timedelta = LEASE) -> Held:
    with engine.begin() as connection:
        (held,) = claim(connection, "notify", limit=5, lease=lease)
    return held


def the_notice(engine: Engine, case: Case) -> Notice:
    with engine.begin() as connection:
        (notice,) = notices_of(connection, case.id)
    return notice


def test_an_event_is_queued_once_for_each_channel(engine: Engine, case: Case) -> None:
    with engine.begin() as connection:
        first = queue(connection, a_draft(case), now=NOW)
        again = queue(connection, a_draft(case, subject="Autre"), now=NOW + LEASE)
        other = queue(connection, a_draft(case, position=8), now=NOW)

    assert again == first
    assert other.id != first.id
    assert (first.status, first.attempts) == (NoticeStatus.QUEUED, 0)


def test_a_notice_is_sent_and_its_fate_recorded(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray
) -> None:
    job(ring(engine, case))

    (mail,) = tray.sent
    assert (mail.recipient, mail.language) == ("afi@example.org", "fr")
    assert mail.message_id == f"<notice.{case.id}.7.mail@services.example.bj>"
    notice = the_notice(engine, case)
    assert (notice.status, notice.attempts) == (NoticeStatus.SENT, 1)
    assert notice.sent_at is not None


def test_a_second_bell_for_the_same_event_sends_nothing(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray
) -> None:
    job(ring(engine, case))
    job(ring(engine, case))

    assert len(tray.sent) == 1
    with engine.begin() as connection:
        assert "notify" not in jobs_due(connection)


def test_a_server_that_is_away_is_tried_again_with_the_same_identifier(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray
) -> None:
    tray.failures.append(MailUnavailable(Problem.NO_ANSWER))
    with pytest.raises(MailUnavailable):
        job(ring(engine, case, lease=OVER))
    delayed = the_notice(engine, case)

    job(take(engine))

    assert (delayed.status, delayed.problem) == (NoticeStatus.QUEUED, "no_answer")
    sent = the_notice(engine, case)
    assert (sent.status, sent.attempts, sent.problem) == (NoticeStatus.SENT, 2, None)
    assert len(tray.sent) == 1


def test_an_address_that_does_not_exist_is_given_up_and_blocks_nobody(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray
) -> None:
    tray.failures.append(MailRefused(Problem.RECIPIENT))

    job(ring(engine, case))

    notice = the_notice(engine, case)
    assert (notice.status, notice.problem) == (NoticeStatus.FAILED, "recipient")
    assert notice.failed_at is not None
    with engine.begin() as connection:
        assert "notify" not in jobs_due(connection)


def test_a_case_with_nothing_to_tell_leaves_no_notice(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray
) -> None:
    replace(job, draft=lambda _connection, _held: ())(ring(engine, case))

    with engine.begin() as connection:
        assert notices_of(connection, case.id) == ()
        assert "notify" not in jobs_due(connection)
    assert tray.sent == []


class Dies(BaseException):
    """The process stops here."""


@pytest.mark.parametrize("handed_over", [0, 1])
def test_killed_around_the_sending_it_is_told_at_least_once_and_twice_at_most(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray, handed_over: int
) -> None:
    class Dying(OutgoingTray):
        def send(self, mail: object) -> None:
            if handed_over:
                tray.send(mail)  # type: ignore[arg-type]  # handed on unread
            raise Dies

    with pytest.raises(Dies):
        replace(job, mail=Dying())(ring(engine, case, lease=OVER))

    job(take(engine))

    assert len(tray.sent) == 1 + handed_over
    assert len({mail.message_id for mail in tray.sent}) == 1
    assert the_notice(engine, case).status is NoticeStatus.SENT


def test_who_wakes_up_after_its_lease_cannot_turn_sent_back(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray
) -> None:
    class Slow(OutgoingTray):
        def send(self, _mail: object) -> None:
            job(take(engine))
            raise MailRefused(Problem.RECIPIENT)

    with pytest.raises(Fenced):
        replace(job, mail=Slow())(ring(engine, case, lease=OVER))

    assert the_notice(engine, case).status is NoticeStatus.SENT
    assert len(tray.sent) == 1


def test_a_fate_is_final(engine: Engine, case: Case) -> None:
    with engine.begin() as connection:
        notice = queue(connection, a_draft(case), now=NOW)
        mark_sent(connection, notice.id, now=NOW)
        mark_failed(connection, notice.id, problem="recipient", now=NOW)
        mark_delayed(connection, notice.id, problem="no_answer")

    final = the_notice(engine, case)
    assert (final.status, final.attempts, final.problem) == (NoticeStatus.SENT, 1, None)


def test_no_transaction_is_open_while_the_mail_goes_out(
    engine: Engine, case: Case, job: Notifying
) -> None:
    opened: list[int] = []

    class Looking(OutgoingTray):
        def send(self, _mail: object) -> None:
            opened.append(engine.pool.checkedout())  # type: ignore[attr-defined]  # a queue pool

    replace(job, mail=Looking())(ring(engine, case))

    assert opened == [0]


def test_completing_belongs_to_the_transaction_of_the_fate(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray
) -> None:
    held = ring(engine, case)
    job(held)

    with pytest.raises(Fenced), engine.begin() as connection:
        complete(connection, held)
    assert len(tray.sent) == 1


def test_a_notice_may_quote_only_what_the_grammar_knows() -> None:
    check_notice("Bonjour {applicant.name}, votre dossier {case.reference} : {case.link}")

    with pytest.raises(PlaceholderError, match="a notice may quote"):
        check_notice("{answers.npi}")


@given(st.text())
def test_a_subject_stays_on_one_line_whatever_the_name(name: str) -> None:
    subject = compose_subject("Bonjour {applicant.name}", {"applicant.name": name})

    assert len(subject.splitlines()) == 1


def test_a_body_keeps_the_name_as_it_was_typed() -> None:
    values = {"applicant.name": "Ɔ̀lá {case.link}"}

    assert compose_body("Bonjour {applicant.name},\n", values) == "Bonjour Ɔ̀lá {case.link},\n"


def to_both(case: Case) -> list[NoticeDraft]:
    architect = {"party": Party.REPRESENTATIVE, "recipient": "architect@example.org"}
    return [a_draft(case), a_draft(case, **architect)]


def test_two_who_follow_a_case_are_each_told_once(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray
) -> None:
    twofold = replace(job, draft=lambda _connection, _held: to_both(case))

    twofold(ring(engine, case))
    twofold(ring(engine, case))

    assert [mail.recipient for mail in tray.sent] == ["afi@example.org", "architect@example.org"]
    assert len({mail.message_id for mail in tray.sent}) == 2
    with engine.begin() as connection:
        assert {one.status for one in notices_of(connection, case.id)} == {NoticeStatus.SENT}
        assert "notify" not in jobs_due(connection)


def test_what_one_was_sent_is_not_sent_again_when_the_others_mail_has_to_wait(
    engine: Engine, case: Case, job: Notifying, tray: OutgoingTray
) -> None:
    first = replace(job, draft=lambda _connection, _held: to_both(case)[:1])
    twofold = replace(job, draft=lambda _connection, _held: to_both(case))
    first(ring(engine, case))
    tray.failures.append(MailUnavailable(Problem.NO_ANSWER))

    with pytest.raises(MailUnavailable):
        twofold(ring(engine, case, lease=OVER))
    twofold(take(engine))

    assert [mail.recipient for mail in tray.sent] == ["afi@example.org", "architect@example.org"]
