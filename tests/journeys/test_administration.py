"""Administrators at work: power given by two, a flood, providers, retention, and who did what."""

from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Locator
from sqlalchemy import text

from tests.journeys.administrators import Administrator
from tests.journeys.people import People
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_succession import said_to
from tests.journeys.town import Town

LOGIN, NAME, PHRASE = "a.dossou", "Awa Dossou", "marmite verte sous la pluie"
OTHER = "girafe lente devant le phare"
WHY = "Note de service 12"


def administrator(people: People, login: str = "administrator") -> Administrator:
    found = people.newcomer("fr")
    person = Administrator(found.page, found.home, found.words)
    person.signs_in(login)
    return person


def submits(person: Administrator, form: Locator) -> None:
    with person.page.expect_navigation():
        form.locator("button.act").first.click()


def proposes(person: Administrator, role: str, pool: str) -> str:
    """Propose an account that has power, and give the code that is shown once."""
    person.opens("/new-account")
    is_accessible(person)
    form = person.page.locator("main form")
    for field, value in {"login": LOGIN, "name": NAME, "reason": WHY}.items():
        form.locator(f"#{field}").fill(value)
    form.locator(f"[name=roles][value={role}]").check()
    form.locator("label.tick").filter(has_text=pool).first.click()
    submits(person, form)
    is_accessible(person)
    return person.page.locator(".handed").inner_text().strip()


def confirms(person: Administrator) -> str:
    """Confirm what waits, and give the link that is shown once."""
    person.opens("/accounts")
    person.follows("1 modification attend")
    person.sees(NAME, WHY)
    is_accessible(person)
    person.presses("Confirmer")
    is_accessible(person)
    return person.page.locator("#link").input_value()


def comes_in(people: People, link: str, code: str) -> Administrator:
    """Choose a password by link and code, and sign in with it."""
    found = people.newcomer("fr")
    person = Administrator(found.page, found.home, found.words)
    person.page.goto(link)
    is_accessible(person)
    for field, value in {"code": "2222", "password": PHRASE, "again": PHRASE}.items():
        person.page.locator(f"#{field}").fill(value)
    person.presses("Enregistrer ce mot de passe")
    person.sees("Ce n’est pas le code.")
    is_accessible(person)
    for field, value in {"code": code, "password": PHRASE, "again": PHRASE}.items():
        person.page.locator(f"#{field}").fill(value)
    person.presses("Enregistrer ce mot de passe")
    assert "Votre mot de passe est enregistré." in said_to(person)
    person.signs_in(LOGIN, PHRASE)
    person.page.goto(link)
    person.sees("Ce lien n’ouvre rien")
    person.opens("/")
    return person


def types_passwords(person: Administrator, present: str) -> None:
    """Type what one's password is said to be, and twice what it shall be."""
    for field, value in {"present": present, "password": OTHER, "again": OTHER}.items():
        person.page.locator(f"#{field}").fill(value)
    person.presses("Enregistrer ce mot de passe")


def changes_password(person: Administrator) -> None:
    """Change one's own password, reached by one's name, first with a wrong present one."""
    person.page.locator("a.who").click()
    person.follows("Changer mon mot de passe")
    is_accessible(person)
    types_passwords(person, "autre chose sous la neige")
    person.sees("Ce n’est pas votre mot de passe actuel.")
    is_accessible(person)
    types_passwords(person, PHRASE)
    assert "Votre mot de passe est changé." in said_to(person)
    person.sees("Mot de passe changé")
    person.presses("Se déconnecter")
    person.signs_in(LOGIN, OTHER)


