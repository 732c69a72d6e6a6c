"""Whether conditions hold, computed once for all the answers that a condition cannot tell apart."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.language.conditions import Condition, compile_condition

#: The day on which conditions are tried.
SOME_DAY = date(2026, 1, 15)

Answers = Mapping[str, Any]
Opinions = Mapping[str, str]


class Truths:
    """What the conditions of one e-service say of answers to its form.

    Proofs ask the same few conditions of thousands of combinations that differ elsewhere. It is
    kept for one e-service: in another, a question of the same name may be of another type.
    """

    def __init__(self) -> None:
        self._told: dict[tuple[Any, ...], bool] = {}

    def holds(
        self, condition: str | None, answers: Answers, opinions: Opinions | None = None
    ) -> bool:
        """Tell whether the condition is true; where there is none, everything is."""
        if condition is None:
            return True
        compiled, heard = compile_condition(condition), opinions or {}
        seen = (
            condition,
            *(_told_apart(compiled, name, answers.get(name)) for name in compiled.reads),
            *(heard.get(name) for name in compiled.opinions),
        )
        if seen not in self._told:
            self._told[seen] = compiled.holds(answers, SOME_DAY, heard)
        return self._told[seen]


def _told_apart(condition: Condition, name: str, answer: Any) -> Any:
    """Give what stands for an answer among those seen: lists of items cannot be looked up."""
    return repr(answer) if name in condition.groups else answer
