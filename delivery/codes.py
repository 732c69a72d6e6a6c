"""Verification codes: unguessable, and typeable by somebody reading them from paper."""

import secrets

#: No 0, O, 1 or I: nobody has to wonder which one is printed.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
#: 27 drawn symbols of 5 bits are 135 bits; the last one checks the others.
DRAWN = 27
BLOCK = 4
LENGTH = DRAWN + 1


def new_code() -> str:
    """Draw a code of 135 random bits, with its check symbol, in blocks of four."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(DRAWN))
    return _blocks(drawn + _check_symbol(drawn))


def read_code(typed: str) -> str | None:
    """Give a code as the register holds it, or None when it cannot be one.

    Case, spaces and dashes do not matter. The check symbol catches a mistyped symbol and nearly
    every swap of neighbours, so that a slip is not taken for a forgery.
    """
    symbols = "".join(symbol for symbol in typed.upper() if symbol.isalnum())
    if len(symbols) != LENGTH or not set(symbols) <= set(ALPHABET):
        return None
    if _check_symbol(symbols[:-1]) != symbols[-1]:
        return None
    return _blocks(symbols)


def _check_symbol(drawn: str) -> str:
    """Compute the check symbol by Luhn's method, in as many symbols as the alphabet has."""
    base = len(ALPHABET)
    total = 0
    for index, symbol in enumerate(reversed(drawn)):
        value = ALPHABET.index(symbol) * (2 if index % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]


def _blocks(symbols: str) -> str:
    return "-".join(symbols[at : at + BLOCK] for at in range(0, len(symbols), BLOCK))
