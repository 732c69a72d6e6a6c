"""The promised delay follows the answers."""

from datetime import date

import pytest

from workflows.language.procedure import Promise
from workflows.language.promises import promised_span

PROMISE = Promise.model_validate(
    {
        "within": "25 days",
        "variants": [
            {"when": 'answers.town == "cotonou"', "within": "14 days"},
            {"when": "answers.area > 1000", "within": "60 days"},
        ],
    }
)


@pytest.mark.parametrize(
    ("answers", "span"),
    [
        ({"town": "parakou", "area": 90}, "25 days"),
        ({"town": "cotonou", "area": 90}, "14 days"),
        ({"town": "parakou", "area": 2000}, "60 days"),
        ({"town": "cotonou", "area": 2000}, "14 days"),
        ({}, "25 days"),
    ],
)
def test_the_first_variant_that_holds_is_promised(answers: dict[str, object], span: str) -> None:
    assert str(promised_span(PROMISE, answers=answers, today=date(2026, 3, 2))) == span
