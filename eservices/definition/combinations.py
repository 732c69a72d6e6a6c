"""Combinations of answers, where there are too many to try them all: every two of them together.

Most defects show as soon as two answers meet. So first come combinations in which every two answers
that can be given together are, then as many others as there is time for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from math import prod
from random import Random
from typing import Any

#: More combinations than this are not tried: a decision that needs them is beyond reading too.
MOST = 5_000
#: How often a pair is tried with other answers beside it before it counts as impossible.
TRIES = 20
Values = tuple[Any, ...]
#: A question's place and which of its answers.
Choice = tuple[int, int]
Pair = tuple[Choice, Choice]


def count_of(choices: Sequence[Sequence[Any]]) -> int:
    """Count the combinations of some questions' answers."""
    return prod(len(one) for one in choices)


def combined(
    choices: Sequence[Sequence[Any]], asked: Callable[[Values], Mapping[int, Any]]
) -> Iterator[Values]:
    """Yield all combinations, or, of too many, every two answers together and then others.

    `asked` gives the places of the questions that a combination asks: an answer to a question that
    is not asked meets no other answer.
    """
    if count_of(choices) <= MOST:
        yield from product(*choices)
        return
    chosen = list(islice(_pairwise(choices, asked), MOST))
    yield from chosen
    yield from islice(product(*choices), MOST - len(chosen))


def _pairwise(
    choices: Sequence[Sequence[Any]], asked: Callable[[Values], Mapping[int, Any]]
) -> Iterator[Values]:
    # The same definition is always judged by the same combinations.
    chance = Random(len(choices))  # noqa: S311 - nothing is secret here
    wanted = _pairs(choices)
    while wanted:
        pair = next(iter(wanted))
        for _ in range(TRIES):
            places = _completed(pair, choices, wanted, chance)
            values = tuple(choices[at][which] for at, which in enumerate(places))
            met = set(asked(values))
            covered = {
                (one, other)
                for one, other in combinations(enumerate(places), 2)
                if one[0] in met and other[0] in met
            }
            if pair in covered:
                yield values
                for done in covered:
                    wanted.pop(done, None)
                break
        wanted.pop(pair, None)


def _pairs(choices: Sequence[Sequence[Any]]) -> dict[Pair, None]:
    """List every two answers to two questions, in an order that does not change."""
    return {
        ((one, first), (other, second)): None
        for one, other in combinations(range(len(choices)), 2)
        for first in range(len(choices[one]))
        for second in range(len(choices[other]))
    }


def _completed(
    pair: Pair, choices: Sequence[Sequence[Any]], wanted: Mapping[Pair, None], chance: Random
) -> list[int]:
    """Answer the other questions beside a pair, each by an answer that makes most new pairs."""
    fixed = dict(pair)
    for at in chance.sample(range(len(choices)), len(choices)):
        if at not in fixed:
            ways = chance.sample(range(len(choices[at])), len(choices[at]))
            fixed[at] = max(ways, key=lambda which, at=at: _news((at, which), fixed, wanted))  # type: ignore[misc]  # bound
    return [fixed[at] for at in range(len(choices))]


def _news(choice: Choice, fixed: Mapping[int, int], wanted: Mapping[Pair, None]) -> int:
    """Count the pairs that an answer makes with those chosen before, and that are still wanted."""
    return sum(
        ((choice, other) if choice < other else (other, choice)) in wanted
        for other in fixed.items()
    )
