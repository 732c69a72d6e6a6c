"""The sealer put together: its own database role, the signing key, and the job that issues acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from config.branding import answering_office, branding_of
from config.composition import Installation, compose
from config.drain import Handler, Inside
from config.production import check_sealing
from config.reactions import Job
from config.servers import Addresses
from config.settings import Sealing, Settings
from config.verification import pages_of
from delivery.composing import ActDraft
from delivery.hardware_key import HardwareKey
from delivery.issuing import Issuing
from delivery.keys import SealingKey, load_file_key
from delivery.revocations import TAKEN_BACK, find_proposal, take_back
from delivery.sealing import Sealer
from delivery.typesetting import typeset
from eservices.acts import printed_fields
from eservices.correcting import holder_of, replaced_by, service_of
from payments.charges import is_fully_cleared
from workflows import accounts, delegations
from workflows.actors import Role
from workflows.approvals import is_signed
from workflows.cases import Case, find_case
from workflows.definitions import compiled
from workflows.journal import Entry, history, moves
from workflows.outbox import Held


class NoAct(Exception):
    """The e-service of a case about to be issued declares no act."""


def compose_sealer(
    settings: Settings, addresses: Addresses, sealing: Sealing
) -> tuple[Installation, Mapping[Job, Handler]]:
    """Put the sealer together; raises SettingsRefused or UnusableKey."""
    check_sealing(sealing, settings)
    own = Addresses(
        database_url=sealing.database_url or addresses.sealer_database_url,
        sealer_database_url="",
        redis_url=addresses.redis_url,
    )
    installation = compose(settings, own)
    issuing = issuing_of(installation, Sealer(open_key(sealing)))
    revoking = Inside(installation.database, Revoking(installation).revoke)
    return installation, {Job.ISSUE: issuing, Job.REVOKE: revoking}


def open_key(sealing: Sealing) -> SealingKey:
    """Open the signing key, in a hardware module or in a file; raises UnusableKey."""
    if sealing.module:
        return HardwareKey(
            Path(sealing.module),
            token=sealing.token,
            pin=sealing.passphrase,
            label=sealing.label,
            certificate=sealing.certificate,
        )
    return load_file_key(
        sealing.key, certificate=sealing.certificate, passphrase=sealing.passphrase
    )


def issuing_of(installation: Installation, sealer: Sealer) -> Issuing:
    """Put the issuing of acts together, with its own checks of payment and approvals."""
    return Issuing(
        engine=installation.database,
        clock=installation.clock,
        outbox=installation.outbox,
        storage=installation.storage,
        typeset=typeset,
        sealer=sealer,
        pages=pages_of(installation.settings),
        draft=Drafting(installation),
        cleared=is_fully_cleared,
        approved=is_approved,
    )


def is_approved(connection: Connection, case_id: int) -> bool:
    """Tell whether the journal shows the signature that the act's definition asks for."""
    case = find_case(connection, case_id)
    template = service_of(connection, case).act
    entries = history(connection, case_id)
    return template is not None and is_signed(
        entries, compiled(connection, case.definition), queue=template.signed_by
    )


@dataclass(frozen=True, slots=True)
class Revoking:
    """Takes acts back in the register, which only the sealer writes."""

    installation: Installation

    def revoke(self, connection: Connection, held: Held) -> None:
        """Take back the act of the proposal that the row names; done before, nothing follows."""
        proposal = find_proposal(connection, held.data["proposal"])
        now = self.installation.clock.now(connection)
        act = None if proposal is None else take_back(connection, proposal, now=now)
        if act is not None:
            told = {"reason": act.ended_because, "number": act.number}
            self.installation.outbox.emit(connection, TAKEN_BACK, case_id=act.case_id, data=told)


@dataclass(frozen=True, slots=True)
class Drafting:
    """Reads all that an act needs to know of its case."""

    installation: Installation

    def __call__(self, connection: Connection, case_id: int) -> ActDraft:
        """Give the draft of a case's act, in the first language of its e-service; raises NoAct."""
        case = find_case(connection, case_id)
        eservice = service_of(connection, case)
        if eservice.act is None:
            raise NoAct(eservice.eservice)
        language = eservice.languages[0]
        pack, specimen = self.installation.pack, self.installation.settings.demo
        office = answering_office(connection, eservice, case)
        signed = _signature(connection, case)
        return ActDraft(
            template=eservice.act,
            language=language,
            branding=branding_of(pack, office, language=language, specimen=specimen),
            authority=office.name,
            reference=case.reference,
            lodged_at=case.lodged_at,
            fields=printed_fields(eservice, language),
            answers=case.answers,
            holder=holder_of(connection, case),
            signatory_name=_name_of(connection, signed),
            delegation=_delegation(connection, signed),
            zone=pack.zone,
            replaces=replaced_by(connection, case),
        )


def _signature(connection: Connection, case: Case) -> Entry | None:
    """Give the signature of a case: the last entry of a signatory in its journal."""
    signed = (
        entry
        for entry in reversed(moves(history(connection, case.id)))
        if entry.role is Role.SIGNATORY and entry.account_id is not None
    )
    return next(signed, None)


def _name_of(connection: Connection, signed: Entry | None) -> str | None:
    if signed is None or signed.account_id is None:
        return None
    return accounts.names_of(connection, [signed.account_id])[signed.account_id]


def _delegation(connection: Connection, signed: Entry | None) -> str | None:
    """Give the act of delegation under which a case was signed, where one was needed."""
    number = None if signed is None else signed.data.get("delegation")
    found = None if number is None else delegations.find(connection, number)
    return None if found is None else found.act
