"""Passwords: none that is short, leaked, or easily guessed; stored as an argon2id hash alone."""

import re
from collections.abc import Iterable

from zxcvbn import zxcvbn

from workflows.accounts import HASHER, PasswordHash
from workflows.errors import WorkflowError

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
#: On zxcvbn's scale of 0 to 4: from here on, a hundred million guesses do not find it. The scale
#: counts the thirty thousand passwords leaked most often, names, dates and rows of keys.
SAFE = 3
#: So many characters must be left when what is known of the person is taken away; parts of names
#: that are shorter than three letters stand in any word.
LEAST_BESIDE, SHORTEST_PART = 8, 3


class UnsuitablePassword(WorkflowError):
    """The password is too short, too long, or easily guessed."""


def hash_password(password: str, about: Iterable[str] = ()) -> PasswordHash:
    """Hash a password with argon2id.

    `about` is what an attacker knows of the person, such as login and name.

    Raises:
        UnsuitablePassword: it is too short or too long, among those leaked most often, made of
            what is known of the person, or otherwise easily guessed.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        msg = f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"
        raise UnsuitablePassword(msg)
    known = [part for text in about for part in re.split(r"\W+", text) if part]
    guessed = zxcvbn(password, user_inputs=known, max_length=LONGEST_PASSWORD)["score"] < SAFE
    if guessed or len(_beside(password, known)) < LEAST_BESIDE:
        msg = "this password is too easy to guess: it is a common one, a name, a date or a pattern"
        raise UnsuitablePassword(msg)
    return PasswordHash(HASHER.hash(password))


def _beside(password: str, known: Iterable[str]) -> str:
    """Take away from a password what is known of the person."""
    for part in sorted(known, key=len, reverse=True):
        if len(part) >= SHORTEST_PART:
            password = re.sub(re.escape(part), "", password, flags=re.IGNORECASE)
    return password
