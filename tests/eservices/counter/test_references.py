"""References as they are typed or scanned at a counter: read in any form, and discreet."""

import pytest
from sqlalchemy import Connection, Engine

from eservices.counter.references import case_at_counter
from tests.builders.kernel import a_definition, a_paid_case, a_procedure, a_workflow, an_office
from workflows.cases import Case
from workflows.errors import UnknownCase
from workflows.language.procedure import Complaint


def filed(connection: Connection, complaint: Complaint | None) -> Case:
    an_office(connection)
    eservice = "something"
    compiled = a_procedure().model_copy(update={"eservice": eservice, "complaint": complaint})
    checksum = a_definition(connection, compiled)
    return a_paid_case(connection, a_workflow(), checksum, eservice=eservice)


@pytest.mark.parametrize("complaint", [None, Complaint()])
def test_an_ordinary_case_is_found_by_its_reference(
    engine: Engine, complaint: Complaint | None
) -> None:
    with engine.connect() as connection:
        case = filed(connection, complaint)

        assert case_at_counter(connection, case.reference.lower()).id == case.id


def test_a_confidential_report_is_as_unknown_as_a_case_that_never_was(engine: Engine) -> None:
    with engine.connect() as connection:
        report = filed(connection, Complaint(confidential=True))

        with pytest.raises(UnknownCase):
            case_at_counter(connection, report.reference)
