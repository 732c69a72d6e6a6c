"""What an e-service finds around it: the pack's languages, money, offices, pools and people."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from eservices.definition.model import EService, Notice
from workflows.actors import Role

CLOCK = "%H:%M"
#: An office and an agent queue that one of its pools treats.
Desk = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the pack who works on cases."""

    login: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Week:
    """How much an office is open in a week."""

    hours: float
    days: int


def added_up(days: Iterable[Iterable[tuple[str, str]]]) -> Week:
    """Add up the opening hours of the days of a week."""
    open_on = [[_hours(*stretch) for stretch in day] for day in days]
    return Week(hours=sum(map(sum, open_on)), days=sum(bool(day) for day in open_on))


def _hours(opens: str, closes: str) -> float:
    stretch = datetime.strptime(closes, CLOCK) - datetime.strptime(opens, CLOCK)  # noqa: DTZ007
    return stretch.total_seconds() / 3600


def nobody(_name: str) -> EService | None:
    """Know no other e-service."""
    return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a pack gives to its e-services, as far as reading and verifying them needs it."""

    pack: str
    languages: tuple[str, ...]
    currency: str
    notices: Mapping[str, Notice] = field(default_factory=dict)
    organisations: frozenset[str] = frozenset()
    #: Under which the catalogue lists sheets.
    categories: frozenset[str] = frozenset()
    life_events: frozenset[str] = frozenset()
    #: Offices and their opening hours.
    offices: Mapping[str, Week] = field(default_factory=dict)
    #: Which pools exist, and who works in each.
    desks: Mapping[Desk, frozenset[Person]] = field(default_factory=dict)
    #: The office to which a desk has passed, where another authority became competent.
    moved: Mapping[Desk, str] = field(default_factory=dict)
    #: Reads an e-service of the pack by its name, verified or not; None when it cannot be read.
    sibling: Callable[[str], EService | None] = field(default=nobody)
