"""Second factors in a real browser: codes without scripts, a security key, a lost telephone."""

from datetime import UTC, datetime

import pyotp
from sqlalchemy import text

from tests.journeys.people import People
from tests.journeys.staff import PASSWORD, Staff
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.town import Town

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def times_pass(town: Town) -> None:
    """Let every proof grow eleven minutes old, and every code be one that was not used."""
    with town.installation.database.begin() as connection:
        older = "UPDATE staff_sessions SET proved_at = proved_at - interval '11 minutes'"
        connection.execute(text(older))
        connection.execute(text("UPDATE second_factors SET last_step = 0 WHERE kind = 'app'"))


def enrols_telephone(somebody: Staff) -> pyotp.TOTP:
    """Add an application on the telephone and give what it then shows."""
    somebody.opens("/security")
    somebody.follows("Ajouter une application sur le téléphone")
    telephone = pyotp.TOTP(somebody.page.locator(".secret").inner_text().replace(" ", ""))
    somebody.page.get_by_label("six chiffres").fill(telephone.at(datetime.now(UTC)))
    somebody.presses("Ajouter")
    return telephone


def test_codes_of_a_telephone_are_asked_for_at_sign_in_and_before_what_weighs_much(
    town: Town, people: People
) -> None:
    first = people.newcomer(java_script_enabled=False)
    first.signs_in("administrator")
    telephone = enrols_telephone(first)
    first.sees("Vos codes de secours", "Téléphone")
    assert first.page.locator(".codes li").count() == 10

    times_pass(town)
    again = people.newcomer(java_script_enabled=False)
    again.signs_in("administrator", PASSWORD)
    again.sees("Seconde étape de la connexion")
    again.page.get_by_label("Code de votre application").fill(telephone.at(datetime.now(UTC)))
    again.presses("Confirmer")
    assert again.page.locator("a.who").count() == 1

    times_pass(town)
    again.opens("/security")
    again.follows("Ajouter une application sur le téléphone")
    again.sees("Confirmez que c’est bien vous")
    again.page.get_by_label("Code de votre application").fill(telephone.at(datetime.now(UTC)))
    again.presses("Confirmer")
    again.sees("scannez cette image")


def test_what_was_typed_goes_on_once_it_is_confirmed(town: Town, people: People) -> None:
    agent = people.newcomer()
    agent.signs_in("records1")
    enrols_telephone(agent)
    administrator = people.newcomer(java_script_enabled=False)
    administrator.signs_in("administrator")
    administrator.opens("/accounts/records1/factors")
    administrator.page.get_by_label("Pourquoi").fill("Téléphone volé, vue en personne.")
    times_pass(town)

    administrator.presses("Retirer tous les seconds facteurs")
    administrator.sees("Ce que vous avez saisi est gardé")
    administrator.page.get_by_label("Mot de passe").fill(PASSWORD)
    administrator.presses("Confirmer")

    administrator.opens("/accounts/records1/factors")
    administrator.sees("Téléphone volé, vue en personne.")
    agent.opens("/")
    agent.sees("Se connecter")


def test_a_security_key_opens_and_confirms(town: Town, people: People) -> None:
    magistrate = people.newcomer()
    tools = magistrate.page.context.new_cdp_session(magistrate.page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    magistrate.signs_in("magistrate")
    magistrate.opens("/security")
    magistrate.follows("Ajouter une clé de sécurité")
    is_accessible(magistrate)
    magistrate.page.get_by_label("Donnez-lui un nom").fill("Clé bleue")
    magistrate.presses("Toucher la clé et l’ajouter")
    magistrate.page.locator(".codes").wait_for()
    magistrate.sees("Clé bleue", "clé de sécurité")
    is_accessible(magistrate)

    magistrate.presses("Se déconnecter")
    magistrate.signs_in("magistrate")
    magistrate.sees("Seconde étape de la connexion")
    is_accessible(magistrate)
    magistrate.presses("Utiliser la clé de sécurité")
    magistrate.page.locator(".who").wait_for()
    times_pass(town)
    magistrate.opens("/security/app")
    magistrate.presses("Utiliser la clé de sécurité")
    magistrate.page.locator(".secret").wait_for()
    is_accessible(magistrate)
