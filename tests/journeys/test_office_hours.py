"""An office keeps other hours from a day on: who reads it, and which deadlines move."""

from datetime import date, datetime, timedelta

from playwright.sync_api import Locator
from sqlalchemy import select, update

from tests.journeys.administrators import Administrator
from tests.journeys.beforehand import paid
from tests.journeys.people import People
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_administration import administrator, submits
from tests.journeys.test_succession import said_to
from tests.journeys.town import Town
from workflows.calendars import due, working_time_of
from workflows.deadlines import Kind
from workflows.language.values import Span
from workflows.opening_hours import WEEKDAYS
from workflows.tables import deadlines

WEEK_OF_WORK = Span.of("40 working-hours")
RECORDS, TOWN_HALL = "cncj", "mairie-cotonou"


def a_case_of_a_week(town: Town) -> None:
    """Let a case wait for an agent, for whose step there are 40 working hours."""
    paid(town)
    with town.installation.database.begin() as connection:
        clock = connection.execute(select(deadlines).where(deadlines.c.kind == Kind.STATE)).one()
        working = working_time_of.fresh(connection, clock.calendar_office)
        ends = due(working, clock.started_at, WEEK_OF_WORK)
        values = {"span": str(WEEK_OF_WORK), "due_at": ends, "warn_at": None}
        connection.execute(update(deadlines).where(deadlines.c.id == clock.id).values(values))


def ends(town: Town) -> datetime:
    with town.installation.database.begin() as connection:
        due_at = select(deadlines.c.due_at).where(deadlines.c.kind == Kind.STATE)
        found: datetime = connection.execute(due_at).scalar_one()
    return found


def the_day_after_tomorrow(town: Town) -> date:
    with town.installation.database.begin() as connection:
        return town.installation.clock.now(connection).date() + timedelta(days=2)


def opens_only_in_the_morning(boss: Administrator, day: date) -> Locator:
    """Fill in the form with mornings from Monday to Friday, for two offices."""
    form = boss.page.locator("main form")
    form.locator(f"[name=offices][value={RECORDS}]").check()
    form.locator("#from_day").fill(day.isoformat())
    for weekday in WEEKDAYS[:5]:
        form.locator(f"[name={weekday}-0-closes]").fill("12h")
        for edge in ("opens", "closes"):
            form.locator(f"[name={weekday}-1-{edge}]").fill("")
    form.locator("#reason_en").fill("Rainy season")
    return form


def changes_the_hours(boss: Administrator, day: date) -> None:
    """Follow the link of one office, forget a reason once, and change the hours of two."""
    boss.opens("/offices")
    boss.page.locator(f"a[href$='office={TOWN_HALL}']").click()
    is_accessible(boss)
    form = opens_only_in_the_morning(boss, day)
    submits(boss, form)
    boss.sees("Dites pourquoi dans chaque langue")
    is_accessible(boss)
    form.locator("#reason_fr").fill("Saison des pluies")
    submits(boss, form)
    assert "Les échéances sont en train d’être déplacées" in said_to(boss)


def test_other_hours_reach_citizens_and_clocks_and_are_taken_back(
    town: Town, people: People
) -> None:
    # Given a case for which there are five days of eight hours
    a_case_of_a_week(town)
    before, day = ends(town), the_day_after_tomorrow(town)
    boss, citizen = administrator(people), people.citizen()

    # When two offices open in the morning only
    changes_the_hours(boss, day)
    town.does_its_jobs()

    # Then the case has more days, and citizens read it before they come
    assert ends(town) > before + timedelta(days=2)
    boss.opens("/offices")
    boss.sees("Saison des pluies", "1 déplacée")
    is_accessible(boss)
    citizen.opens("/offices")
    citizen.sees("Autres horaires à partir du")
    citizen.opens(f"/offices/{TOWN_HALL}")
    citizen.sees("Les horaires changent : Saison des pluies", "08:00–12:00")
    is_accessible(citizen)

    # When both are taken back, then all is as it was
    for _each in (RECORDS, TOWN_HALL):
        submits(boss, boss.page.locator("form[action*=office-hours]").first)
    town.does_its_jobs()
    assert ends(town) == before
    citizen.opens(f"/offices/{TOWN_HALL}")
    citizen.does_not_see("Saison des pluies")
