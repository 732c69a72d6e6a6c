"""Slips of the pen taken as they were meant, so that what else is wrong is told with them.

Only what the repair itself would say is done: a misspelt key or word becomes the one that it is
close to, and a key that means nothing is left out. What was meant is never published: the slip
stays an error.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from workflows.language.findings import closest
from workflows.language.mistakes import allowed_words, known_keys

#: More than these are no slips: that file was meant for something else.
MOST_SLIPS = 50
UNKNOWN_KEY = "extra_forbidden"
UNKNOWN_WORD = frozenset({"enum", "literal_error"})


def as_meant(value: Any, error: ValidationError, model: type[BaseModel]) -> Any | None:
    """Give a value without its slips, or None where something else than a slip is wrong."""
    if error.error_count() > MOST_SLIPS:
        return None
    meant = deepcopy(value)
    for details in error.errors(include_url=False):
        if not _mended(meant, details, model):
            return None
    return meant


def _mended(meant: Any, details: ErrorDetails, model: type[BaseModel]) -> bool:
    """Undo one slip; tells whether it was one."""
    *around, last = details["loc"]
    held = _at(meant, around)
    if details["type"] == UNKNOWN_KEY and isinstance(held, dict):
        _rename(held, str(last), known_keys(model, details["loc"][:-1]))
        return True
    return details["type"] in UNKNOWN_WORD and _respell(held, last, details)


def _rename(held: dict[str, Any], key: str, known: tuple[str, ...]) -> None:
    near = closest(key, known)
    value = held.pop(key, None)
    if near and near not in held:
        held[near] = value


def _respell(held: Any, last: str | int, details: ErrorDetails) -> bool:
    near = closest(str(details["input"]), allowed_words(details))
    if not near or not isinstance(held, dict | list):
        return False
    held[last] = near  # type: ignore[index]  # a place that pydantic named
    return True


def _at(value: Any, path: list[str | int]) -> Any:
    """Give what stands at a path, or None where nothing does."""
    for part in path:
        if not _stands(value, part):
            return None
        value = value[part]
    return value


def _stands(value: Any, part: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(part, int) and part < len(value)
    return isinstance(value, Mapping) and part in value
