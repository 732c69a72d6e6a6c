"""Lost links: the letter that brings one back, once an hour at most."""

from datetime import UTC, datetime, timedelta

import pytest

from eservices.lost_links import letter_number, write_letter

NOW = datetime(2026, 3, 2, 9, 10, tzinfo=UTC)


@pytest.mark.parametrize(("language", "words"), [("fr", "Le voici"), ("en", "Here it is")])
def test_the_letter_gives_the_link_in_the_applicants_language(language: str, words: str) -> None:
    link = "https://portal.example/track/BJ-1/secret"

    letter = write_letter(reference="BJ-1", link=link, language=language)

    assert "BJ-1" in letter.subject
    assert f"\n\n{link}\n\n" in letter.body
    assert words in letter.body


def test_asking_again_within_the_hour_is_the_same_letter() -> None:
    assert letter_number(NOW) == letter_number(NOW + timedelta(minutes=49))
    assert letter_number(NOW) != letter_number(NOW + timedelta(minutes=51))
    assert letter_number(NOW) < 0
