"""Short messages are counted as the network counts them, and written in its letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.gsm import length_in_sms, parts_of, strange_to_sms, to_sms


@pytest.mark.parametrize(
    ("written", "brought"),
    [
        ("Votre document est prêt", "Votre document est pret"),
        ("l’acte « reçu »", 'l\'acte " recu "'),
        ("Ɔ̀lá Sɛ́na", "Olá Sena".replace("á", "a")),
        ("œuvre – 12 €", "oeuvre - 12 €"),
        ("é è à ù", "é è à ù"),
        ("😀 ok", "? ok"),
    ],
)
def test_a_text_is_brought_into_the_letters_of_sms(written: str, brought: str) -> None:
    assert to_sms(written) == brought


@given(st.text())
def test_whatever_is_brought_in_is_known_to_every_telephone(text: str) -> None:
    assert strange_to_sms(to_sms(text)) == ""


@given(st.text(alphabet="abc é{€"))
def test_what_is_known_is_left_alone(text: str) -> None:
    assert to_sms(text) == text


@pytest.mark.parametrize(("length", "parts"), [(0, 1), (160, 1), (161, 2), (306, 2), (307, 3)])
def test_a_text_takes_as_many_messages_as_it_needs(length: int, parts: int) -> None:
    assert parts_of("a" * length) == parts


def test_signs_behind_an_escape_count_for_two() -> None:
    assert length_in_sms("{€}") == 6
    assert parts_of("€" * 81) == 2
