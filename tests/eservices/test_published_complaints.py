"""What is published of complaints names nobody: small counts are withheld, and not alone."""

import pytest

from eservices.published_complaints import LEAST, Row, withheld


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        ([], []),
        ([0, 0], [None, None]),
        ([7, 9], [7, 9]),
        # One alone could be told from the total: the next smallest goes with it.
        ([3, 7, 9], [None, None, 9]),
        ([3, 2, 9], [None, None, 9]),
        ([4, 0], [None, None]),
        ([5, 0, 0], [5, None, None]),
    ],
)
def test_small_counts_are_withheld_and_never_one_alone(
    counts: list[int], published: list[int | None]
) -> None:
    assert withheld(counts) == published


def test_what_is_withheld_cannot_be_worked_out_from_a_total_and_the_rest() -> None:
    for small in range(1, LEAST):
        shown = withheld([small, 6, 11])
        assert shown.count(None) != 1


def test_shares_are_given_of_published_counts_only() -> None:
    told = Row(received=20, answered=10, in_time=8, satisfied=6, reopened=2)
    hidden = Row(received=20, answered=10, in_time=None, satisfied=None, reopened=2)

    assert (told.timeliness, told.contentment) == (0.8, 0.75)
    assert (hidden.timeliness, hidden.contentment) == (None, None)
    assert Row(0, 0, 0, 0, 0).timeliness is None
