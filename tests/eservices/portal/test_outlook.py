"""An applicant is told their place, the days to expect, and how often such days were right."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from tests.builders.kernel import an_account, an_office, claimed_by
from tests.builders.portal import Site
from tests.builders.visitor import Visitor
from tests.eservices.portal.test_case import case_at, pay
from workflows.estimates.reading import FEWEST
from workflows.tables import estimates, queue_stays


@pytest.fixture
def address(site: Site, visitor: Visitor) -> str:
    address = visitor.apply()
    pay(site, visitor, address)
    return address


def announce(site: Site, address: str, first_day: date, last_day: date) -> None:
    """Announce these days for the case, and as many right ones for it as a record needs."""
    case = case_at(site, address)
    with site.services.engine.begin() as connection:
        now = site.services.desk.workflow.clock.now(connection)
        stay = connection.execute(select(queue_stays.c.id, queue_stays.c.pool_id)).one()
        past = queue_stays.insert().returning(queue_stays.c.id)
        row = {
            "case_id": case.id,
            "eservice": case.eservice,
            "state": case.state,
            "pool_id": stay.pool_id,
            "at": now,
            "ahead": 0,
            "first_day": first_day,
            "last_day": last_day,
            "outcome": None,
            "settled_at": None,
        }
        connection.execute(insert(estimates), {"stay_id": stay.id, **row})
        for number in range(FEWEST):
            left = {"case_id": case.id, "pool_id": stay.pool_id, "barred": []}
            ended = {"since": now - timedelta(1), "until": now}
            former = connection.execute(past, left | ended).scalar_one()
            told = {"outcome": "late" if number == 0 else "within", "settled_at": now}
            connection.execute(insert(estimates), {**row, "stay_id": former, **told})


def today(site: Site) -> date:
    with site.services.engine.begin() as connection:
        now: datetime = site.services.desk.workflow.clock.now(connection)
    return now.astimezone(site.services.desk.zone).date()


def test_before_anything_was_learnt_only_the_place_is_told(visitor: Visitor, address: str) -> None:
    visitor.get(address)

    assert "La vôtre est la prochaine à être examinée." in visitor.text
    assert "Nous pensons décider" not in visitor.text


def test_the_days_to_expect_stand_beside_their_record(
    site: Site, visitor: Visitor, address: str
) -> None:
    announce(site, address, today(site), today(site) + timedelta(days=2))

    visitor.get(address)

    assert "Nous pensons décider entre le " in visitor.text
    assert "justes pour 95 % de 20 demandes" in visitor.text


def test_days_that_have_passed_are_not_told_again(
    site: Site, visitor: Visitor, address: str
) -> None:
    announce(site, address, today(site) - timedelta(days=3), today(site) - timedelta(days=1))

    visitor.get(address)

    assert "Cela prend plus de temps que nous ne le pensions." in visitor.text


def test_what_is_being_examined_is_said_to_be(site: Site, visitor: Visitor, address: str) -> None:
    with site.services.engine.begin() as connection:
        agent = an_account(connection, *an_office(connection).values())
        claimed_by(connection, site.till.workflow, agent)

    visitor.get(address)

    assert "Quelqu’un l’examine en ce moment." in visitor.text
