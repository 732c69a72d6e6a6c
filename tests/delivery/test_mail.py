"""Every mail port keeps the same promises, measured against a real SMTP server."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from delivery.mail import (
    Mail,
    MailPort,
    MailRefused,
    MailUnavailable,
    Problem,
    Security,
    SmtpMail,
    compose_message,
)
from tests.builders.delivery import OutgoingTray
from tests.ports import HOST, free_ports

SENDER = "Services publics <ne-pas-repondre@example.bj>"


def a_mail(**changes: str) -> Mail:
    values = {
        "recipient": "afi@example.org",
        "subject": "Votre casier judiciaire n° 3 est prêt",
        "text": "Bonjour Sɛ́na,\nvotre acte est prêt.\n",
        "language": "fr",
        "message_id": "<notice.1.2.mail@services.example.bj>",
    }
    return Mail(**values | changes)


@dataclass(slots=True)
class Office:
    """A post office that keeps what it accepts and answers as it is told to."""

    answers: dict[str, str] = field(default_factory=dict)
    accepted: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        answer = self.answers.get("RCPT", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd's own name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.accepted.append(
                message_from_bytes(envelope.content, _class=EmailMessage, policy=default)
            )
        return answer


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def server(office: Office) -> Iterator[Controller]:
    controller = Controller(office, hostname=HOST, port=free_ports(1)[0])
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def smtp(server: Controller) -> SmtpMail:
    return a_port(server.port)


def a_port(port: int, **changes: Any) -> SmtpMail:
    values: dict[str, Any] = {"sender": SENDER, "security": Security.NONE, "timeout": 2.0}
    return SmtpMail(host=HOST, port=port, **values | changes)


def test_a_mail_arrives_with_its_letters_and_headers(smtp: SmtpMail, office: Office) -> None:
    smtp.send(a_mail())

    (letter,) = office.accepted
    assert letter["Subject"] == "Votre casier judiciaire n° 3 est prêt"
    assert letter["From"] == SENDER
    assert letter["To"] == "afi@example.org"
    assert letter["Message-ID"] == "<notice.1.2.mail@services.example.bj>"
    assert letter["Content-Language"] == "fr"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().replace("\r\n", "\n") == "Bonjour Sɛ́na,\nvotre acte est prêt.\n"


@dataclass(frozen=True, slots=True)
class Held:
    """A port and what it has handed over so far."""

    port: MailPort
    handed_over: Callable[[], int]


@pytest.fixture(params=["tray", "smtp"])
def held(request: pytest.FixtureRequest, smtp: SmtpMail, office: Office) -> Held:
    """Give the fake of other tests and the real port in turn: both keep the same contract."""
    if request.param == "smtp":
        return Held(smtp, lambda: len(office.accepted))
    tray = OutgoingTray()
    return Held(tray, lambda: len(tray.sent))


def test_any_port_takes_a_good_mail(held: Held) -> None:
    held.port.send(a_mail())

    assert held.handed_over() == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"subject": "Prêt\r\nBcc: everybody@example.org"}, Problem.HEADER),
        ({"subject": "Prêt\nX: y"}, Problem.HEADER),
        ({"subject": "Prêt\u2028X"}, Problem.HEADER),
        ({"recipient": "afi@example.org\r\nBcc: b@example.org"}, Problem.HEADER),
        ({"message_id": "<a>\r\nX: y"}, Problem.HEADER),
        ({"language": "fr\nX: y"}, Problem.HEADER),
        ({"recipient": "afi@example.org, b@example.org"}, Problem.ADDRESS),
        ({"recipient": "Afi <afi@example.org>"}, Problem.ADDRESS),
        ({"recipient": "afi"}, Problem.ADDRESS),
        ({"recipient": "afi@localhost"}, Problem.ADDRESS),
        ({"recipient": "@example.org"}, Problem.ADDRESS),
        ({"recipient": "ɔla@example.org"}, Problem.ADDRESS),
        ({"recipient": ""}, Problem.ADDRESS),
    ],
)
def test_any_port_refuses_a_second_header_or_a_second_person(
    held: Held, changes: dict[str, str], problem: Problem
) -> None:
    with pytest.raises(MailRefused) as refusal:
        held.port.send(a_mail(**changes))

    assert refusal.value.problem is problem
    assert held.handed_over() == 0


@pytest.mark.parametrize(
    ("step", "answer", "error", "problem"),
    [
        ("RCPT", "550 no such user afi@example.org", MailRefused, Problem.RECIPIENT),
        ("RCPT", "450 greylisted", MailUnavailable, Problem.RECIPIENT),
        ("DATA", "554 looks like spam", MailRefused, Problem.MESSAGE),
        ("DATA", "451 try again later", MailUnavailable, Problem.MESSAGE),
    ],
)
def test_what_the_server_answers_decides_whether_it_is_tried_again(
    smtp: SmtpMail,
    office: Office,
    *,
    step: str,
    answer: str,
    error: type[Exception],
    problem: Problem,
) -> None:
    office.answers[step] = answer

    with pytest.raises(error) as raised:
        smtp.send(a_mail())

    assert str(raised.value) == problem
    assert "afi" not in str(raised.value)


def test_a_server_that_is_not_there_is_tried_again_later() -> None:
    with pytest.raises(MailUnavailable, match="no_answer"):
        a_port(*free_ports(1)).send(a_mail())


@contextmanager
def silence() -> Iterator[int]:
    """Listen on a port and never say a word."""
    with socket.create_server((HOST, 0)) as listening:
        yield listening.getsockname()[1]


def test_a_silent_server_is_left_after_the_timeout() -> None:
    with silence() as port, pytest.raises(MailUnavailable, match="no_answer"):
        a_port(port, timeout=0.2).send(a_mail())


def test_a_server_without_the_tls_we_ask_for_gets_nothing(
    server: Controller, office: Office
) -> None:
    with pytest.raises(MailUnavailable, match="not_supported"):
        a_port(server.port, security=Security.STARTTLS).send(a_mail())
    with pytest.raises(MailUnavailable):
        a_port(server.port, security=Security.TLS).send(a_mail())

    assert office.accepted == []


def test_the_composed_message_is_what_smtp_can_carry() -> None:
    message = compose_message(a_mail(), sender=SENDER)

    assert all(len(line) <= 998 for line in message.as_bytes().splitlines())
    assert isinstance(message, EmailMessage)
