"""A verification code cannot be guessed, and a slip in typing it is noticed."""

import secrets

from hypothesis import given
from hypothesis import strategies as st

from delivery.codes import ALPHABET, DRAWN, LENGTH, new_code, read_code


def test_a_code_holds_at_least_128_random_bits() -> None:
    assert len(ALPHABET) ** DRAWN >= 2**128
    assert len({new_code() for _ in range(200)}) == 200


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()

    assert read_code(code) == code
    assert read_code(f"  {code.lower().replace('-', ' ')} ") == code
    assert read_code(code.replace("-", "")) == code


@given(st.integers(0, LENGTH - 1), st.integers(1, len(ALPHABET) - 1))
def test_one_wrong_symbol_is_always_noticed(position: int, shift: int) -> None:
    symbols = list(new_code().replace("-", ""))
    wrong = ALPHABET[(ALPHABET.index(symbols[position]) + shift) % len(ALPHABET)]
    symbols[position] = wrong

    assert read_code("".join(symbols)) is None


def test_nearly_every_swap_of_neighbours_is_noticed() -> None:
    noticed = tried = 0
    while tried < 300:
        symbols = list(new_code().replace("-", ""))
        at = secrets.randbelow(LENGTH - 1)
        if symbols[at] == symbols[at + 1]:
            continue
        symbols[at], symbols[at + 1] = symbols[at + 1], symbols[at]
        tried += 1
        noticed += read_code("".join(symbols)) is None

    assert noticed / tried > 0.95


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(typed: str) -> None:
    read = read_code(typed)

    assert read is None or len(read.replace("-", "")) == LENGTH
