"""A magistrate signs several acts in one sitting; one goes back, one stays, nothing is chosen."""

from tests.journeys.beforehand import paid
from tests.journeys.people import People
from tests.journeys.staff import PASSWORD
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_security import times_pass
from tests.journeys.town import Town

CASES = 4


def proposed(town: Town, people: People) -> list[str]:
    """Have an agent propose several acts, and give their references, the oldest first."""
    for _case in range(CASES):
        paid(town)
    agent = people.agent("records1")
    references = []
    for _case in range(CASES):
        references.append(agent.takes_next_case())
        agent.decides("Proposer à la signature")
        town.does_its_jobs()
    return references


def test_acts_are_reviewed_confirmed_once_and_signed_one_by_one(town: Town, people: People) -> None:
    references = proposed(town, people)
    magistrate = people.signatory("magistrate", java_script_enabled=False)
    magistrate.opens("/signing")
    magistrate.presses("Ouvrir une séance")
    shown = magistrate.page.locator(".leaf .reference").all_inner_texts()
    assert sorted(shown) == sorted(references)

    leaf = magistrate.page.locator(".leaf")
    leaf.nth(1).get_by_label("Mettre de côté").check()
    leaf.nth(2).get_by_label("Renvoyer", exact=True).check()
    magistrate.presses("Vérifier, puis signer")
    magistrate.sees("Choisissez pourquoi il est renvoyé")
    leaf.nth(2).get_by_label("Pourquoi il est renvoyé").select_option("wording")
    magistrate.presses("Vérifier, puis signer")
    times_pass(town)
    magistrate.presses("Signer 2 actes")
    magistrate.sees("Confirmez que c’est bien vous")
    magistrate.page.get_by_label("Mot de passe").fill(PASSWORD)
    magistrate.presses("Confirmer")
    magistrate.sees("Signature en cours", "0 sur 4")
    town.does_its_jobs()
    magistrate.page.reload()

    assert magistrate.page.locator(".tiles dd").all_inner_texts() == ["2", "1", "1"]
    assert magistrate.takes_next_case() == shown[1]
    agent = people.agent("records2")
    assert agent.takes_next_case() == shown[2]
    agent.sees("Le texte de l’acte est inexact")


def test_the_pages_of_a_sitting_are_accessible(town: Town, people: People) -> None:
    proposed(town, people)
    magistrate = people.signatory("magistrate")
    magistrate.opens("/signing")
    is_accessible(magistrate)
    magistrate.presses("Ouvrir une séance")
    is_accessible(magistrate)
    magistrate.presses("Vérifier, puis signer")
    is_accessible(magistrate)
    magistrate.presses(f"Signer {CASES} actes")
    town.does_its_jobs()
    magistrate.page.reload()
    is_accessible(magistrate)
