"""Advice: how many agents, where, until when; and what cannot be simulated in time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from backoffice.demand.model import DAYS_AHEAD, WEEKS_AHEAD, Expected, Forecast
from backoffice.staffing.advising import advise
from backoffice.staffing.answering import MOST_AT_ONCE, answer_to, replications_for
from backoffice.staffing.asking import Manned
from backoffice.staffing.coming import Office, Open
from backoffice.staffing.measuring import Lived
from backoffice.staffing.plan import Step
from backoffice.staffing.question import Question, Refusal
from tests.builders.kernel import CALENDAR
from workflows.language.procedure import CompiledProcedure
from workflows.language.values import Span, Unit
from workflows.opening_hours import Calendar
from workflows.organisations import Pool

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
#: An hour of checking, then six minutes of signing; an agent is there for forty hours a week.
STEPS = (
    Step("check", 0, np.zeros(1), np.ones(1), np.array([0.0, 1.0])),
    Step("sign", 1, np.zeros(1), np.full(1, 0.1), np.array([0.0, 0.0])),
)


def a_pool(number: int, slug: str) -> Pool:
    return Pool(number, slug, "cotonou", slug, {"fr": slug, "en": slug})


def a_forecast(by_day: float) -> Forecast:
    def expected(count: int, days: int) -> tuple[Expected, ...]:
        each = by_day * days
        return tuple(
            Expected(
                start=MONDAY.date() + timedelta(days=at * days),
                expected=each,
                low=each * 0.9,
                high=each * 1.1,
                naive=each,
            )
            for at in range(count)
        )

    return Forecast(
        days=expected(DAYS_AHEAD, 1),
        weeks=expected(WEEKS_AHEAD, 7),
        check=None,
        history_days=400,
    )


def an_office(*, by_day: float, agents: int = 1, waiting: tuple[Open, ...] = ()) -> Office:
    promise = SimpleNamespace(within=Span(count=5, unit=Unit.WORKING_DAYS))
    procedure = SimpleNamespace(initial="check")
    return Office(
        compiled=cast("CompiledProcedure", SimpleNamespace(promise=promise, procedure=procedure)),
        calendar=Calendar.read(CALENDAR),
        pools=(Manned(a_pool(1, "records"), agents), Manned(a_pool(2, "signatories"), 1)),
        lived=Lived(STEPS, ()),
        forecast=a_forecast(by_day),
        hours=(),
        open_cases=waiting,
        now=MONDAY,
    )


def test_agents_who_are_enough_are_said_to_be_enough() -> None:
    advice = advise(an_office(by_day=4))

    assert advice is not None
    assert (advice.posts, advice.until) == ((), None)
    assert advice.late_today <= advice.bearable


def test_the_pool_that_is_short_is_named_with_the_fewest_agents_that_keep_the_promise() -> None:
    # A hundred and twelve hours a week for forty: two would fall behind, three keep up.
    advice = advise(an_office(by_day=16))

    assert advice is not None
    (post,) = advice.posts
    assert (post.pool, post.agents, post.today, post.office) == ("1", 3, 1, "cotonou")
    assert advice.until is None
    assert advice.late_then <= advice.bearable < advice.late_today


def test_help_against_a_backlog_is_needed_for_a_while_only() -> None:
    fresh = tuple(Open("check", 1.0, 1.0) for _case in range(200))

    advice = advise(an_office(by_day=3, waiting=fresh))

    assert advice is not None
    (post,) = advice.posts
    assert 5 <= post.agents <= 7
    assert advice.until is not None
    assert advice.until <= date(2026, 3, 16)


def test_what_is_late_already_is_no_reason_for_more_agents() -> None:
    overdue = tuple(Open("check", 5_000.0, 1.0) for _case in range(40))

    advice = advise(an_office(by_day=2, waiting=overdue))

    assert advice is not None
    assert advice.posts == ()
    assert advice.late_today > advice.bearable


def test_a_pool_of_nobody_is_given_somebody() -> None:
    advice = advise(an_office(by_day=2, agents=0))

    assert advice is not None
    assert [(post.agents, post.today) for post in advice.posts] == [(1, 0)]


def test_without_a_promise_a_forecast_or_an_end_nothing_is_advised() -> None:
    office = an_office(by_day=4)
    turning = Step("check", None, np.zeros(1), np.zeros(1), np.array([1.0, 0.0]))
    promised = cast(
        "CompiledProcedure",
        SimpleNamespace(promise=None, procedure=SimpleNamespace(initial="check")),
    )

    assert advise(replace(office, compiled=promised)) is None
    assert advise(replace(office, forecast=None)) is None
    assert advise(replace(office, lived=Lived((turning, STEPS[1]), ()))) is None
    assert advise(replace(office, forecast=a_forecast(100_000))) is None


@pytest.mark.parametrize(
    ("office", "refusal"),
    [
        (an_office(by_day=MOST_AT_ONCE / 50), Refusal.TOO_MANY),
        (replace(an_office(by_day=1), forecast=None), Refusal.NO_FORECAST),
        (replace(an_office(by_day=1), lived=Lived((), ())), Refusal.NOTHING_MEASURED),
        (
            replace(an_office(by_day=1), calendar=replace(Calendar.read(CALENDAR), week=((),) * 7)),
            Refusal.NEVER_OPEN,
        ),
    ],
)
def test_what_cannot_be_simulated_is_refused(office: Office, refusal: Refusal) -> None:
    answer, _outcome = answer_to(office, Question(agents={"1": 1, "2": 1}), lambda _share: None)

    assert answer.refusal is refusal


def test_cases_that_turn_for_ever_are_refused_and_not_begun_again_for_ever() -> None:
    turning = Step("check", None, np.zeros(1), np.zeros(1), np.array([1.0, 0.0]))
    office = replace(an_office(by_day=1), lived=Lived((turning, STEPS[1]), ()))

    answer, _outcome = answer_to(office, Question(agents={"1": 1, "2": 1}), lambda _share: None)

    assert answer.refusal is Refusal.ENDLESS


def test_a_great_concours_is_simulated_in_fewer_replications() -> None:
    assert [replications_for(cases) for cases in (0, 224, 30_000, 250_000, MOST_AT_ONCE)] == [
        200,
        200,
        200,
        24,
        20,
    ]


def test_open_cases_at_a_step_that_nobody_left_yet_are_counted_apart() -> None:
    stuck = tuple(Open("interview", 10.0, 1.0) for _case in range(3))

    answer, _outcome = answer_to(
        an_office(by_day=4, waiting=stuck),
        Question(agents={"1": 4, "2": 1}),
        lambda _share: None,
    )

    assert answer.unplaced == {"interview": 3}
    assert answer.cleared is None
    assert answer.cleared_surely is None


def test_a_pool_that_was_made_after_the_question_has_its_usual_agents() -> None:
    answer, _outcome = answer_to(
        an_office(by_day=4), Question(agents={"1": 3}), lambda _share: None
    )

    assert [(pool.pool, pool.agents) for pool in answer.pools] == [("1", 3), ("2", 1)]
