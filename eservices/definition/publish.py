"""Publishing: a definition stored under its checksum, made live, and read back."""

from typing import Any

from sqlalchemy import Connection

from eservices.definition.model import EService
from workflows.definitions import Stored, make_live, store
from workflows.language.procedure import CompiledProcedure


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
        fields=tuple(field.id for field in eservice.form.fields()),
    )


def content_of(eservice: EService) -> dict[str, Any]:
    """Write an e-service as the plain data whose canonical form is its checksum."""
    return eservice.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def publish(connection: Connection, eservice: EService) -> str:
    """Store an e-service and let new applications be lodged under it; gives its checksum."""
    checksum = store(connection, content=content_of(eservice), compiled=compile_procedure(eservice))
    make_live(connection, eservice.eservice, checksum)
    return checksum
