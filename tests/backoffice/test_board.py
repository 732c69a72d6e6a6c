"""The supervisor's board: figures that agree with the cases, periods, shares, totals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.board import FIGURES, Period, Row, first_day, total
from backoffice.board_outlook import more_people
from tests.builders.backoffice import Backoffice
from workflows.actors import Role
from workflows.board import Pace
from workflows.board.breaches import Breach

TODAY = date(2026, 3, 10)
ROWS = st.lists(
    st.builds(
        Row,
        eservice=st.just("a"),
        office=st.just("b"),
        **{figure: st.integers(0, 10_000) for figure in FIGURES},
    )
)


@pytest.mark.parametrize(
    ("period", "start"),
    [
        (Period.TODAY, date(2026, 3, 10)),
        (Period.WEEK, date(2026, 3, 4)),
        (Period.MONTH, date(2026, 2, 9)),
        (Period.ALL, None),
    ],
)
def test_today_is_one_of_the_days_of_a_period(period: Period, start: date | None) -> None:
    assert first_day(period, TODAY) == start


@given(ROWS)
def test_the_total_is_the_sum_of_the_rows(rows: list[Row]) -> None:
    added = total(rows)

    for figure in FIGURES:
        assert getattr(added, figure) == sum(getattr(row, figure) for row in rows)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_hundred_per_cent_is_said_only_when_nothing_was_late(in_time: int, late: int) -> None:
    figures = dict.fromkeys(FIGURES, 0) | {"in_time": in_time, "late": late}
    share = Row(eservice="", office="", **figures).share

    if in_time + late == 0:
        assert share is None
    else:
        assert share is not None
        assert 0 <= share <= 100
        assert (share == 100) == (late == 0)


def test_the_board_counts_what_happened(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    for _application in range(3):
        office.a_waiting_case()
    office.fire(office.claim(agent), "refuse", agent, reason="unreadable")
    office.counts()

    page = office.browser(office.hire(Role.SUPERVISOR)).read("/board?period=today")

    heads, cells = page.texts(".main thead th"), page.texts(".main tbody th, .main tbody td")
    row = dict(zip(heads, cells, strict=True))
    assert row == {
        "E-service": "Criminal record",
        "Office": "CNCJ, Cotonou",
        "Received": "3",
        "In progress": "2",
        "Delivered": "0",
        "Refused": "1",
        "Withdrawn": "0",
        "In time": "3",
        "Late": "0",
        "Share in time": "100 %",
    }
    assert page.texts(".main tfoot td") == cells[2:]


@pytest.mark.parametrize(
    ("asked", "shown"), [("month", "30 days"), ("", "7 days"), ("x", "7 days")]
)
def test_the_period_asked_for_is_the_one_shown(office: Backoffice, asked: str, shown: str) -> None:
    page = office.browser(office.hire(Role.SUPERVISOR)).read(f"/board?period={asked}")

    assert page.texts(".periods [aria-current]") == [shown]
    assert page.text("caption").endswith(shown)


def test_the_board_names_nobody_and_no_case(office: Backoffice) -> None:
    case = office.a_waiting_case()
    office.counts()

    page = office.browser(office.hire(Role.SUPERVISOR)).read("/board")

    assert case.reference not in page.html
    assert "Dossou" not in page.html


def test_the_board_says_first_what_will_be_late_and_what_would_prevent_it(
    office: Backoffice,
) -> None:
    for _application in range(4):
        office.a_waiting_case()
    office.approve_next(office.hire(Role.AGENT))
    office.counts()

    page = office.browser(office.hire(Role.SUPERVISOR)).read("/board")

    said = page.text(".foreseen")
    assert "3 cases will be late after" in said
    assert "are decided by working day instead of 0.1" in said
    assert "/levers" in page.attributes(".foreseen a", "href")


def test_people_are_missing_only_where_those_who_are_there_have_no_time_left() -> None:
    breach = Breach(TODAY, count=312, needed=60)
    quick, slow = (
        Pace(1, decided=10, held=timedelta(minutes=minutes), people=3) for minutes in (20, 60)
    )

    # Twenty hours of work a day are less than three people have; sixty are work for eight.
    assert more_people(breach, quick, 8.0) == 0
    assert more_people(breach, slow, 8.0) == 5
    assert more_people(breach, slow, 0.0) == 0


def test_a_board_on_which_every_promise_holds_raises_no_alarm(office: Backoffice) -> None:
    page = office.browser(office.hire(Role.SUPERVISOR)).read("/board")

    assert not page.has(".foreseen")
