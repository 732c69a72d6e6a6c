"""A case that overflows jumps no queue: neither where it leaves nor where it comes."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text, update

from backoffice.watch.finding import Kind
from backoffice.watch.rounds import look
from tests.builders.kernel import OFFICE, a_workflow, an_account
from tests.builders.overflowing import NATIONAL, a_country, two_hours_later
from workflows import agent_queues, out_of_turn
from workflows.actors import Role
from workflows.cases import find_case
from workflows.out_of_turn import Asking, Document, Reason
from workflows.tables import cases, claims, queue_stays

AN_HOUR = text("interval '1 hour'")


def flags(engine: Engine) -> dict[Kind, int]:
    """Let both detectors of the order look at everything that happened."""
    with engine.begin() as connection:
        now = a_workflow().clock.now(connection) + timedelta(hours=3)
        zone = ZoneInfo("UTC")
        kinds = (Kind.OVERTAKE, Kind.PLACE_CHANGED)
        return {kind: look(connection, kind, now=now, zone=zone) for kind in kinds}


def test_what_comes_with_its_age_is_served_before_and_nobody_is_flagged(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection)
        old = country.lodged()
        own = country.lodged()
        # The national pool's own case, which has waited there for an hour and is younger.
        connection.execute(
            update(cases)
            .where(cases.c.id == own.id)
            .values(pool_id=country.pools[NATIONAL], eligible_at=cases.c.eligible_at + AN_HOUR)
        )
        connection.execute(update(queue_stays).values(since=queue_stays.c.since - AN_HOUR))
        two_hours_later(country.clock)
        country.swept()
        there = an_account(connection, country.pools[NATIONAL], office=NATIONAL)

        given = agent_queues.next_case(connection, account=there, clock=country.clock)

        assert given is not None
        assert given.id == old.id
        assert find_case(connection, old.id).eligible_at == old.eligible_at
        assert connection.execute(claims.select()).one().eligible_at == old.eligible_at
    assert flags(engine) == {Kind.OVERTAKE: 0, Kind.PLACE_CHANGED: 0}


def test_who_stays_behind_is_no_witness_against_who_is_served_elsewhere(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection, {"office": f'"{NATIONAL}"', "above": 1})
        first, second = country.lodged(), country.lodged()
        connection.execute(
            update(cases)
            .where(cases.c.id == second.id)
            .values(eligible_at=cases.c.eligible_at + AN_HOUR)
        )
        connection.execute(update(queue_stays).values(since=queue_stays.c.since - AN_HOUR))
        country.swept()
        there = an_account(connection, country.pools[NATIONAL], office=NATIONAL)

        given = agent_queues.next_case(connection, account=there, clock=country.clock)

        assert given is not None
        assert (given.id, country.pool_of(first)) == (second.id, OFFICE)
    assert flags(engine) == {Kind.OVERTAKE: 0, Kind.PLACE_CHANGED: 0}


def test_what_was_asked_out_of_turn_counts_where_the_case_has_come(engine: Engine) -> None:
    with engine.begin() as connection:
        country = a_country(connection)
        case, workflow = country.lodged(), a_workflow(country.clock)
        boss, other = (an_account(connection, roles=(Role.SUPERVISOR,)) for _ in range(2))
        document = Document("0" * 64, "ticket.pdf", "application/pdf")
        asking = Asking(case.id, Reason.BOOKED_TRAVEL, "Thursday.", document, boss.id)
        turn = out_of_turn.ask(connection, asking, at=country.clock.now(connection))
        connection.execute(update(queue_stays).values(since=queue_stays.c.since - AN_HOUR))
        two_hours_later(country.clock)
        country.swept()

        out_of_turn.grant(connection, workflow, turn, by=other.id)

        now = country.clock.now(connection)
        quotas = [out_of_turn.quota_of(connection, pool, at=now) for pool in country.pools.values()]
        used = {office: quota.used for office, quota in zip(country.pools, quotas, strict=True)}
        assert used[NATIONAL] == 1
        assert used[OFFICE] == 0
