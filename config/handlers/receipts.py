"""The job that makes receipts: numbered without a gap, typeset outside, kept once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from config.branding import answering_office, branding_of
from config.composition import Installation
from config.drain import Handler
from config.reactions import Job
from config.verification import pages_of
from delivery.codes import new_code
from delivery.documents import ReceiptDocument, ReceiptLine
from delivery.typesetting import typeset
from delivery.wording import Amount, write_amount
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.price_words import exempts
from payments.cash.statements import desk_of
from payments.cash.tills import CASH
from payments.money import Money
from payments.receipts import (
    Receipt,
    ReceiptContent,
    allocate,
    content_of,
    record_file,
    yearly_series,
)
from payments.waivers import Waiver, waivers_of
from workflows.board import office_names
from workflows.cases import find_case
from workflows.definitions import definition
from workflows.language.values import Text
from workflows.outbox import Held, complete

#: How a receipt names the way the money came, by provider.
METHODS: Mapping[str, Text] = {
    "sandbox": Text({"fr": "Bac à sable : aucun argent réel", "en": "Sandbox: no real money"}),
    "cash": Text({"fr": "Espèces", "en": "Cash"}),
    "stripe": Text({"fr": "Carte bancaire (Stripe)", "en": "Bank card (Stripe)"}),
}
#: Which session of a till took the money.
SESSION = Text({"fr": "session", "en": "session"})
#: What would have been owed without the exemption.
INSTEAD = Text({"fr": "au lieu de {full}", "en": "instead of {full}"})


@dataclass(frozen=True, slots=True)
class Receipts:
    """Gives each settled payment its receipt."""

    installation: Installation

    def __call__(self, held: Held) -> None:
        """Number, typeset and keep the receipt of the payment that the row names."""
        intent_id = held.data["intent_id"]
        _receipt, document = self._told(intent_id)
        digest = self.installation.storage.put(typeset(document))
        with self.installation.database.begin() as connection:
            complete(connection, held)
            record_file(connection, intent_id, digest)

    def original(self, intent_id: str) -> bytes:
        """Give the receipt of a payment as it is kept, for a printer that waits."""
        storage = self.installation.storage
        receipt, document = self._told(intent_id)
        if receipt.file_sha256 is not None:
            return storage.get(receipt.file_sha256)
        paper = typeset(document)
        digest = storage.put(paper)
        with self.installation.database.begin() as connection:
            record_file(connection, intent_id, digest)
        return paper

    def duplicate(self, intent_id: str) -> bytes:
        """Typeset the receipt of a payment once more; it says that it is a duplicate."""
        _receipt, document = self._told(intent_id)
        return typeset(replace(document, duplicate=True))

    def _told(self, intent_id: str) -> tuple[Receipt, ReceiptDocument]:
        with self.installation.database.begin() as connection:
            receipt = self._allocated(connection, intent_id)
            return receipt, self._document(connection, receipt)

    def _allocated(self, connection: Connection, intent_id: str) -> Receipt:
        clock = self.installation.clock
        series = yearly_series(clock.now(connection), self.installation.pack.zone)
        return allocate(connection, intent_id, series=series, code=new_code(), clock=clock)

    def _document(self, connection: Connection, receipt: Receipt) -> ReceiptDocument:
        content, pack = content_of(connection, receipt), self.installation.pack
        case = find_case(connection, receipt.case_id)
        eservice = eservice_of(definition(connection, case.definition))
        office = answering_office(connection, eservice, case)
        specimen = self.installation.settings.demo
        branding = branding_of(pack, office, language=content.language, specimen=specimen)
        return ReceiptDocument(
            language=content.language,
            branding=branding,
            number=receipt.printed_number,
            reference=content.case_reference,
            eservice=eservice.title.in_language(content.language),
            payer=content.applicant,
            lines=_lines(content, _waived(connection, eservice, receipt)),
            total=_amount(content.total),
            paid_on=content.paid_at.astimezone(pack.zone).date(),
            method=METHODS[content.provider].in_language(content.language),
            transaction=content.provider_reference,
            desk=self._desk(connection, content, receipt.intent_id),
            verification=pages_of(self.installation.settings).of(receipt.code),
        )

    def _desk(self, connection: Connection, content: ReceiptContent, intent_id: str) -> str | None:
        taken = desk_of(connection, intent_id) if content.provider == CASH else None
        if taken is None:
            return None
        office = office_names(connection)[taken.till.office]
        names = (
            Text(dict(name)).in_language(content.language) for name in (office, taken.till.name)
        )
        return f"{' – '.join(names)}, {SESSION.in_language(content.language)} {taken.session.id}"


def _lines(content: ReceiptContent, waived: Mapping[str, Waiver]) -> tuple[ReceiptLine, ...]:
    """List what was paid, then what nothing was due for, each with the reason of its exemption."""
    language = content.language
    paid = {line.item for line in content.lines}
    return (
        *(
            ReceiptLine(_label(line.label, waived.get(line.item), language), _amount(line.money))
            for line in content.lines
        ),
        *(
            ReceiptLine(_label(waiver.label, waiver, language), _amount(waiver.paid))
            for item, waiver in waived.items()
            if item not in paid and not waiver.paid
        ),
    )


def _label(label: Text, waiver: Waiver | None, language: str) -> str:
    words = label.in_language(language)
    if waiver is None:
        return words
    full = write_amount(_amount(waiver.full), language)
    instead = INSTEAD.in_language(language).format(full=full)
    return f"{words} ({instead}; {waiver.reason.in_language(language)})"


def _waived(connection: Connection, eservice: EService, receipt: Receipt) -> Mapping[str, Waiver]:
    """Read what the case was exempted from, where the tariff exempts anybody."""
    if not exempts(eservice):
        return {}
    return {waiver.item: waiver for waiver in waivers_of(connection, receipt.case_id)}


def _amount(money: Money) -> Amount:
    return Amount(money.minor, money.currency)


def handlers(installation: Installation) -> Mapping[Job, Handler]:
    """Give what the jobs of this module do."""
    return {Job.RECEIPT: Receipts(installation)}
