"""The report of a month, from button to file; and an agent’s problem, told and answered."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from tests.journeys.beforehand import delivered, paid
from tests.journeys.people import People
from tests.journeys.staff import Staff
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.town import Town
from workflows.board import rebuild

#: Forty days, for whatever the board and the books count.
EARLIER = tuple(
    f"UPDATE {table} SET {column} = {column} - interval '40 days' WHERE {column} IS NOT NULL"  # noqa: S608 - written here
    for table, column in (
        ("cases", "lodged_at"),
        ("cases", "closed_at"),
        ("payment_intents", "settled_at"),
    )
)
CREATED = ("UPDATE payment_intents SET created_at = created_at - interval '40 days'",)
PHONE: Mapping[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
}


def forty_days_ago(town: Town) -> tuple[str, str]:
    """Let all that happened so far have happened earlier; gives the year and month of it."""
    with town.installation.database.begin() as connection:
        for statement in (*EARLIER, *CREATED):
            connection.execute(text(statement))
        rebuild(connection)
        now = town.installation.clock.now(connection)
        at = connection.execute(text("SELECT min(lodged_at) FROM cases")).scalar_one()
    assert at < now
    local = at.astimezone(town.installation.pack.zone)
    return f"{local:%Y}", f"{local:%m}"


def asks_for(reader: Staff, year: str, month: str) -> None:
    """Choose a month in the form and have its report made."""
    reader.opens("/reports")
    reader.page.locator("#year").select_option(year)
    reader.page.locator("#month").select_option(month)
    reader.presses(reader.say("Établir le rapport", "Make the report"))


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_month_is_reported_as_page_pdf_and_workbook(
    town: Town, people: People, language: str, device: Mapping[str, Any]
) -> None:
    delivered(town)
    paid(town)
    month = forty_days_ago(town)
    supervisor = people.supervisor(language, **device)
    supervisor.presses(language.upper())

    asks_for(supervisor, *month)
    supervisor.follows(supervisor.say("Ne plus regarder", "Do not look again"))
    supervisor.sees(supervisor.say("En préparation", "Being made"))
    is_accessible(supervisor)
    town.does_its_jobs()
    supervisor.follows(supervisor.say("Regarder de nouveau", "Look again"))

    assert supervisor.page.locator(".tiles dd").all_inner_texts()[:2] == ["2", "1"]
    supervisor.sees("SHA-256", "3 800" if language == "fr" else "3,800")
    is_accessible(supervisor)
    wide = supervisor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    pdf = supervisor.takes(supervisor.say("Télécharger en PDF", "Download as PDF"))
    book = supervisor.takes(supervisor.say("Télécharger le classeur", "Download as a workbook"))
    assert pdf.content.startswith(b"%PDF-")
    assert "xl/worksheets/sheet1.xml" in ZipFile(BytesIO(book.content)).namelist()


def test_an_administrator_finds_the_report_and_the_same_figures_again(
    town: Town, people: People
) -> None:
    paid(town)
    month = forty_days_ago(town)
    asks_for(people.supervisor(), *month)
    town.does_its_jobs()
    administrator = people.newcomer()
    administrator.signs_in("administrator")
    asks_for(administrator, *month)
    town.does_its_jobs()

    administrator.opens("/reports")
    digests = administrator.page.locator(".reports code").all_inner_texts()
    administrator.page.locator(".reports tbody a").first.click()

    assert len(digests) == 2
    assert digests[0] == digests[1]
    administrator.sees("Un rapport antérieur de la même période donnait les mêmes chiffres.")


def test_an_agent_tells_a_problem_and_reads_the_answer(town: Town, people: People) -> None:
    paid(town)
    agent = people.agent("records1", **PHONE)
    agent.takes_next_case()
    form = agent.opens_action("Quelque chose vous gêne")
    form.get_by_label("Un document").check()
    form.get_by_label("Ce qui vous gêne").fill("L’acte de naissance est coupé à droite.")
    agent.presses("Signaler")
    agent.goes_to_the_desk()

    supervisor = people.supervisor()
    supervisor.opens("/problems")
    is_accessible(supervisor)
    supervisor.follows("L’acte de naissance")
    is_accessible(supervisor)
    supervisor.page.get_by_label("Votre réponse").fill("Un nouveau scanner arrive lundi.")
    supervisor.presses("Répondre")
    town.does_its_jobs()
    supervisor.opens("/board")
    supervisor.sees("Ce qui freine le travail")

    agent.goes_to_the_desk()
    agent.sees("1 réponse à ce que vous avez signalé")
    is_accessible(agent)
    agent.follows("Quelque chose gêne votre travail")
    agent.sees("Un nouveau scanner arrive lundi.", "Répondu")
    is_accessible(agent)
