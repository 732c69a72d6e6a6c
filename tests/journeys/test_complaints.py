"""Complaints on a phone: one tap, kept from those concerned, opened again once, counted."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from sqlalchemy import delete, insert, select, update

from tests.journeys.beforehand import paid
from tests.journeys.citizen import Citizen
from tests.journeys.navigator import Answers
from tests.journeys.people import People
from tests.journeys.staff import Agent
from tests.journeys.test_accessibility import both_languages, is_accessible
from tests.journeys.test_phone import PHONE, fits
from tests.journeys.town import Town
from workflows.tables import accounts, file_openings, pool_members, pools

COMPLAIN = "Se plaindre de ce dossier"
REPORT = "Signalement confidentiel (corruption et faits sensibles)"
WHAT: Answers = {
    "Il s’agit": "d’une plainte",
    "Elle est présentée": "par vous-même, en ligne",
    "Ce qui ne va pas": "Un retard ou un silence",
}
FACTS: Answers = {
    "Racontez ce qui s’est passé, ou décrivez ce que vous proposez": "Un mois sans nouvelle.",
}
both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def complains_of_the_case(afi: Citizen) -> None:
    """Tap once on the page of a case, and say what is wrong."""
    afi.presses(COMPLAIN)
    fits(afi)
    # The service is known from the case; a question that it opens may need a second look.
    afi.goes_on({"Il s’agit": WHAT["Il s’agit"], "Elle est présentée": WHAT["Elle est présentée"]})
    afi.goes_on({"Ce qui ne va pas": WHAT["Ce qui ne va pas"]})
    afi.goes_on(FACTS)
    afi.goes_on({"Donnez-vous votre nom ?": "Oui"})
    afi.sees("Dossou Afi Sènan")
    afi.sends()


def is_answered(town: Town, people: People, words: str) -> None:
    """Let the reception pass the complaint on, and the service answer."""
    town.does_its_jobs()
    people.agent("user-relations").treats_next("Enregistrer et transmettre")
    town.does_its_jobs()
    agent = people.agent("complaints-cncj")
    agent.takes_next_case()
    agent.decides_with("Répondre à l’usager", message=words)
    town.does_its_jobs()


def is_opened_again(afi: Citizen, second: Citizen) -> None:
    """Say that the answer is not enough, after a mistake; a second tab changes nothing."""
    afi.looks_again()
    afi.sees("Nous sommes désolés.")
    afi.follows("Dire si la réponse me suffit")
    fits(afi)
    afi.presses("La réponse ne me suffit pas")
    afi.sees("Écrivez ce qui manque à la réponse.")
    second.opens(f"{afi.link}/verdict")
    afi.box("Que manque-t-il à la réponse ?").fill("Toujours pas de bulletin.")
    afi.presses("La réponse ne me suffit pas")
    afi.sees("Plainte reprise par l’Inspection", "Attendue au plus tard le")
    second.box("Que manque-t-il à la réponse ?").fill("Encore.")
    second.presses("La réponse ne me suffit pas")
    second.sees("Plainte reprise par l’Inspection")


@both
def test_a_complaint_attached_with_one_tap_is_reopened_and_answered_again(
    town: Town, people: People, scripts: bool
) -> None:
    # Given a citizen whose case waits, and who taps once to complain of it
    link = paid(town)
    afi = people.citizen(scripts=scripts, **PHONE)
    afi.link = link
    afi.looks_again()
    complains_of_the_case(afi)
    afi.sees("Nous l’avons bien reçu", "Notez ce code", "15 jours")
    fits(afi)

    # When the service answers, and the citizen says that it is not enough
    is_answered(town, people, "Nous sommes désolés.")
    is_opened_again(afi, people.citizen(**PHONE))

    # Then others than who answered get it, their answer is the last, and the case shows it
    town.does_its_jobs()
    assert people.agent("complaints-cncj").has_nothing_to_do()
    reviewer = people.agent("review1")
    reviewer.takes_next_case()
    reviewer.sees("Toujours pas de bulletin.")
    reviewer.decides_with("Répondre à l’usager", message="Votre bulletin sera signé demain.")
    town.does_its_jobs()
    afi.looks_again()
    afi.sees("Votre bulletin sera signé demain.", "dernière réponse")
    afi.does_not_see("Dire si la réponse me suffit")
    afi.opens(f"{afi.link}/verdict")
    assert afi.page.url == afi.link
    afi.link = link
    afi.looks_again()
    afi.sees("Suivie de :", "Réponse de l’Inspection")


RECORDS1 = select(accounts.c.id).where(accounts.c.login == "records1").scalar_subquery()
COMPLAINTS = select(pools.c.id).where(pools.c.slug == "cncj-complaints").scalar_subquery()


@pytest.fixture
def second_desk(town: Town) -> Iterator[Callable[[], None]]:
    """Let an agent who treats records be put among those who answer complaints about records."""

    def join() -> None:
        joining = insert(pool_members).values(account_id=RECORDS1, pool_id=COMPLAINTS)
        with town.installation.database.begin() as connection:
            connection.execute(joining)

    yield join
    joined = (pool_members.c.account_id == RECORDS1, pool_members.c.pool_id == COMPLAINTS)
    with town.installation.database.begin() as connection:
        connection.execute(delete(pool_members).where(*joined))


def test_who_comes_to_treat_a_case_is_not_given_the_complaint_about_it(
    town: Town, people: People, second_desk: Callable[[], None]
) -> None:
    # Given a complaint about a case that nobody has held yet
    complains_of_the_case(people.holder_of(paid(town)))
    town.does_its_jobs()
    people.agent("user-relations").treats_next("Enregistrer et transmettre")
    town.does_its_jobs()

    # When an agent treats the case, and comes to work where complaints are answered
    concerned = people.agent("records1")
    concerned.treats_next("Proposer à la signature")
    town.does_its_jobs()
    second_desk()

    # Then the complaint is not for them, and waits for somebody else
    assert concerned.has_nothing_to_do()
    assert people.agent("complaints-cncj").takes_next_case()


@pytest.fixture
def inspector_of_records(town: Town) -> Iterator[None]:
    """Let one of the inspectors work in the office that issues records."""
    one = update(accounts).where(accounts.c.login == "inspector2")
    with town.installation.database.begin() as connection:
        connection.execute(one.values(office="cncj"))
    yield
    with town.installation.database.begin() as connection:
        connection.execute(one.values(office=None))


def reports_anonymously(reporter: Citizen) -> str:
    """Report in confidence, without a name, and give the code that was shown."""
    reporter.opens("/")
    reporter.follows(REPORT)
    fits(reporter)
    reporter.presses("Commencer")
    reporter.goes_on(
        {
            "Service en cause": "Casier judiciaire",
            "Nature des faits": "Une somme ou un cadeau demandé",
            "Racontez ce qui s’est passé": "On m’a demandé 5 000 F pour aller plus vite.",
        }
    )
    reporter.goes_on({"Donnez-vous votre nom ?": "Non, je reste anonyme"})
    fits(reporter)
    reporter.sends()
    fits(reporter)
    return reporter.page.locator(".secret-code").inner_text()


def comes_back(somebody: Citizen, reference: str, code: str) -> None:
    """Open a case by what was noted on paper."""
    somebody.opens("/track")
    somebody.box("Référence du dossier").fill(reference.lower())
    somebody.box("Code secret").fill(code.upper())
    somebody.presses("Ouvrir mon dossier")


def nobody_else_is_given_it(people: People) -> None:
    """Look for work everywhere else: nobody has it, nor is told that there is a report."""
    for login in ("complaints-cncj", "user-relations", "records1", "review1"):
        assert people.agent(login).has_nothing_to_do()
    kept_away = people.agent("inspector2")
    assert kept_away.has_nothing_to_do()
    kept_away.goes_to_the_desk()
    kept_away.sees("Rien ne vous attend.")


def is_asked(town: Town, inspector: Agent) -> None:
    """Let an inspector take the report and ask its author a question."""
    inspector.takes_next_case()
    inspector.sees("On m’a demandé 5 000 F")
    inspector.decides_with("Ouvrir la vérification", note="À vérifier.")
    town.does_its_jobs()
    inspector.takes_next_case()
    inspector.decides_with("Poser une question à l’auteur", message="Quel jour était-ce ?")
    town.does_its_jobs()


def is_concluded(town: Town, inspector: Agent) -> None:
    """Let the inspector read the answer and conclude."""
    town.does_its_jobs()
    inspector.takes_next_case()
    inspector.sees("Un lundi.")
    inspector.decides_with("Conclure et le dire à l’auteur", message="L’agent est poursuivi.")
    town.does_its_jobs()


@both
@pytest.mark.usefixtures("inspector_of_records")
def test_an_anonymous_report_is_seen_by_inspectors_only_and_followed_by_its_code(
    town: Town, people: People, scripts: bool
) -> None:
    # Given somebody who reports without a name, and whose report an inspector asks about
    reporter = people.citizen(scripts=scripts, **PHONE)
    code = reports_anonymously(reporter)
    town.does_its_jobs()
    nobody_else_is_given_it(people)
    inspector = people.agent("inspector")
    is_asked(town, inspector)

    # When the author comes back on another device with reference and code, and answers
    elsewhere = people.citizen(scripts=scripts, **PHONE)
    comes_back(elsewhere, reporter.reference, "abcd" * 8)
    elsewhere.sees("Aucun dossier n’a cette référence avec ce code.")
    fits(elsewhere)
    comes_back(elsewhere, reporter.reference, code)
    elsewhere.sees("Quel jour était-ce ?", "un inspecteur")
    fits(elsewhere)
    elsewhere.follows("Répondre")
    elsewhere.page.locator("textarea[name=message]").fill("Un lundi.")
    elsewhere.presses("Envoyer ma réponse")
    is_concluded(town, inspector)

    # Then they read what came of it; every look was written down, and nobody was written to
    comes_back(elsewhere, reporter.reference, code)
    elsewhere.sees("L’agent est poursuivi.")
    with town.installation.database.begin() as connection:
        looked = file_openings.c.account_id == accounts.c.id
        names = select(accounts.c.login).join(file_openings, looked)
        assert set(connection.execute(names).scalars()) == {"inspector"}
    assert list(town.postbox.letters()) == []
    elsewhere.opens("/figures/complaints")
    elsewhere.sees("Signalement confidentiel", "Rien de publié ne dit quel service")
    fits(elsewhere)


COMPLAINING = {"fr": COMPLAIN, "en": "Complain about this case"}
PAGES: Mapping[str, tuple[Answers, ...]] = {
    "fr": (
        {"Il s’agit": "d’une plainte", "Elle est présentée": "par vous-même, en ligne"},
        {"Ce qui ne va pas": "Un retard ou un silence"},
        FACTS,
        {"Donnez-vous votre nom ?": "Oui"},
    ),
    "en": (
        {"It is": "a complaint", "It is presented": "by yourself, online"},
        {"What went wrong": "A delay or silence"},
        {"Tell what happened, or describe what you propose": "A month without news."},
        {"Do you give your name?": "Yes"},
    ),
}
ENOUGH = {"fr": "La réponse me suffit", "en": "The answer is enough"}


@both_languages
def test_a_complaint_is_accessible_and_closed_by_its_author(
    town: Town, people: People, language: str
) -> None:
    author = people.citizen(language, **PHONE)
    author.link = paid(town)
    author.looks_again()
    is_accessible(author)
    author.presses(COMPLAINING[language])
    for answers in PAGES[language]:
        is_accessible(author)
        author.goes_on(answers)
    author.sends()
    is_accessible(author)
    is_answered(town, people, "…")
    author.looks_again()
    is_accessible(author)
    author.opens(f"{author.link}/verdict")
    is_accessible(author)
    author.presses(ENOUGH[language])
    is_accessible(author)
    town.does_its_jobs()
    author.opens("/figures/complaints")
    is_accessible(author)
    author.sees({"fr": "moins de 5", "en": "below 5"}[language])
    for address in ("/services/complaint", "/services/corruption-report", "/track"):
        author.opens(address)
        is_accessible(author)
        fits(author)
