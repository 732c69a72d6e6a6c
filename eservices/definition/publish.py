"""Publishing: a definition stored under its checksum, staged or put live, and read back."""

from typing import Any

from sqlalchemy import Connection

from eservices.catalogue.entries import entry_of
from eservices.catalogue.index import write_entry
from eservices.definition.groups import correctable_names
from eservices.definition.model import EService
from workflows.definitions import Stored, checksum_of, store
from workflows.language.procedure import CompiledProcedure
from workflows.life_cycle import Author, Order, Standing, Step
from workflows.publications import publication_of, take_step

#: Who publishes when nobody in particular does, as when a pack is loaded.
INSTALLATION = Author(operator="installation")
PUBLISHED = "published from its file"


class Read:
    """Keeps e-services by checksum, under which their content never changes."""

    def __init__(self) -> None:
        self._kept: dict[str, EService] = {}

    def __call__(self, stored: Stored) -> EService:
        """Give the e-service that a stored definition describes."""
        if stored.checksum not in self._kept:
            self._kept[stored.checksum] = EService.model_validate(stored.content)
        return self._kept[stored.checksum]


eservice_of = Read()


def compile_procedure(eservice: EService) -> CompiledProcedure:
    """Take from an e-service what the kernel needs to move its cases."""
    return CompiledProcedure(
        eservice=eservice.eservice,
        procedure=eservice.procedure,
        promise=eservice.promise,
        calendar_office=eservice.office,
        reasons=tuple(eservice.reasons),
        fields=correctable_names(eservice.form),
        complaint=eservice.complaint,
        told=tuple(name for name in eservice.notices if name in eservice.procedure.states),
    )


def content_of(eservice: EService) -> dict[str, Any]:
    """Write an e-service as the plain data whose canonical form is its checksum."""
    return eservice.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def stage(connection: Connection, eservice: EService, author: Author, reason: str) -> str:
    """Store an e-service as a draft, offered to nobody yet; gives its checksum."""
    checksum = store(connection, content=content_of(eservice), compiled=compile_procedure(eservice))
    staging = Order(
        eservice=eservice.eservice,
        step=Step.STAGE,
        author=author,
        reason=reason,
        checksum=checksum,
    )
    take_step(connection, staging)
    write_entry(connection, entry_of(eservice, checksum))
    return checksum


def publish(
    connection: Connection,
    eservice: EService,
    author: Author = INSTALLATION,
    reason: str = PUBLISHED,
) -> str:
    """Store an e-service and put it live at once; gives its checksum.

    What is live already is left alone. A suspension stays: it is for a person to lift.
    """
    checksum = checksum_of(content_of(eservice))
    if _is_live(connection, eservice.eservice, checksum):
        return checksum
    # Storing waits for another publisher, who may have put the same version live meanwhile.
    stage(connection, eservice, author, reason)
    if _is_live(connection, eservice.eservice, checksum):
        return checksum
    going_live = Order(
        eservice=eservice.eservice,
        step=Step.LIVE,
        author=author,
        reason=reason,
        checksum=checksum,
    )
    take_step(connection, going_live)
    return checksum


def _is_live(connection: Connection, eservice: str, checksum: str) -> bool:
    present = publication_of(connection, eservice)
    return present.live == checksum and present.standing is not Standing.WITHDRAWN
