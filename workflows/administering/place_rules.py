"""What administrators may write of organisations, offices and pools: decided purely."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from workflows.errors import WorkflowError

#: As long as a slug of the pack's files may be.
LONGEST_SLUG = 63


class Kind(StrEnum):
    """What administrators keep."""

    ORGANISATION = "organisation"
    OFFICE = "office"
    POOL = "pool"


#: What each says in words, language by language, and how long that may be.
TEXTS: Mapping[Kind, Mapping[str, int]] = {
    Kind.ORGANISATION: {"name": 120, "note": 500},
    Kind.OFFICE: {"name": 120, "place": 80, "address": 200},
    Kind.POOL: {"name": 120},
}


class Obstacle(StrEnum):
    """Why a place cannot be kept so."""

    NO_REASON = "no_reason"
    NO_NAME = "no_name"
    #: Said in one language and not in another.
    HALF_SAID = "half_said"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    BAD_SLUG = "bad_slug"
    TAKEN = "taken"
    #: A pool treats this queue in this office already.
    DESK_TAKEN = "desk_taken"
    UNKNOWN_PLACE = "unknown_place"
    #: Cash is taken there, at a counter.
    HAS_TILL = "has_till"
    NOTHING = "nothing"
    STALE = "stale"
    #: The pack's file says nothing of it.
    NOT_IN_PACK = "not_in_pack"


class PlaceRefused(WorkflowError):
    """The place cannot be kept so; `part` is what of it is at fault."""

    def __init__(self, obstacle: Obstacle, part: str = "") -> None:
        self.obstacle = obstacle
        self.part = part
        super().__init__(obstacle)


def slug_for(name: str, taken: Collection[str]) -> str:
    """Make a slug of a name, one that is not taken; nothing where the name has no Latin letter."""
    letters = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(one for one in letters if not unicodedata.combining(one))
    stem = re.sub(r"[^a-z0-9]+", "-", plain).lstrip("-0123456789")[: LONGEST_SLUG - 4].strip("-")
    tried = (stem if count == 1 else f"{stem}-{count}" for count in range(1, 1000))
    return next((one for one in tried if one not in taken), "") if stem else ""


def check(kind: Kind, said: Mapping[str, Any], languages: Collection[str]) -> None:
    """Refuse words that are missing, half there or too long; raises PlaceRefused."""
    for part, longest in TEXTS[kind].items():
        text = said[part]
        if text is None and part != "name":
            continue
        if not text or not all(text.get(language) for language in languages):
            raise PlaceRefused(Obstacle.NO_NAME if part == "name" else Obstacle.HALF_SAID, part)
        if any(len(words) > longest for words in text.values()):
            raise PlaceRefused(Obstacle.TOO_LONG, part)
