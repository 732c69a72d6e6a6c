"""Passwords that a guesser would try are refused before they are hashed."""

import pytest

from tests.builders.kernel import PASSWORD
from workflows.passwords import UnsuitablePassword, hash_password

ABOUT = ("k.dossou", "Koffi Dossou")


@pytest.mark.parametrize("password", ["short", "eleven char", "x" * 129])
def test_a_password_of_the_wrong_length_is_refused(password: str) -> None:
    with pytest.raises(UnsuitablePassword, match="12 to 128"):
        hash_password(password)


@pytest.mark.parametrize(
    "password",
    ["password1234", "azertyuiop123", "motdepasse1234", "123456789012", "qwertyuiop123456"],
)
def test_a_password_that_is_on_the_lists_of_leaked_ones_is_refused(password: str) -> None:
    with pytest.raises(UnsuitablePassword, match="easy to guess"):
        hash_password(password)


@pytest.mark.parametrize("password", ["KoffiDossou12", "k.dossou2026", "Dossou123456"])
def test_a_password_made_of_the_persons_own_name_is_refused(password: str) -> None:
    with pytest.raises(UnsuitablePassword, match="easy to guess"):
        hash_password(password, ABOUT)


@pytest.mark.parametrize("password", [PASSWORD, "une phrase assez longue", "x7$Lq-0vRb2!"])
def test_a_phrase_or_a_random_word_is_accepted(password: str) -> None:
    assert hash_password(password, ABOUT).startswith("$argon2id$")
