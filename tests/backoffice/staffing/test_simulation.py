"""The simulation agrees with the formulas, keeps hours and staff, and refuses the impossible."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from backoffice.staffing.formulas import erlang_c, mean_time_of_one_server, mean_wait
from backoffice.staffing.hours import Extra, Hours, Opening, always, days_open, extra_of, opening_of
from backoffice.staffing.line import WHOLE
from backoffice.staffing.measuring import lived
from backoffice.staffing.plan import Arrivals, Crew, Numbers, Outcome, Plan, Promised, Spill, Step
from backoffice.staffing.question import Question, Refusal, read_question
from backoffice.staffing.simulation import EndlessProcedure, simulate
from backoffice.staffing.visits import Done, Visit, visits_of
from tests.builders.kernel import CALENDAR
from workflows.levers import Reason
from workflows.longer_hours import LongerHours
from workflows.opening_hours import Calendar, read_week

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def poisson(rate: float, hours: float, replications: int) -> Arrivals:
    random = np.random.default_rng(5)
    counts = random.poisson(rate * hours, replications)
    at = random.random(counts.sum()) * hours
    return came(np.repeat(np.arange(replications), counts), at)


def came(replication: Numbers, hours: Hours) -> Arrivals:
    none = np.zeros(len(hours), dtype=np.int64)
    return Arrivals(replication, hours, hours.copy(), none, none.astype(bool))


def a_step(service: float, *, exponential: bool = False, exits: tuple[float, ...] = (0.0,)) -> Step:
    shares = (np.arange(100_000) + 0.5) / 100_000
    services = -np.log(shares) * service if exponential else np.array([service])
    return Step("work", 0, np.zeros(1), services, np.array(exits))


def run(plan: Plan, arrivals: Arrivals, replications: int) -> Outcome:
    return simulate(plan, arrivals, replications=replications, seed=7, progress=lambda _share: None)


@pytest.mark.parametrize(("agents", "rate"), [(1, 0.5), (3, 2.1), (12, 9.0)])
def test_waits_agree_with_erlang_c_within_three_per_cent(agents: int, rate: float) -> None:
    hours, replications = 1500.0, 200
    crew = Crew("pool", always(hours * 2), ((0.0, agents),))
    plan = Plan((a_step(1.0, exponential=True),), (crew,), hours)

    outcome = run(plan, poisson(rate, hours, replications), replications)

    expected = mean_wait(agents, arrivals=rate, service=1.0)
    assert outcome.waits["pool"].mean() == pytest.approx(expected, rel=0.03)
    assert outcome.busy["pool"] == pytest.approx(rate / agents, rel=0.02)
    if agents == 1:
        stay = (outcome.ended - outcome.lodged).mean()
        assert stay == pytest.approx(mean_time_of_one_server(arrivals=rate, service=1), rel=0.03)


def test_the_formulas_agree_with_known_values() -> None:
    assert erlang_c(1, 0.5) == pytest.approx(0.5)
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match="no steady state"):
        erlang_c(2, 2.0)


def test_nobody_works_while_the_office_is_closed() -> None:
    opening = Opening.of([(8.0, 12.0), (32.0, 36.0)])
    plan = Plan((a_step(3.0),), (Crew("pool", opening, ((0.0, 1),)),), 48.0)

    outcome = run(plan, came(np.zeros(2, dtype=np.int64), np.array([1.0, 2.0])), 1)

    assert sorted(outcome.ended.tolist()) == [11.0, 34.0]


def test_agents_come_when_they_are_said_to_come() -> None:
    crew = Crew("pool", always(100.0), ((0.0, 0), (24.0, 2)))

    outcome = run(
        Plan((a_step(1.0),), (crew,), 48.0), came(np.zeros(2, dtype=np.int64), np.zeros(2)), 1
    )

    assert outcome.ended.tolist() == [25.0, 25.0]


def test_what_waits_too_long_goes_to_those_who_relieve_the_pool() -> None:
    always_open = always(200.0)
    own = Crew("own", always_open, ((0.0, 1),), Spill(8.0, 1))
    helping = Crew("own+", always_open, ((0.0, 2),))
    many = came(np.zeros(12, dtype=np.int64), np.zeros(12))

    alone = run(Plan((a_step(4.0),), (replace(own, spill=None),), 96.0), many, 1)
    helped = run(Plan((a_step(4.0),), (own, helping), 96.0), many, 1)

    assert alone.ended.max() == 48.0
    # Until the twelfth hour one works alone, on three; the nine others are shared among three.
    ends = [4, 8, 12, *[16] * 3, *[20] * 3, *[24] * 3]
    assert sorted(helped.ended.tolist()) == pytest.approx(ends, abs=0.01)
    assert (len(helped.waits["own"]), len(helped.waits["own+"])) == (6, 6)


@pytest.mark.parametrize("spill", [None, Spill(1e9, 1)])
def test_a_line_too_long_to_be_kept_whole_is_worked_through_in_order(spill: Spill | None) -> None:
    waiting, replications = 2 * WHOLE, 3
    crews = (
        Crew("own", always(9_000.0), ((0.0, 2),), spill),
        Crew("own+", always(9_000.0), ((0.0, 1),)),
    )
    who = np.repeat(np.arange(replications), waiting)
    # Whoever came first is told last, so that nothing is in order by itself.
    hours = np.tile(np.arange(waiting)[::-1] / waiting, replications)

    outcome = run(Plan((a_step(1.0),), crews, 2_000.0), came(who, hours), replications)

    assert len(outcome.ended) == waiting * replications
    for replication in range(replications):
        mine = outcome.replication == replication
        order = np.argsort(outcome.lodged[mine])
        # Two at a time, an hour each; the second began when it came.
        ends = outcome.ended[mine][order]
        assert ends[::2] == pytest.approx(1 + np.arange(waiting / 2), abs=1e-6)
        assert (np.diff(ends) >= -1e-6).all()


def test_helpers_take_the_oldest_of_a_line_too_long_to_be_kept_whole() -> None:
    waiting = 4 * WHOLE
    own = Crew("own", always(9_000.0), ((0.0, 1),), Spill(0.0, 1))
    helping = Crew("own+", always(9_000.0), ((0.0, 3),))
    hours = -1 - np.arange(waiting) / waiting

    outcome = run(
        Plan((a_step(1.0),), (own, helping), 6_000.0), came(np.zeros(waiting, np.int64), hours), 1
    )

    # Four do together what one would take four times as long for.
    assert outcome.ended.max() == pytest.approx(waiting / 4, rel=0.01)


def test_urgent_cases_go_first() -> None:
    arrivals = came(np.zeros(3, dtype=np.int64), np.array([0.0, 0.1, 0.2]))
    arrivals.urgent[2] = True
    crew = Crew("pool", Opening.of([(8.0, 20.0)]), ((0.0, 1),))

    outcome = run(Plan((a_step(1.0),), (crew,), 24.0), arrivals, 1)

    order = outcome.lodged[np.argsort(outcome.ended)]
    assert order.tolist() == [0.2, 0.0, 0.1]


def test_what_is_late_is_counted_by_the_promise_s_own_clock() -> None:
    crew = Crew("pool", always(100.0), ((0.0, 1),))
    plan = Plan((a_step(2.0),), (crew,), 48.0, Promised(3.0, always(100.0)))

    outcome = run(plan, came(np.zeros(3, dtype=np.int64), np.zeros(3)), 1)

    assert sorted(zip(outcome.ended.tolist(), outcome.late.tolist(), strict=True)) == [
        (2.0, False),
        (4.0, True),
        (6.0, True),
    ]


def test_a_procedure_that_turns_without_anybody_is_refused() -> None:
    turning = Step("wait", None, np.zeros(1), np.zeros(1), np.array([1.0]))
    crew = Crew("pool", always(100.0), ((0.0, 1),))

    with pytest.raises(EndlessProcedure):
        run(Plan((turning,), (crew,), 48.0), came(np.zeros(1, dtype=np.int64), np.zeros(1)), 1)


def test_hours_follow_the_calendar_and_may_be_longer() -> None:
    calendar = Calendar.read(CALENDAR)

    usual = opening_of(calendar, MONDAY, days=7)
    more = opening_of(calendar, MONDAY, days=7, extras=[Extra(2, saturdays=True, days=7)])

    assert usual.to_work(np.array([24.0]))[0] == pytest.approx(8.0)
    assert more.to_work(np.array([24.0]))[0] == pytest.approx(10.0)
    week = np.array([6 * 24.0])
    assert more.to_work(week)[0] - usual.to_work(week)[0] == pytest.approx(5 * 2 + 10)


def test_hours_that_change_are_worked_from_their_day_on_and_days_stay_days() -> None:
    later = ((MONDAY.date() + timedelta(days=2), read_week({"wed": [["08:00", "12:00"]]})),)
    calendar = replace(Calendar.read(CALENDAR), later=later)
    days = np.array([24.0, 48.0, 72.0, 7 * 24.0, 10 * 24.0])

    hours = opening_of(calendar, MONDAY, days=14)
    open_on = days_open(calendar, MONDAY, days=14, before=7)

    assert hours.to_work(days).tolist() == pytest.approx([8, 16, 20, 20, 24])
    before = open_on.to_work(np.zeros(1))[0]
    assert (open_on.to_work(days) - before).tolist() == pytest.approx([1, 2, 3, 3, 4])
    assert before == pytest.approx(5)


def test_an_office_opens_longer_for_the_weeks_asked_and_no_more() -> None:
    calendar = Calendar.read(CALENDAR)

    usual = opening_of(calendar, MONDAY, days=21)
    more = opening_of(calendar, MONDAY, days=21, extras=[Extra(2, saturdays=True, days=7)])

    weeks = np.array([7 * 24.0, 21 * 24.0])
    assert (more.to_work(weeks) - usual.to_work(weeks)).tolist() == pytest.approx([20, 20])


def test_of_two_reasons_to_work_longer_the_larger_counts_each_day() -> None:
    calendar = Calendar.read(CALENDAR)
    until = MONDAY + timedelta(days=2)
    told = LongerHours(60, saturdays=False, until=until, reason=Reason.PEAK)

    usual = opening_of(calendar, MONDAY, days=7)
    extras = [extra_of(told, calendar, MONDAY), Extra(2, days=1), extra_of(None, calendar, MONDAY)]
    more = opening_of(calendar, MONDAY, days=7, extras=extras)

    days = np.array([24.0, 48.0, 72.0, 7 * 24.0])
    assert (more.to_work(days) - usual.to_work(days)).tolist() == pytest.approx([2, 3, 4, 4])


@pytest.mark.parametrize(
    ("form", "refusal"),
    [
        ({"agents-1": "many"}, Refusal.NOT_A_NUMBER),
        ({"agents-1": "-3"}, Refusal.OUT_OF_RANGE),
        ({"agents-1": "100000"}, Refusal.OUT_OF_RANGE),
        ({"agents-1": "0"}, Refusal.NOBODY),
        ({"weeks": "9"}, Refusal.OUT_OF_RANGE),
        ({"longer": "30"}, Refusal.OUT_OF_RANGE),
        ({"longer": "nan"}, Refusal.NOT_A_NUMBER),
        ({"longer": "inf"}, Refusal.NOT_A_NUMBER),
        ({"agents-1": "9" * 5_000}, Refusal.NOT_A_NUMBER),
        ({"candidates": "2000000"}, Refusal.OUT_OF_RANGE),
        ({"candidates": "-1"}, Refusal.OUT_OF_RANGE),
    ],
)
def test_an_impossible_what_if_is_refused(form: dict[str, str], refusal: Refusal) -> None:
    assert read_question(form, {"1": 4}) is refusal


def test_a_what_if_left_alone_asks_what_happens_if_nothing_changes() -> None:
    assert read_question({}, {"1": 4}) == Question(agents={"1": 4})
    assert read_question({}, {}) is Refusal.NO_POOL


def test_shares_and_work_are_measured_on_visits() -> None:
    visits = [
        Visit("check", 5, 0.5, "1", "sign"),
        Visit("check", 7, 1.5, "1", "wait"),
        Visit("wait", 48, None, None, "check"),
        Visit("sign", 2, None, "2", None),
    ]

    found = lived(visits, {"check": 0, "sign": 1}, pausing={"wait"})

    check, sign, wait = found.steps
    assert check.exits.tolist() == [0, 0.5, 0.5]
    assert check.services.tolist() == [0.5, 1.5]
    assert (check.delays.tolist(), wait.delays.tolist()) == ([0], [48])
    assert (wait.pauses, sign.pauses, found.assumed) == (True, False, ("sign",))


def test_a_history_shows_work_from_the_end_of_the_work_before() -> None:
    def done(case: int, hour: int) -> Done:
        return Done(case, MONDAY.replace(hour=hour), "check", "somebody", "desk")

    first, second, third = visits_of([done(1, 8), done(2, 9), done(1, 11)])

    assert (first.hours, first.worked) == (0, None)
    assert (second.hours, second.worked, second.next_step) == (3, 2, None)
    assert (third.hours, third.worked) == (0, 0)
