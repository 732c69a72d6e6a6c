"""Periods: read as written, compared over the same days, and never counted before they are over."""

from datetime import date

import pytest

from backoffice.reporting.period import Days, Period, Unfit, read_period
from workflows.board.periods import Stretch, stretches
from workflows.board.reading import Grain


def the(written: str) -> Period:
    period = read_period(written)
    assert isinstance(period, Period)
    return period


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-10-05", date(2026, 10, 5), date(2026, 10, 5)),
    ],
)
def test_a_day_a_month_and_a_year_are_read(written: str, first: date, last: date) -> None:
    assert (the(written).first, the(written).last) == (first, last)


@pytest.mark.parametrize("written", ["", "26", "2026-13", "2026-02-30", "1999", "2026-1", "x"])
def test_what_is_no_period_is_unreadable(written: str) -> None:
    assert read_period(written) is Unfit.UNREADABLE


def test_only_days_that_are_over_count() -> None:
    october = the("2026-10")

    assert october.counted(date(2026, 10, 1)) is Unfit.NOT_BEGUN
    assert october.counted(date(2026, 10, 20)) == Days(date(2026, 10, 1), date(2026, 10, 19))
    assert october.counted(date(2027, 1, 1)) == Days(date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("written", "former", "year_before"),
    [
        ("2026", "2025", "2025"),
        ("2026-01", "2025-12", "2025-01"),
        ("2028-02-29", "2028-02-28", "2027-02-28"),
    ],
)
def test_each_period_has_one_before_and_one_a_year_before(
    written: str, former: str, year_before: str
) -> None:
    assert the(written).former.written == former
    assert the(written).year_before.written == year_before


def test_a_period_under_way_is_compared_over_as_many_days() -> None:
    march, year = the("2026-03"), the("2026")

    of_march = Days(march.first, date(2026, 3, 30))
    of_year = Days(year.first, date(2026, 5, 10))

    assert march.former.like(of_march, march) == Days(date(2026, 2, 1), date(2026, 2, 28))
    assert year.former.like(of_year, year) == Days(date(2025, 1, 1), date(2025, 5, 10))
    whole = Days(march.first, march.last)
    assert march.former.like(whole, march) == Days(date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("first", "last", "pieces"),
    [
        ("2026-01-01", "2026-12-31", [("month", "2026-01-01", "2026-12-01")]),
        ("2026-03-05", "2026-03-09", [("day", "2026-03-05", "2026-03-09")]),
        (
            "2026-01-01",
            "2026-03-09",
            [("month", "2026-01-01", "2026-02-01"), ("day", "2026-03-01", "2026-03-09")],
        ),
        (
            "2025-12-30",
            "2026-02-01",
            [
                ("day", "2025-12-30", "2025-12-31"),
                ("month", "2026-01-01", "2026-01-01"),
                ("day", "2026-02-01", "2026-02-01"),
            ],
        ),
    ],
)
def test_a_period_is_whole_months_and_the_days_around_them(
    first: str, last: str, pieces: list[tuple[str, str, str]]
) -> None:
    cut = list(stretches(date.fromisoformat(first), date.fromisoformat(last)))

    expected = [
        Stretch(Grain(grain), date.fromisoformat(a), date.fromisoformat(b))
        for grain, a, b in pieces
    ]
    assert cut == expected
