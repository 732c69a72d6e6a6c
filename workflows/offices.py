"""Which office treats a case: what an expression of the procedure says of its answers."""

from workflows.cases import Case
from workflows.language.conditions import compile_condition


def office_named(expression: str | None, case: Case, *, default: str) -> str:
    """Name the office that an expression gives for a case, else the default."""
    if expression is None:
        return default
    named = compile_condition(expression).evaluate(case.answers, case.lodged_at.date())
    return str(named) if named else default
