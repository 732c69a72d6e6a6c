"""What supervisors look ahead with: a past, a queue that moves, and the levers they pull."""

from dataclasses import dataclass

from tests.builders.looking_ahead import has_a_past
from tests.journeys.beforehand import paid
from tests.journeys.people import People
from tests.journeys.staff import Staff
from tests.journeys.town import Town

DEMAND = "/demand?eservice=criminal-record"
CENTRE, POOL = "Centre national du casier judiciaire", "Pôle national de renfort"
THEIRS, RELIEF = (
    f"{CENTRE} – Traitements et enregistrement",
    f"{POOL} – Renfort du casier judiciaire",
)


def works_since_months(town: Town, people: People) -> None:
    """Have the records office treat a case, after months that a former system knew of."""
    paid(town)
    people.agent("records1").treats_next("Proposer à la signature")
    town.does_its_jobs()
    installation = town.installation
    has_a_past(installation.database, installation.clock, days=120)


def makes_the_forecast(town: Town, boss: Staff) -> None:
    """Have the forecast made, and look at it."""
    boss.opens(DEMAND)
    boss.presses("Recalculer")
    town.does_its_jobs()
    boss.opens(DEMAND)


def asks_what_help_would_do(town: Town, boss: Staff) -> None:
    """Ask what happens with colleagues of other offices, and read the answer."""
    makes_the_forecast(town, boss)
    for field in boss.page.get_by_label("Agents d’autres bureaux en renfort").all():
        field.fill("3")
    boss.page.get_by_label("Ils prennent ce qui attend depuis tant de jours").fill("1")
    boss.presses("Simuler")
    town.does_its_jobs()
    # The page looks again by itself until the answer is there.
    boss.page.get_by_text("Informer les usagers").first.wait_for()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """What a supervisor does to the queues, as the form asks for it."""

    what: str
    former: str
    other: str
    words: str
    #: How many cases stay, where cases go.
    keep: str | None = None


def pulls(boss: Staff, lever: Lever) -> None:
    """Fill in the form of levers for as short as it allows, and act."""
    page = boss.page
    page.get_by_label("Quoi").select_option(lever.what)
    page.get_by_label("De quelle équipe").select_option(label=lever.former)
    page.get_by_label("Vers quelle équipe").select_option(label=lever.other)
    if lever.keep is not None:
        page.get_by_label("Combien de dossiers restent").fill(lever.keep)
    until = page.get_by_label("Jusqu’à la fin du")
    until.fill(until.get_attribute("min") or "")
    page.get_by_label("Motif").select_option("peak")
    page.get_by_label("En quelques mots").fill(lever.words)
    boss.presses("Agir")
    boss.sees(lever.words)
