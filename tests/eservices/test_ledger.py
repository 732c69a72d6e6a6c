"""An applicant reads how many opening hours a delay in working days has taken."""

from datetime import timedelta

from sqlalchemy import Engine

from eservices.ledger import clock_in_words, tell_ledger
from tests.builders.eservices import an_eservice
from tests.builders.kernel import (
    OFFICE,
    a_definition,
    a_paid_case,
    a_workflow,
    an_account,
    an_office,
)
from tests.workflows.test_closings import move_all
from tests.workflows.test_ledger import promised
from tests.workflows.test_office_hours import MORNINGS, hours
from workflows.calendars import working_time_of
from workflows.clock import ShiftedClock
from workflows.deadlines import deadlines_of
from workflows.journal import history


def test_days_that_have_become_shorter_are_told_in_their_own_hours(engine: Engine) -> None:
    clock = ShiftedClock()
    with engine.begin() as connection:
        an_office(connection)
        boss = an_account(connection)
        definition = a_definition(connection, promised("5 working-days"))
        case = a_paid_case(connection, a_workflow(clock), definition)
        move_all(connection, hours(connection, boss, MORNINGS).change_id)
        clock.advance(timedelta(days=28))
        now = clock.now(connection)

        told = tell_ledger(
            connection,
            entries=history(connection, case.id),
            clocks=deadlines_of(connection, case.id),
            service=an_eservice(),
            language="fr",
            now=now,
        )

        opened = working_time_of(connection, OFFICE).between(case.entered_at, now)
    assert told is not None
    assert told.promised == "5 jours ouvrés"
    assert [line.counted for line in told.lines] == ["", clock_in_words(opened)]
    assert told.spent == clock_in_words(opened)
