"""Cases are routed to the office that their answers name, once."""

import pytest
from sqlalchemy import Engine, select

from tests.builders.kernel import (
    CALENDAR,
    OFFICE,
    PROCEDURE,
    a_definition,
    a_paid_case,
    a_procedure,
    a_workflow,
    an_office,
)
from workflows import organisations
from workflows.cases import find_case
from workflows.errors import NoPool
from workflows.language.procedure import CompiledProcedure
from workflows.tables import cases

FAR = "tpi-parakou"


def routed_by(expression: str) -> CompiledProcedure:
    """Let the verification be routed by an expression."""
    whole = a_procedure()
    states = dict(whole.procedure.states)
    states["verification"] = states["verification"].model_copy(update={"office": expression})
    procedure = whole.procedure.model_copy(update={"states": states})
    return whole.model_copy(update={"procedure": procedure})


def open_far_office(engine: Engine) -> int:
    with engine.begin() as connection:
        an_office(connection)
        organisations.save_calendar(connection, slug="far", content=CALENDAR)
        organisations.save_office(
            connection, slug=FAR, organisation="cncj", calendar="far", name={"fr": "Parakou"}
        )
        return organisations.save_pool(
            connection, slug="far-records", office=FAR, queue="records", name={"fr": "Parakou"}
        )


def test_a_case_goes_to_the_office_that_its_answers_name(engine: Engine) -> None:
    far = open_far_office(engine)
    with engine.begin() as connection:
        checksum = a_definition(connection, routed_by("answers.court"))
        case = a_paid_case(connection, a_workflow(), checksum, answers={"court": FAR})

        assert find_case(connection, case.id).pool_id == far


def test_without_an_answer_it_goes_to_the_eservices_own_office(engine: Engine) -> None:
    open_far_office(engine)
    with engine.begin() as connection:
        checksum = a_definition(connection, routed_by("answers.court"))
        case = a_paid_case(connection, a_workflow(), checksum, answers={})

        own = organisations.pool_for(connection, queue="records", office=OFFICE)
        assert find_case(connection, case.id).pool_id == own.id


def test_an_office_without_a_pool_is_an_error_that_names_it(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        checksum = a_definition(connection, routed_by('"mairie-nowhere"'))

        with pytest.raises(NoPool, match="mairie-nowhere"):
            a_paid_case(connection, a_workflow(), checksum)


def test_a_case_that_waits_for_payment_is_in_nobodys_queue(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        a_paid_case(connection, a_workflow(), a_definition(connection))

        queued = connection.scalars(select(cases.c.state).where(cases.c.pool_id.is_not(None))).all()

    assert queued == ["verification"]
    assert "queue" not in PROCEDURE["states"]["awaiting_payment"]
