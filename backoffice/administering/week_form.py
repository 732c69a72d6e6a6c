"""The opening hours of a week as a form: for each weekday some stretches, which may stay empty."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString, get_locale, gettext
from flask_babel import lazy_gettext as _

from backoffice.administering.announcing import Incomplete
from workflows.opening_hours import WEEKDAYS, StoredWeek

#: The stretches of a day; the last is asked for only where an office has one.
PARTS: tuple[LazyString, ...] = (_("morning"), _("afternoon"), _("evening"))
USUAL = 2
#: `8`, `8:00`, `08h00` and `0800`, as people write a time.
CLOCK = re.compile(r"([01]?\d|2[0-3])(?:\s*[:.hH]?\s*([0-5]\d)|\s*[hH])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """A stretch of a day as it is asked for."""

    label: str
    opens: str
    closes: str
    #: The names of its two inputs.
    names: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A weekday of the form."""

    day: str
    fields: tuple[Field, ...]


def weekdays(width: str = "abbreviated") -> list[str]:
    """Name the days from Monday to Sunday in the reader's language."""
    names = get_locale().days["stand-alone"][width]
    return [names[day] for day in range(len(WEEKDAYS))]


def as_typed(week: StoredWeek) -> dict[str, str]:
    """Write a week as it would be typed into the form."""
    return {
        name: clock
        for day, stretches in week.items()
        for part, stretch in enumerate(stretches)
        for name, clock in zip(_names(day, part), stretch, strict=True)
    }


def rows(typed: Mapping[str, str]) -> tuple[Row, ...]:
    """Lay the form out with what was typed, or what an office has."""
    used = any(typed.get(name) for day in WEEKDAYS for name in _names(day, USUAL))
    asked = PARTS if used else PARTS[:USUAL]
    return tuple(
        Row(name.capitalize(), tuple(_fields(typed, day, asked)))
        for day, name in zip(WEEKDAYS, weekdays("wide"), strict=True)
    )


def _fields(typed: Mapping[str, str], day: str, asked: Sequence[LazyString]) -> Iterator[Field]:
    for part, label in enumerate(asked):
        names = _names(day, part)
        yield Field(str(label), typed.get(names[0], ""), typed.get(names[1], ""), names)


def _names(day: str, part: int) -> tuple[str, str]:
    return f"{day}-{part}-opens", f"{day}-{part}-closes"


def read_typed(typed: Mapping[str, str]) -> StoredWeek:
    """Read the week that was typed; raises Incomplete, which says all that is wrong with it."""
    week: dict[str, list[list[str]]] = {}
    wrong = []
    for day, name in zip(WEEKDAYS, weekdays("wide"), strict=True):
        try:
            week[day] = _day(typed, day)
        except Incomplete as refused:
            wrong.append(
                gettext("%(day)s: %(problem)s", day=name.capitalize(), problem=str(refused))
            )
    if wrong:
        raise Incomplete(" ".join(wrong))
    if not any(week.values()):
        raise Incomplete(gettext("Give hours on one day of the week at least."))
    return {day: stretches for day, stretches in week.items() if stretches}


def _day(typed: Mapping[str, str], day: str) -> list[list[str]]:
    stretches = []
    for part in range(len(PARTS)):
        given = [typed.get(name, "").strip() for name in _names(day, part)]
        if not any(given):
            continue
        if not all(given):
            raise Incomplete(gettext("say when it opens and when it closes, or leave both empty."))
        stretches.append([_clock(one) for one in given])
    hours = [hour for stretch in stretches for hour in stretch]
    if hours != sorted(set(hours)):
        raise Incomplete(gettext("the hours must follow each other, with a break in between."))
    return stretches


def _clock(typed: str) -> str:
    """Read a time as `08:00`."""
    read = CLOCK.fullmatch(typed)
    if read is None:
        raise Incomplete(gettext("write times such as 08:00."))
    return f"{int(read[1]):02}:{read[2] or '00'}"
