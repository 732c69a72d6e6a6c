"""An architect without scripts names co-owners; the owner follows; each acts by their own link."""

import re
from collections.abc import Mapping

from tests.journeys.applications import FOR_A_PERMIT, MAIL, PERMIT
from tests.journeys.navigator import Answer
from tests.journeys.people import People
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.town import Town

OWNED = "Le terrain appartient-il à plusieurs propriétaires ?"
ADD = "Ajouter – Copropriétaire"
LINK = re.compile(r"https?://\S+/track/\S+")
TOO_MUCH = "Les parts des copropriétaires, sans celle du demandeur, doivent faire moins de 100 %."


def with_co_owners() -> tuple[Mapping[str, Answer], ...]:
    """Answer as the architect does, for a plot of several owners."""
    project, plot, *others = FOR_A_PERMIT
    return (project, {**plot, OWNED: "Oui"}, *others)


def test_co_owners_are_named_one_by_one_and_their_shares_checked(people: People) -> None:
    # Given an architect at the page of the co-owners, who adds and removes without any script
    architect = people.citizen()
    project, plot, *others = with_co_owners()
    architect.begins(PERMIT)
    architect.fills_in_pages([project, plot])
    first, second = (
        architect.page.get_by_role("group", name=f"Copropriétaire {n}") for n in (1, 2)
    )

    # When two are named whose shares leave nothing to the applicant
    first.get_by_label("Nom et prénoms").fill("Hounsou Rose")
    first.get_by_label("Part du terrain").fill("60")
    architect.presses(ADD)
    second.get_by_label("Nom et prénoms").fill("Kiki Jean")
    second.get_by_label("Part du terrain").fill("40")
    architect.goes_on({})

    # Then it is said beside the co-owners, and one owner less is right
    is_accessible(architect)
    architect.sees("Il y a quelque chose à corriger", TOO_MUCH)
    architect.presses("Retirer – Copropriétaire 1")
    assert first.get_by_label("Nom et prénoms").input_value() == "Kiki Jean"
    assert second.count() == 0
    architect.goes_on({})
    architect.fills_in_pages(others)
    architect.sees("Copropriétaire 1 – Nom et prénoms", "Kiki Jean")


def test_the_owner_follows_what_the_architect_sent_and_alone_may_withdraw(
    town: Town, people: People
) -> None:
    # Given an architect who applied for the owner
    architect = people.citizen()
    architect.applies_for(PERMIT, FOR_A_PERMIT)
    town.does_its_jobs()

    # When each opens the case by the link that they were sent
    architect.looks_again()
    architect.sees("Vous agissez dans cette démarche pour Société Ahossi & Fils")
    architect.does_not_see("Retirer ma demande")
    (letter,) = town.letters_to(MAIL)
    owner = people.holder_of(LINK.findall(letter.body)[0])

    # Then the owner sees the whole file, knows who acts, and may withdraw
    assert owner.link != architect.link
    owner.sees("Zinsou Léa (l’architecte) agit pour vous", "Retirer ma demande")
    assert architect.opens(f"{architect.link}/withdraw") == 404
    owner.looks_again()
    owner.follows("Retirer ma demande")
    owner.presses("Retirer ma demande")
    architect.looks_again()
    architect.sees("Demande retirée")
