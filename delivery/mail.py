"""Mail: one port, and the module that speaks SMTP."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from typing import Protocol
from unicodedata import category

from delivery.handing import Refused, Unavailable

#: The first digit of an answer of an SMTP server that will never change its mind.
PERMANENT = 5


class Problem(StrEnum):
    """Why a mail was not handed over: a code, because a server's words may quote an address."""

    HEADER = "header"
    ADDRESS = "address"
    RECIPIENT = "recipient"
    MESSAGE = "message"
    NOT_SUPPORTED = "not_supported"
    AUTHENTICATION = "authentication"
    NO_ANSWER = "no_answer"


class MailRefused(Refused):
    """It never will be: the address or the message is wrong."""


class MailUnavailable(Unavailable):
    """It may be later: the server did not answer, or asked to come back."""


MailError = MailRefused | MailUnavailable


@dataclass(frozen=True, slots=True)
class Mail:
    """A message to one person."""

    recipient: str
    subject: str
    text: str
    language: str
    #: The same for each attempt, so that readers show a message sent twice once.
    message_id: str


class MailPort(Protocol):
    """Hands a message over to whatever carries it."""

    def send(self, mail: Mail) -> None:
        """Hand over a message; raises MailRefused or MailUnavailable."""


class Security(StrEnum):
    """How the connection to the mail server is protected."""

    #: Only for a server on this machine.
    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpMail:
    """Sends through an SMTP server, one connection for each message."""

    host: str
    port: int
    sender: str
    security: Security = Security.STARTTLS
    username: str | None = None
    password: str | None = None
    #: Seconds to wait for any one answer of the server.
    timeout: float = 10.0

    def send(self, mail: Mail) -> None:
        """Hand over a message; raises MailRefused or MailUnavailable."""
        message = compose_message(mail, sender=self.sender)
        try:
            with self._connection() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _words in error.recipients.values()]
            raise _refusal(max(codes, default=0), Problem.RECIPIENT) from error
        # The next two are faults of our settings: the message is good and waits for their repair.
        except smtplib.SMTPNotSupportedError as error:
            raise MailUnavailable(Problem.NOT_SUPPORTED) from error
        except smtplib.SMTPAuthenticationError as error:
            raise MailUnavailable(Problem.AUTHENTICATION) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, Problem.MESSAGE) from error
        except (OSError, smtplib.SMTPException) as error:
            raise MailUnavailable(Problem.NO_ANSWER) from error

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        with self._open() as server:
            if self.security is Security.STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if self.username is not None and self.password is not None:
                server.login(self.username, self.password)
            yield server

    def _open(self) -> smtplib.SMTP:
        if self.security is Security.TLS:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)


def compose_message(mail: Mail, *, sender: str) -> EmailMessage:
    """Write the message; raises MailRefused when a header would hold a line break."""
    headers = (mail.recipient, mail.subject, mail.message_id, mail.language)
    if any(_breaks_header(text) for text in headers):
        raise MailRefused(Problem.HEADER)
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = _address(mail.recipient)
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    # Asks auto-responders not to answer a mailbox that nobody reads.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    # After the content, which clears every Content header.
    message["Content-Language"] = mail.language
    return message


def _breaks_header(text: str) -> bool:
    """Tell whether a text holds a control character or a line break of any kind."""
    return len(text.splitlines()) > 1 or any(category(sign) == "Cc" for sign in text)


def _address(written: str) -> Address:
    try:
        address = Address(addr_spec=written)
    except (ValueError, IndexError, HeaderParseError) as error:
        raise MailRefused(Problem.ADDRESS) from error
    # A local part beyond ASCII needs servers that most people's providers do not run.
    if not address.username.isascii() or not address.username or "." not in address.domain:
        raise MailRefused(Problem.ADDRESS)
    return address


def _refusal(code: int, problem: Problem) -> MailError:
    return (MailRefused if code // 100 == PERMANENT else MailUnavailable)(problem)
