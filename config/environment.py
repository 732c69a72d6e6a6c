"""The environment variables the project reads: one table, parsed here and nowhere else."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from workflows.actors import Role

T = TypeVar("T")

PREFIX = "ESERVICES_"
#: Stands for an empty list, where an empty text means the default.
NOBODY = "none"

#: The names under which a machine reaches itself.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

#: Variables with the prefix that belong to the test suite and are no settings.
TEST_ONLY = frozenset({"ESERVICES_REQUIRE_BROWSER"})


class Mode(StrEnum):
    """What the installation is for."""

    DEMO = "demo"
    PRODUCTION = "production"


class Provider(StrEnum):
    """The payment providers that can be chosen."""

    SANDBOX = "sandbox"
    STRIPE = "stripe"


class SmsProvider(StrEnum):
    """Who carries short messages."""

    #: Nobody: whoever gives no mail address is told nothing.
    NONE = "none"
    #: The demonstration's mailbox, which speaks as Twilio does.
    LOCAL = "local"
    TWILIO = "twilio"


class MailSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class Bind:
    """Where a server listens: a host and a port."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Variable(Generic[T]):
    """One environment variable: its name, its default as written text, and how to read it."""

    name: str
    default: str
    parse: Callable[[str], T]
    #: A secret is never shown, is drawn at random in demo mode and must be given in production.
    secret: bool = False


class Values:
    """The variables as parsed from an environment, every problem kept rather than the first."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def __getitem__(self, variable: Variable[T]) -> T:
        """Read one variable, falling back to its default after noting a malformed value."""
        written = self.environ.get(variable.name) or variable.default
        try:
            return variable.parse(written)
        except ValueError as error:
            shown = "this value" if variable.secret else repr(written)
            self.problems.append(f"{variable.name}: {shown} is refused: {error}")
            return variable.parse(variable.default)


def bind(text: str) -> Bind:
    """Read `host:port`."""
    host, _, port = text.rpartition(":")
    if not host:
        msg = "expected host:port"
        raise ValueError(msg)
    return Bind(host.strip("[]"), port_number(port))


def port_number(text: str) -> int:
    """Read a TCP port."""
    return _between(text, low=1, high=65_535)


def proxies(text: str) -> int:
    """Read how many reverse proxies stand in front."""
    return _between(text, low=0, high=8)


def messages(text: str) -> int:
    """Read how many short messages may go in a day."""
    return _between(text, low=0, high=10_000_000)


def web_processes(text: str) -> int:
    """Read how many processes serve one web application."""
    return _between(text, low=1, high=64)


def web_url(text: str) -> str:
    """Read an http or https address without path, and drop its last slash."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
        msg = "expected http(s)://host[:port]"
        raise ValueError(msg)
    return text.rstrip("/")


def database_url(text: str) -> str:
    """Read a PostgreSQL URL in any usual spelling and name the driver in it."""
    if not text:
        return ""
    if not re.match(r"postgres(ql)?(\+psycopg)?://", text):
        msg = "expected postgresql://user:password@host/database"
        raise ValueError(msg)
    return re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", text)


def redis_url(text: str) -> str:
    """Read a Redis URL."""
    if text and urlsplit(text).scheme not in {"redis", "rediss", "unix"}:
        msg = "expected redis://, rediss:// or unix://"
        raise ValueError(msg)
    return text


def log_level(text: str) -> str:
    """Read the name of a logging level."""
    name = text.upper()
    if name not in logging.getLevelNamesMapping():
        msg = "expected DEBUG, INFO, WARNING or ERROR"
        raise ValueError(msg)
    return name


