"""The delay promised to one applicant: the promise's own, or its variant for these answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.language.conditions import compile_condition
from workflows.language.procedure import Promise
from workflows.language.values import Span


def promised_span(promise: Promise, *, answers: Mapping[str, Any], today: date) -> Span:
    """Give the span of the first variant whose condition holds, else the promise's own."""
    for variant in promise.variants:
        if compile_condition(variant.when).holds(answers, today):
            return variant.within
    return promise.within