def test_two_administrators_give_power_and_one_takes_it_away(people: People) -> None:
    one, other = administrator(people), administrator(people, "administrator2")
    # Given a magistrate whom two administrators let in, each handing over a half
    code = proposes(one, "signatory", "Magistrats")
    one.opens("/account-changes")
    one.does_not_see("Confirmer")
    magistrate = comes_in(people, confirms(other), code)
    assert NAME in said_to(magistrate)
    changes_password(magistrate)

    # When one of them closes the account
    one.opens(f"/accounts?text={LOGIN}")
    one.follows(LOGIN)
    is_accessible(one)
    offer = one.page.locator("details.offer").filter(has_text="Fermer le compte")
    offer.locator("summary").click()
    offer.locator("[name=reason]").fill("Muté")
    submits(one, offer)

    # Then the magistrate is out at once, and the inspector reads who did it
    one.sees("Compte fermé")
    magistrate.opens("/")
    assert magistrate.page.url.endswith("/sign-in")
    inspector = administrator(people, "inspector")
    inspector.follows("Qui a changé quoi")
    inspector.page.locator("#subject").fill(LOGIN)
    inspector.presses("Afficher")
    inspector.sees("Modification proposée", "Compte ouvert", "Mot de passe choisi", "Muté")
    inspector.sees("Mot de passe changé par son titulaire")
    is_accessible(inspector)


def announces_a_flood(town: Town, people: People, boss: Administrator) -> None:
    """Close an office for a day, and see deadlines moved and citizens told."""
    boss.opens("/offices")
    is_accessible(boss)
    form = boss.page.locator("#close")
    form.locator("[name=offices][value=mairie-cotonou]").check()
    for field in ("first_day", "last_day"):
        form.locator(f"#{field}").fill(next_monday(town).isoformat())
    form.locator("#reason_fr").fill("Inondation du quartier")
    form.locator("#reason_en").fill("Flooded district")
    submits(boss, form)
    boss.sees("Inondation du quartier")
    assert "Les échéances sont en train d’être déplacées" in said_to(boss)
    is_accessible(boss)
    town.does_its_jobs()
    boss.opens("/offices")
    boss.sees("déplacées")
    citizen = people.citizen()
    citizen.opens("/offices/mairie-cotonou")
    citizen.sees("Inondation du quartier")


def test_a_flood_closes_an_office_and_everything_else_is_looked_after(
    town: Town, people: People, tmp_path: Path
) -> None:
    boss = administrator(people)
    announces_a_flood(town, people, boss)

    boss.opens("/pools")
    is_accessible(boss)
    boss.page.locator("tbody th a").first.click()
    is_accessible(boss)
    boss.opens("/providers")
    is_accessible(boss)
    boss.page.locator("#address").fill("essai@example.org")
    boss.presses("Envoyer un message d’essai")
    assert "Remis." in said_to(boss)
    assert town.letters_to("essai@example.org")
    raises_bound(town, boss)
    boss.opens("/access-review")
    is_accessible(boss)
    switches_on(boss, administrator(people, "administrator2"))
    boss.opens("/deeds")
    with boss.page.expect_download() as file:
        boss.page.get_by_role("link", name="Cette liste en fichier").click()
    file.value.save_as(tmp_path / "deeds.csv")
    assert "Effacement mis en marche" in (tmp_path / "deeds.csv").read_text("utf-8")


def raises_bound(town: Town, boss: Administrator) -> None:
    """Let more short messages go on a day on which they are used up."""
    used_up = "INSERT INTO sms_days (day, sent, stopped_at) VALUES (:day, 20000, now())"
    again = " ON CONFLICT (day) DO UPDATE SET sent = 20000, stopped_at = now()"
    with town.installation.database.begin() as connection:
        day = town.installation.clock.now(connection).date()
        connection.execute(text(used_up + again), {"day": day})
    boss.opens("/providers")
    boss.sees("Arrêtés jusqu’à demain")
    is_accessible(boss)
    boss.page.locator("#most").fill("25000")
    boss.page.locator("#why").fill("Résultats du concours")
    boss.presses("Relever la limite")
    assert "La limite est relevée" in said_to(boss)
    boss.sees("20 000 sur 25 000")


def switches_on(one: Administrator, other: Administrator) -> None:
    """Let two administrators switch erasing on."""
    one.opens("/retention")
    is_accessible(one)
    one.page.locator("#reason-propose").fill(WHY)
    one.presses("Proposer de le mettre en marche")
    one.does_not_see("Confirmer : effacer")
    other.opens("/retention")
    is_accessible(other)
    other.page.locator("#reason-confirm").fill(WHY)
    other.presses("Confirmer : effacer")
    other.sees("En marche")
    is_accessible(other)


def next_monday(town: Town) -> date:
    with town.installation.database.begin() as connection:
        today = town.installation.clock.now(connection).date()
    return today + timedelta(days=7 - today.weekday())
