"""Too many combinations: every two answers are tried together, and the check says what it left."""

from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from eservices.definition.combinations import MOST, combined, count_of
from tests.builders.defects import Edit, benin_text, edited, loaded
from workflows.language.findings import Severity

BOOLEANS = 14
FIELDS = "".join(
    f"        - {{id: q{number}, type: boolean, label: {{fr: Q{number}, en: Q{number}}}}}\n"
    for number in range(BOOLEANS)
)
READ = " || ".join(f"answers.q{number} == true" for number in range(BOOLEANS))


def everything(values: tuple[Any, ...]) -> dict[int, Any]:
    """Ask every question, whatever is answered."""
    return dict(enumerate(values))


def pairs(values: tuple[Any, ...]) -> set[tuple[tuple[int, Any], tuple[int, Any]]]:
    return set(combinations(enumerate(values), 2))


@settings(max_examples=6)
@given(st.lists(st.integers(2, 5), min_size=6, max_size=9))
def test_every_two_answers_meet_however_many_combinations_there_are(sizes: list[int]) -> None:
    choices = [tuple(range(size)) for size in sizes]

    tried = list(combined(choices, everything))

    met = set().union(*map(pairs, tried))
    wanted = {
        ((one, first), (other, second))
        for one, other in combinations(range(len(sizes)), 2)
        for first, second in product(choices[one], choices[other])
    }
    assert met == wanted
    assert len(tried) == min(count_of(choices), MOST)


def test_few_combinations_are_all_tried() -> None:
    choices = [(1, 2, 3), ("a", "b"), (True, False)]

    assert list(combined(choices, everything)) == list(product(*choices))


def test_answers_to_questions_that_are_not_asked_meet_nobody() -> None:
    choices = [(False, True)] + [tuple(range(4))] * 8

    def asked(values: tuple[Any, ...]) -> dict[int, Any]:
        """Ask the other questions only after a yes."""
        return {at: value for at, value in enumerate(values) if at == 0 or values[0]}

    tried = [values for values in combined(choices, asked) if values[0]]

    met = set().union(*map(pairs, tried))
    assert {((1, a), (8, b)) for a in range(4) for b in range(4)} <= met


def priced(*conditions: str) -> tuple[Edit, ...]:
    """Let the price of the criminal record be decided by many questions."""
    text = benin_text("criminal-record")
    start = text.index("tariff:\n")
    end = text.index("\n\n", start)
    price = "amount: 1900 XOF, from: 2020-07-29, corrected: kept"
    line = f"  - {{item: issue, label: {{fr: Prix, en: Price}}, {price}"
    lines = "".join(f"{line}, when: '{condition}'}}\n" for condition in conditions)
    anchor = "      fields:\n"
    return (text[start:end], f"tariff:\n{lines.rstrip()}"), (anchor, anchor + FIELDS)


def test_the_check_says_what_it_did_not_try_and_publishes_all_the_same() -> None:
    result = loaded(edited(benin_text("criminal-record"), priced(READ, f"!({READ})")))

    (untried,) = [one for one in result.findings if one.code == "D067"]
    assert untried.severity is Severity.WARNING
    assert str(2**BOOLEANS) in untried.message("fr")
    assert untried.place.line > 1
    assert result.eservice is not None


def test_a_gap_that_two_answers_open_is_found_among_too_many_combinations() -> None:
    all_of_them = READ.replace("||", "&&")
    gap = (
        f"answers.q0 == true || ({all_of_them})",
        "answers.q0 == false && answers.q1 == true",
    )

    result = loaded(edited(benin_text("criminal-record"), priced(*gap)))

    assert "D035" in [one.code for one in result.findings]
