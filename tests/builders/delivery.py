"""An act and a receipt to print, demonstration keys, and a small issuing office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from cryptography import x509
from sqlalchemy import Engine, insert

from delivery.composing import ActDraft
from delivery.demo_keys import Holder, demo_keys
from delivery.documents import (
    ActDocument,
    Branding,
    Entry,
    ReceiptDocument,
    ReceiptLine,
    Verification,
)
from delivery.handing import HandingError
from delivery.keys import FileKey, load_certificates, load_file_key
from delivery.mail import Mail, MailError, compose_message
from delivery.sms import Fate, InvalidReport, Report, Sms, SmsProblem
from delivery.tables import sms_days
from delivery.template import ActTemplate
from delivery.wording import Amount, AnswerField, AnswerKind
from workflows.clock import Clock

ZONE = ZoneInfo("Africa/Porto-Novo")
SEALED_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CENTRE = "Centre national du casier judiciaire"
BRANDING = Branding(
    country="République du Bénin",
    motto="Fraternité – Justice – Travail",
    colours=("#008751", "#FCD116", "#E8112D"),
    authority=("Ministère de la Justice", CENTRE),
    place="Cotonou",
)
VERIFICATION = Verification(
    url="https://services.example.bj/v/K7QM-2X9P-RT4H-WB6N-3CJD-YF8V-5GZS",
    page="services.example.bj/verify",
    code="K7QM-2X9P-RT4H-WB6N-3CJD-YF8V-5GZS",
)


def an_act(**changes: Any) -> ActDocument:
    """Write an act in French."""
    values: dict[str, Any] = {
        "language": "fr",
        "branding": BRANDING,
        "title": "Casier judiciaire – bulletin n° 3",
        "number": "CJ-2026-0000012",
        "reference": "CJ-7F3K-22",
        "identity": (Entry("Nom", "Dossou"), Entry("Prénoms", "Sɛ́na Ɔ̀lá")),
        "statements": ("Le relevé des condamnations porte la mention : NÉANT.",),
        "issued_on": date(2026, 11, 22),
        "valid_until": date(2027, 2, 22),
        "signatory_title": "Le magistrat responsable",
        "signatory_name": "A. Kouassi",
        "verification": VERIFICATION,
    }
    return ActDocument(**values | changes)


def a_receipt(**changes: Any) -> ReceiptDocument:
    """Write a receipt in French."""
    values: dict[str, Any] = {
        "language": "fr",
        "branding": BRANDING,
        "number": "Q-2026-0000077",
        "reference": "CJ-7F3K-22",
        "eservice": "Casier judiciaire – bulletin n° 3",
        "payer": "Afi Dossou",
        "lines": (ReceiptLine("Délivrance du bulletin n° 3", Amount(1900, "XOF")),),
        "total": Amount(1900, "XOF"),
        "paid_on": date(2026, 3, 1),
        "method": "Mobile money",
        "transaction": "MM-9981-223",
        "verification": VERIFICATION,
    }
    return ReceiptDocument(**values | changes)


TEMPLATE = {
    "title": {"fr": "Bulletin n° 3", "en": "Bulletin no. 3"},
    "number": "CJ-{year}-{serial:07}",
    "identity": ["surname", "born_on"],
    "statements": [
        {
            "fr": "{answers.surname} : néant. {act.number}, valable jusqu’au {act.valid_until}.",
            "en": "{answers.surname}: none. {act.number}, valid until {act.valid_until}.",
        }
    ],
    "valid_for": "3 months",
    "signed_by": "signatories",
    "signatory_title": {"fr": "Le magistrat", "en": "The magistrate"},
}


def a_template(**changes: Any) -> ActTemplate:
    """Declare the act of a criminal record."""
    return ActTemplate.model_validate(TEMPLATE | changes)


def a_draft(**changes: Any) -> ActDraft:
    """Gather what an act needs to know of its case."""
    values: dict[str, Any] = {
        "template": a_template(),
        "language": "fr",
        "branding": BRANDING,
        "authority": {"fr": CENTRE, "en": "National Criminal Records Centre"},
        "reference": "CJ-7F3K-22",
        "lodged_at": datetime(2026, 11, 20, 23, 30, tzinfo=UTC),
        "fields": {
            "surname": AnswerField("Nom"),
            "born_on": AnswerField("Date de naissance", AnswerKind.DATE),
            "sex": AnswerField("Sexe", AnswerKind.CHOICE, {"F": "Féminin", "M": "Masculin"}),
        },
        "answers": {"surname": "Dossou", "born_on": "1994-03-01", "sex": "F"},
        "holder": "Afi Dossou",
        "signatory_name": "A. Kouassi",
        "zone": ZONE,
    }
    return ActDraft(**values | changes)


@dataclass(frozen=True, slots=True)
class Authority:
    """A key that seals and the root that vouches for it."""

    key: FileKey
    roots: tuple[x509.Certificate, ...]


@cache
def an_authority(name: str = CENTRE, *, serial: int = 1) -> Authority:
    """Set up an authority; another serial makes a stranger that bears the same names."""
    assert serial
    with TemporaryDirectory() as folder:
        now = datetime.now(UTC)
        made = demo_keys(Path(folder), holder=Holder("BJ", name), now=now)
        key = load_file_key(made.key, certificate=made.certificate, passphrase=None)
        return Authority(key, load_certificates(made.root))


@dataclass(slots=True)
class SmsTray:
    """A port of short messages that keeps what it is given, or fails as it is told to."""

    sent: list[Sms] = field(default_factory=list)
    failures: list[HandingError] = field(default_factory=list)
    name: str = "tray"

    def send(self, sms: Sms) -> str:
        """Keep the message, unless a failure is due."""
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(sms)
        return f"tray-{len(self.sent)}"

    def find(self, sms: Sms) -> str | None:
        """Tell whether this message is among those kept."""
        found = (place for place, one in enumerate(self.sent, 1) if one == sms)
        return next((f"tray-{place}" for place in found), None)

    def read_report(self, fields: Sequence[tuple[str, str]], headers: Mapping[str, str]) -> Report:
        """Take a report that says who it is from."""
        given = dict(fields)
        if headers.get("Tray-Signature") != "tray":
            raise InvalidReport
        fate = Fate(given["fate"]) if "fate" in given else None
        failed = SmsProblem.UNREACHABLE if fate is Fate.FAILED else None
        return Report(given["notice"], "tray-1", fate, failed)


@dataclass(slots=True)
class OutgoingTray:
    """A mail port that keeps what it is given, or fails as it is told to.

    It writes the real message first, so that it refuses what the real port refuses.
    """

    sent: list[Mail] = field(default_factory=list)
    failures: list[MailError] = field(default_factory=list)

    def send(self, mail: Mail) -> None:
        """Keep the mail, unless a failure is due."""
        if self.failures:
            raise self.failures.pop(0)
        compose_message(mail, sender="tray@example.org")
        self.sent.append(mail)


def use_up_the_texts(engine: Engine, clock: Clock) -> None:
    """Let the short messages of the day be used up."""
    with engine.begin() as connection:
        now = clock.now(connection)
        connection.execute(insert(sms_days).values(day=now.date(), sent=10, stopped_at=now))
