"""No published table tells a count from one to four, alone or by subtraction."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from eservices.figures.shielding import LEAST, Hidden, Shown, shield, shield_grid, shown

COUNTS = st.one_of(st.integers(0, 9), st.integers(0, 400))
LINES = st.lists(COUNTS, min_size=1, max_size=12)
GRIDS = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=1, max_size=6)
)


def is_safe(counts: Sequence[int], published: Sequence[Shown]) -> bool:
    """Tell whether nothing small follows from a line and its sum, if its sum may be known."""
    away = [count for count, one in zip(counts, published, strict=True) if isinstance(one, Hidden)]
    everything = len(away) == len(counts) and sum(counts) < LEAST
    alone = len(counts) == 1
    return not away or everything or alone or (len(away) > 1 and sum(away) >= LEAST)


def is_true(counts: Sequence[int], published: Sequence[Shown]) -> bool:
    """Tell whether what is published is so."""
    return all(
        one == count or one is Hidden.KEPT_BACK or (one is Hidden.FEW and 0 < count < LEAST)
        for count, one in zip(counts, published, strict=True)
    )


@given(LINES)
def test_a_line_tells_no_small_count(counts: list[int]) -> None:
    published = shield(counts)

    assert is_true(counts, published)
    assert is_safe(counts, published)
    assert not any(one in range(1, LEAST) for one in published if not isinstance(one, Hidden))


@given(GRIDS)
def test_a_grid_tells_no_small_count_by_its_rows_or_its_columns(grid: list[list[int]]) -> None:
    published = shield_grid(grid)

    for counts, line in zip(grid, published, strict=True):
        assert is_true(counts, line)
        assert is_safe(counts, line)
    for column, line in zip(zip(*grid, strict=True), zip(*published, strict=True), strict=True):
        assert is_safe(column, line)


@given(GRIDS)
def test_of_a_closed_column_nothing_is_told(grid: list[list[int]]) -> None:
    published = shield_grid(grid, closed=[0])

    assert all(isinstance(line[0], Hidden) for line in published)


def test_what_is_large_enough_is_told_as_it_is() -> None:
    assert shield([5, 12, 0]) == (5, 12, 0)
    assert shield([3, 12, 8]) == (Hidden.FEW, 12, Hidden.KEPT_BACK)
    assert shield([3, 4, 20]) == (Hidden.FEW, Hidden.FEW, 20)
    assert [shown(count) for count in (0, 1, 4, 5)] == [0, Hidden.FEW, Hidden.FEW, 5]


def test_two_counts_of_one_are_not_told_by_their_sum_of_two() -> None:
    assert shield([1, 1, 7, 30]) == (Hidden.FEW, Hidden.FEW, Hidden.KEPT_BACK, 30)
