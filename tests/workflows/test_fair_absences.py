"""Whoever goes away, comes back, stands in, passes on or withdraws: the order stays explained."""

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, func, select

from tests.builders.absences import at_work, goes_away, stands_in
from tests.builders.kernel import OFFICE, a_workflow, an_account
from tests.builders.overflowing import FAR, NATIONAL, Country, a_country
from tests.examples import ON_ONE_FIXTURE
from workflows import absences, agent_queues, passing_on, recusing
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case, find_case
from workflows.passing_on import Passing
from workflows.tables import cases, claims

BOTH = (Role.AGENT, Role.SIGNATORY)
STEPS = ("lodge", "take", "pass_on", "recuse", "away", "back", "release")


@dataclass
class Work:
    """Three offices at work, in one transaction that is thrown away."""

    connection: Connection
    country: Country
    people: list[Account]
    takes: int = field(default=0)

    @classmethod
    def begins(cls, connection: Connection) -> "Work":
        country = a_country(connection)
        offices = (OFFICE, OFFICE, NATIONAL, FAR)
        people = [
            an_account(connection, country.pools[one], roles=BOTH, office=one) for one in offices
        ]
        stands_in(connection, country.clock, delegator=people[0], substitute=people[2])
        stands_in(connection, country.clock, delegator=people[3], substitute=people[1])
        return cls(connection, country, people)

    def does(self, step: str, who: int) -> None:
        """Let somebody do one thing, a minute later."""
        self.country.clock.advance(timedelta(minutes=1))
        getattr(self, step)(self.people[who])

    def lodge(self, _who: Account) -> None:
        self.country.lodged()

    def take(self, who: Account) -> None:
        """Take the next case: it is the oldest of those open to whoever takes it."""
        clock = self.country.clock
        present = at_work(self.connection, who, clock)
        before, held = self._waiting(present), self._held(who)
        given = agent_queues.next_case(self.connection, account=present, clock=clock)
        if given is None:
            assert not before
        elif held is None:
            self.takes += 1
            oldest = min(before, key=lambda one: (one.eligible_at, self._tie(one)))
            assert given.id == oldest.id
        self._nobody_shares()

    def pass_on(self, who: Account) -> None:
        case = self._held(who)
        ways = passing_on.ways(self.connection, case) if case else ()
        if case and ways:
            asked = Passing(ways[0].id, passing_on.Reason.LINKED, "Lié.", case.version)
            workflow = a_workflow(self.country.clock)
            after = passing_on.pass_on(self.connection, workflow, case.id, who, asked)
            assert after.eligible_at == case.eligible_at

    def recuse(self, who: Account) -> None:
        case = self._held(who)
        if case:
            workflow, why = a_workflow(self.country.clock), recusing.Reason.DISPUTE
            recusing.recuse(self.connection, workflow, case.id, who, reason=why, note="Non.")

    def release(self, who: Account) -> None:
        case = self._held(who)
        if case:
            agent_queues.release(self.connection, case.id, who, clock=self.country.clock)

    def away(self, who: Account) -> None:
        clock = self.country.clock
        if at_work(self.connection, who, clock).absent_until is None:
            goes_away(self.connection, who, clock)
            assert self._held(who) is None

    def back(self, who: Account) -> None:
        now = self.country.clock.now(self.connection)
        absences.come_back(self.connection, who.id, by=who.id, at=now)

    def _held(self, who: Account) -> Case | None:
        now = self.country.clock.now(self.connection)
        return agent_queues.current_case(self.connection, who, at=now)

    def _waiting(self, present: Account) -> list[Case]:
        rows = self.connection.execute(
            select(cases.c.id).where(
                cases.c.claimed_by.is_(None), cases.c.pool_id.in_(present.pools)
            )
        )
        found = [find_case(self.connection, one) for one in rows.scalars().all()]
        return [one for one in found if present.id not in one.barred]

    def _tie(self, case: Case) -> int:
        return a_workflow().tie_break(case.reference)

    def _nobody_shares(self) -> None:
        """Check that each case is in one pair of hands, and that the claims say whose."""
        open_claims = self.connection.execute(
            select(claims.c.case_id, claims.c.account_id, cases.c.claimed_by)
            .join_from(claims, cases)
            .where(claims.c.ended_at.is_(None))
        ).all()
        assert all(one.account_id == one.claimed_by for one in open_claims)
        assert len({one.case_id for one in open_claims}) == len(open_claims)
        held = select(func.count()).where(cases.c.claimed_by.is_not(None))
        assert self.connection.execute(held).scalar_one() == len(open_claims)


@settings(max_examples=12, suppress_health_check=ON_ONE_FIXTURE)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), min_size=8, max_size=24))
def test_nobody_is_given_a_case_before_an_older_one_nor_with_another(
    engine: Engine, steps: list[tuple[str, int]]
) -> None:
    with engine.connect() as connection:
        work = Work.begins(connection)
        for _ in range(3):
            work.does("lodge", 0)
        for step, who in (*steps, ("take", 0), ("take", 1), ("take", 2), ("take", 3)):
            work.does(step, who)
        connection.rollback()