def slug(text: str) -> str:
    """Read the name of a pack."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", text):
        msg = "expected lower-case letters, digits and hyphens"
        raise ValueError(msg)
    return text


def _between(text: str, *, low: int, high: int) -> int:
    number = int(text)
    if not low <= number <= high:
        msg = f"expected a number from {low} to {high}"
        raise ValueError(msg)
    return number


def roles(text: str) -> frozenset[Role] | None:
    """Read roles separated by commas; None for the default, nobody for the word `none`."""
    if not text.strip():
        return None
    if text.strip() == NOBODY:
        return frozenset()
    return frozenset(Role(name.strip()) for name in text.split(","))


MODE = Variable("ESERVICES_MODE", "demo", Mode)
DATA = Variable("ESERVICES_DATA", "var", Path)
PACK = Variable("ESERVICES_PACK", "benin", slug)
LOG_LEVEL = Variable("ESERVICES_LOG_LEVEL", "INFO", log_level)

DATABASE_URL = Variable("DATABASE_URL", "", database_url, secret=True)
SEALER_DATABASE_URL = Variable("SEALER_DATABASE_URL", "", database_url, secret=True)
REDIS_URL = Variable("REDIS_URL", "", redis_url, secret=True)

PORTAL_URL = Variable("ESERVICES_PORTAL_URL", "http://localhost:8000", web_url)
PORTAL_BIND = Variable("ESERVICES_PORTAL_BIND", "127.0.0.1:8000", bind)
PORTAL_KEY = Variable("ESERVICES_PORTAL_KEY", "", str, secret=True)
BACKOFFICE_URL = Variable("ESERVICES_BACKOFFICE_URL", "http://localhost:8001", web_url)
BACKOFFICE_BIND = Variable("ESERVICES_BACKOFFICE_BIND", "127.0.0.1:8001", bind)
BACKOFFICE_KEY = Variable("ESERVICES_BACKOFFICE_KEY", "", str, secret=True)
MAILBOX_BIND = Variable("ESERVICES_MAILBOX_BIND", "127.0.0.1:8002", bind)
FACTORS_KEY = Variable("ESERVICES_FACTORS_KEY", "", str, secret=True)
SECOND_FACTOR_ROLES = Variable("ESERVICES_SECOND_FACTOR_ROLES", "", roles)
WEB_PROCESSES = Variable("ESERVICES_WEB_PROCESSES", "2", web_processes)
TRUSTED_PROXIES = Variable("ESERVICES_TRUSTED_PROXIES", "0", proxies)

TRACKING_KEY = Variable("ESERVICES_TRACKING_KEY", "", str, secret=True)
ORDERING_KEY = Variable("ESERVICES_ORDERING_KEY", "", str, secret=True)

SEAL_KEY = Variable("ESERVICES_SEAL_KEY", "", str)
SEAL_CERTIFICATE = Variable("ESERVICES_SEAL_CERTIFICATE", "", str)
SEAL_PASSPHRASE = Variable("ESERVICES_SEAL_PASSPHRASE", "", str, secret=True)
SEAL_MODULE = Variable("ESERVICES_SEAL_MODULE", "", str)
SEAL_TOKEN = Variable("ESERVICES_SEAL_TOKEN", "", str)
SEAL_LABEL = Variable("ESERVICES_SEAL_LABEL", "", str)
SEAL_ROOTS = Variable("ESERVICES_SEAL_ROOTS", "", str)

SMTP_HOST = Variable("ESERVICES_SMTP_HOST", "127.0.0.1", str)
SMTP_PORT = Variable("ESERVICES_SMTP_PORT", "8025", port_number)
SMTP_USER = Variable("ESERVICES_SMTP_USER", "", str)
SMTP_PASSWORD = Variable("ESERVICES_SMTP_PASSWORD", "", str, secret=True)
SMTP_SECURITY = Variable("ESERVICES_SMTP_SECURITY", "none", MailSecurity)
MAIL_FROM = Variable("ESERVICES_MAIL_FROM", "eservices@localhost.localdomain", str)

SMS_PROVIDER = Variable("ESERVICES_SMS_PROVIDER", "local", SmsProvider)
SMS_ACCOUNT = Variable("ESERVICES_SMS_ACCOUNT", "", str)
SMS_TOKEN = Variable("ESERVICES_SMS_TOKEN", "", str, secret=True)
SMS_FROM = Variable("ESERVICES_SMS_FROM", "", str)
SMS_API = Variable("ESERVICES_SMS_API", "", str)
SMS_PER_DAY = Variable("ESERVICES_SMS_PER_DAY", "20000", messages)

PAYMENT_PROVIDER = Variable("ESERVICES_PAYMENT_PROVIDER", "sandbox", Provider)
SANDBOX_SECRET = Variable("ESERVICES_SANDBOX_SECRET", "", str, secret=True)
STRIPE_KEY = Variable("ESERVICES_STRIPE_KEY", "", str, secret=True)
STRIPE_WEBHOOK_SECRET = Variable("ESERVICES_STRIPE_WEBHOOK_SECRET", "", str, secret=True)
STRIPE_API = Variable("ESERVICES_STRIPE_API", "", str)

#: Every variable above, in the order of writing: adding one takes one line.
VARIABLES: tuple[Variable[object], ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Variable)
)


def unknown_names(environ: Mapping[str, str]) -> list[str]:
    """List the variables that carry the prefix but are no settings, so that a slip is seen."""
    known = {variable.name for variable in VARIABLES} | TEST_ONLY
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
