"""Slugs of what administrators add, made of names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.administering.place_rules import slug_for
from workflows.language.values import SLUG_PATTERN


@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [
        ("Mairie d’Abomey-Calavi", (), "mairie-d-abomey-calavi"),
        ("Mairie de Sèmè", ("mairie-de-seme",), "mairie-de-seme-2"),
        ("2e arrondissement", (), "e-arrondissement"),
        ("मंडल", (), ""),
    ],
)
def test_a_slug_is_made_of_a_name(name: str, taken: tuple[str, ...], slug: str) -> None:
    assert slug_for(name, taken) == slug


@given(st.text(max_size=200))
def test_a_slug_is_one_of_the_packs_or_none(name: str) -> None:
    made = slug_for(name, ())

    assert made == "" or re.fullmatch(SLUG_PATTERN, made)
