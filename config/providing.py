"""What is provided from outside, asked how it is: mail, SMS, money, seal, storage and servers."""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from redis import RedisError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backoffice.providing import Fact, Kind
from config.broker import version_of_redis
from config.composition import Installation
from config.environment import SmsProvider
from config.handlers.notices import mail_of, rationed_sms_of
from config.servers import servers_of
from config.verification import roots_of
from delivery.gsm import to_sms
from delivery.mail import Mail
from delivery.notices import Channel
from delivery.sms import Sms, SmsProblem, SmsRefused


@dataclass(frozen=True, slots=True)
class ProvidedHere:
    """What this installation's settings name."""

    installation: Installation

    @property
    def sms_per_day(self) -> int:
        """Tell how many short messages may go in a day."""
        return self.installation.settings.sms.per_day

    def facts(self) -> tuple[Fact, ...]:
        """Ask each how it is."""
        settings = self.installation.settings
        sends_sms = settings.sms.provider is not SmsProvider.NONE
        return (
            Fact(Kind.MAIL, f"{settings.mail.host}:{settings.mail.port}"),
            Fact(Kind.SMS, settings.sms.provider if sends_sms else "–", answers=sends_sms),
            Fact(Kind.PAYMENTS, settings.payment.provider),
            self._seal(),
            _storage(settings.data_dir),
            self._database(),
            self._broker(),
        )

    def send(self, channel: Channel, address: str, words: str) -> None:
        """Send a message to try a channel out."""
        if channel is Channel.SMS:
            port = rationed_sms_of(self.installation)
            if port is None:
                raise SmsRefused(SmsProblem.SETTINGS)
            port.send(Sms(recipient=address, text=to_sms(words)))
            return
        host = urlsplit(self.installation.settings.portal.public_url).hostname or "localhost"
        identifier = f"<trial.{secrets.token_hex(16)}@{host}>"
        mail_of(self.installation).send(Mail(address, words, words, "fr", identifier))

    def _seal(self) -> Fact:
        """Tell until when every certificate that genuine seals lead to is good."""
        try:
            roots = roots_of(self.installation.settings)
        except (OSError, ValueError):
            return Fact(Kind.SEAL, "–", answers=False)
        ends: datetime = min(root.not_valid_after_utc for root in roots)
        names = ", ".join(root.subject.rfc4514_string() for root in roots)
        return Fact(Kind.SEAL, names, expires_at=ends)

    def _database(self) -> Fact:
        def asked() -> str:
            with self.installation.database.connect() as connection:
                return str(connection.execute(text("SHOW server_version")).scalar_one())

        return _answering(Kind.DATABASE, "PostgreSQL", asked)

    def _broker(self) -> Fact:
        address = servers_of(self.installation.settings).addresses.redis_url
        return _answering(Kind.BROKER, "Redis", lambda: version_of_redis(address))


def _answering(kind: Kind, name: str, ask: Callable[[], str]) -> Fact:
    try:
        return Fact(kind, f"{name} {ask()}")
    except (DBAPIError, RedisError, OSError):
        return Fact(kind, name, answers=False)


def _storage(folder: Path) -> Fact:
    try:
        return Fact(Kind.STORAGE, folder.name, free=shutil.disk_usage(folder).free)
    except OSError:
        return Fact(Kind.STORAGE, folder.name, answers=False)
