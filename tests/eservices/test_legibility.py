"""Legibility: photographs that an agent cannot read are told, and hardly any that one can."""

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image

from eservices.advice import ADVICE, REMARKS, advise, remark
from eservices.legibility import Flaw, flaws_of
from tests.builders.photographs import (
    a_good_photograph,
    a_good_scan,
    a_page,
    blank,
    blurred,
    cut,
    darkened,
    jpeg,
    taken,
    washed_out,
)

#: Stated in the documentation: of good photographs, hardly any may be called bad.
MOST_FALSE_WARNINGS = 0.02
SEEDS = range(12)


def found_in(photograph: Image.Image) -> tuple[Flaw, ...]:
    with Image.open(io.BytesIO(jpeg(photograph))) as image:
        return flaws_of(image.convert("RGB"))


def photographs(spoil: Callable[[Image.Image, int], Image.Image]) -> Iterator[Image.Image]:
    return (spoil(a_good_photograph(seed), seed) for seed in SEEDS)


def test_hardly_any_good_photograph_is_called_bad() -> None:
    good = [a_good_photograph(seed) for seed in range(100, 125)]
    good += [a_good_scan(seed) for seed in range(100, 125)]

    warned = [photograph for photograph in good if found_in(photograph)]

    assert len(warned) / len(good) <= MOST_FALSE_WARNINGS


@pytest.mark.parametrize(
    ("spoil", "flaws"),
    [
        (blurred, {Flaw.BLURRED}),
        (darkened, {Flaw.DARK}),
        # What is almost gone may as well be called blank.
        (washed_out, {Flaw.WASHED_OUT, Flaw.BLANK}),
    ],
)
def test_bad_photographs_are_told_for_what_they_are(
    spoil: Callable[[Image.Image, int], Image.Image], flaws: set[Flaw]
) -> None:
    told = [bool(flaws & set(found_in(photograph))) for photograph in photographs(spoil)]

    assert sum(told) / len(told) >= 0.95


def test_the_back_of_a_page_is_told() -> None:
    assert all(found_in(blank(seed)) == (Flaw.BLANK,) for seed in range(8))


def test_writing_that_runs_off_the_edge_is_told_where_it_shows() -> None:
    told = [Flaw.CUT in found_in(cut(a_page(seed), seed)) for seed in SEEDS]

    assert sum(told) / len(told) >= 0.75


def test_a_small_picture_is_told() -> None:
    small = taken(a_page(3, side=1500), 3).resize((500, 707))

    assert Flaw.SMALL in found_in(small)


def test_a_tiny_or_plain_picture_does_not_stop_the_check() -> None:
    assert flaws_of(Image.new("RGB", (200, 200), "white")) == (Flaw.BLANK,)
    assert flaws_of(Image.new("L", (40, 3000), 0)) == (Flaw.DARK,)


def test_every_flaw_has_its_words() -> None:
    assert ADVICE.keys() == REMARKS.keys() == set(Flaw)
    for flaw in Flaw:
        assert advise([flaw], "fr") != advise([flaw], "en")
        assert remark([flaw], "fr") != remark([flaw], "en")
