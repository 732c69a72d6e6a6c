"""Words: the French catalogue is whole, spans of time read as people say them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages import pofile
from babel.messages.extract import extract_from_dir
from flask_babel import force_locale

import backoffice
from backoffice.clocks import read_clock
from backoffice.durations import hours_in_words, in_words
from tests.builders.backoffice import Backoffice
from workflows.calendars import DAY, WorkingTime
from workflows.deadlines import Deadline, Kind
from workflows.language.values import Span
from workflows.opening_hours import Calendar

PACKAGE = Path(backoffice.__file__).parent
CATALOGUE = PACKAGE / "translations/fr/LC_MESSAGES/messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPEN = ((time(8), time(12)), (time(14), time(18)))
WORKING = WorkingTime(
    Calendar(ZoneInfo("Africa/Porto-Novo"), (OPEN, OPEN, OPEN, OPEN, OPEN, (), ()), frozenset())
)


def said_in_code() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(PACKAGE, METHODS)
    return {tuple(m) if isinstance(m, tuple) else m for _file, _line, m, _comments, _where in found}


def test_every_word_is_in_the_french_catalogue_and_no_other() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = pofile.read_po(file, locale="fr")

    translated = {message.id for message in catalogue if message.id}
    assert translated == said_in_code()
    assert not [m.id for m in catalogue if m.id and (m.fuzzy or not all(_strings(m.string)))]


def test_each_translation_fills_in_the_same_values() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = pofile.read_po(file, locale="fr")

    for message in catalogue:
        wanted = set(PLACEHOLDER.findall(" ".join(_strings(message.id))))
        for text in _strings(message.string):
            assert set(PLACEHOLDER.findall(text)) == wanted or not message.id, message.id


def _strings(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


@pytest.fixture
def english(office: Backoffice) -> Iterator[None]:
    with office.app.test_request_context(), force_locale("en"):
        yield


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=7), "7 min"),
        (timedelta(hours=3, minutes=20), "3 h 20 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=2, hours=4), "2 days 4 h"),
        (timedelta(days=12, hours=4), "12 days"),
        (-timedelta(hours=1), "less than a minute"),
    ],
)
def test_a_span_reads_as_people_say_it(span: timedelta, words: str) -> None:
    assert in_words(span) == words


@pytest.mark.usefixtures("english")
def test_working_time_has_hours_and_no_days() -> None:
    assert hours_in_words(timedelta(hours=30, minutes=5)) == "30 h 5 min"


def a_deadline(span: str, **changes: datetime | int | None) -> Deadline:
    values: dict[str, datetime | int | None] = {
        "started_at": at(9),
        "due_at": at(17),
        "warn_at": None,
        "paused_at": None,
        "remaining": None,
        "warned_at": None,
        "breached_at": None,
        "stopped_at": None,
    }
    return Deadline(
        id=1,
        case_id=1,
        kind=Kind.STATE,
        state="review",
        span=Span.of(span),
        calendar_office="cncj",
        **values | changes,  # type: ignore[arg-type]  # the builder's caller names real fields
    )


def at(hour: int, minute: int = 0, day: date = date(2026, 3, 2)) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo("Africa/Porto-Novo")).astimezone(UTC)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("deadline", "now", "words", "urgency"),
    [
        (
            a_deadline("6 working-hours"),
            at(11),
            "4 h of working time left",
            "calm",
        ),
        (
            a_deadline("6 working-hours", warned_at=at(12)),
            at(15, 30),
            "1 h 30 min of working time left",
            "warned",
        ),
        (
            a_deadline("6 working-hours"),
            at(19),
            "late by 1 h of working time",
            "late",
        ),
        (a_deadline("8 hours"), at(18, 30), "late by 1 h 30 min", "late"),
        (
            a_deadline("72 hours", due_at=None, paused_at=at(9), remaining=7_200_000_000),
            at(19),
            "paused, 2 h left",
            "paused",
        ),
    ],
)
def test_a_clock_says_what_is_left_in_its_own_time(
    deadline: Deadline, now: datetime, words: str, urgency: str
) -> None:
    clock = read_clock(deadline, WORKING, now)

    assert (clock.words(), clock.urgency) == (words, urgency)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("paused", [False, True])
def test_days_that_become_shorter_are_told_in_their_own_hours(*, paused: bool) -> None:
    morning, tuesday = ((time(8), time(12)),), date(2026, 3, 3)
    week = (morning,) * 5 + ((),) * 2
    working = WorkingTime(replace(WORKING.calendar, later=((tuesday, week),)))
    ends = {"due_at": at(12, day=date(2026, 3, 4))}
    stands = {"due_at": None, "paused_at": at(18), "remaining": 2 * DAY}

    clock = read_clock(
        a_deadline("2 working-days", **(stands if paused else ends)), working, at(19)
    )

    assert clock.left == timedelta(hours=8)
    # An hour of Monday is over by 9, the other seven by 19: of 2.875 days two are left.
    assert clock.spent == 31


@pytest.mark.parametrize(("hour", "spent"), [(9, 0), (12, 50), (17, 100), (23, 100)])
def test_the_bar_shows_the_share_of_the_span_that_is_spent(hour: int, spent: int) -> None:
    assert read_clock(a_deadline("6 working-hours"), WORKING, at(hour)).spent == spent
