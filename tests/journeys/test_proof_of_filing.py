"""A citizen leaves with a proof of filing, and anybody confirms it."""

import re
from pathlib import Path

import pytest

from tests.journeys.applications import CRIMINAL_RECORD, FOR_A_RECORD
from tests.journeys.papers import text_of
from tests.journeys.people import People
from tests.journeys.town import Town

CODE = re.compile(r"\b(?:[2-9A-HJ-NP-Z]{4}-){6}[2-9A-HJ-NP-Z]{4}\b")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_proof_of_filing_is_taken_at_once_and_verified_by_anybody(
    town: Town, people: People, tmp_path: Path, *, scripts: bool
) -> None:
    afi = people.citizen(scripts=scripts)
    afi.applies_for(CRIMINAL_RECORD, FOR_A_RECORD)
    afi.follows("Payer plus tard")
    afi.sees("Votre preuve de dépôt")
    at_once = text_of(afi.takes("Preuve de dépôt (PDF)"), tmp_path)
    assert afi.reference in at_once
    assert "quittance.pdf" in at_once

    afi.follows("Payer maintenant")
    afi.pays()
    town.does_its_jobs()
    afi.looks_again()
    paid = text_of(afi.takes("Preuve de dépôt (PDF)"), tmp_path)
    assert "Décision attendue le" in paid
    code = CODE.search(at_once)
    assert code is not None
    assert code[0] in paid

    anybody = people.citizen(scripts=scripts)
    anybody.verifies_code(code[0])
    anybody.sees("Cette demande a bien été déposée", afi.reference)
    anybody.does_not_see("Dossou")
