"""The proof of filing: given at once, verified by anybody, and never changed by what follows."""

import json
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select, update

from eservices.tables import filings
from tests.builders.portal import Site
from tests.builders.visitor import Visitor, upload
from tests.tools import system_tool
from workflows.tables import cases


@pytest.fixture
def address(visitor: Visitor) -> str:
    """Give the address of a case just lodged."""
    return visitor.apply()


def words_of(pdf: bytes, folder: Path) -> str:
    path = folder / "proof.pdf"
    path.write_bytes(pdf)
    command = [system_tool("pdftotext", "poppler-utils"), "-layout", str(path), "-"]
    return " ".join(
        subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    )


def proof_at(visitor: Visitor, address: str) -> bytes:
    visitor.get(f"{address}/confirmation")
    link = next(a for a in visitor.page.select("a") if str(a["href"]).endswith("/proof"))
    data: bytes = visitor.client.get(str(link["href"])).get_data()
    return data


def test_the_proof_says_what_was_lodged_when_and_how_to_verify_it(
    site: Site, visitor: Visitor, address: str, tmp_path: Path
) -> None:
    printed = words_of(proof_at(visitor, address), tmp_path)

    with site.services.engine.begin() as connection:
        filed = connection.execute(select(filings)).one()
        case = connection.execute(select(cases)).one()
    local = case.lodged_at.astimezone(site.services.desk.zone)
    assert "Preuve de dépôt" in printed
    assert case.reference in printed
    assert f"à {local:%H:%M}" in printed
    assert "Dossou Afi Sènami" in printed
    assert "Acte de naissance acte.pdf" in printed
    assert filed.code in printed
    assert filed.digest in printed.replace(" ", "")
    assert "commence quand vous avez payé" in printed


def test_the_code_the_digest_and_the_file_lead_to_the_same_answer(
    site: Site, visitor: Visitor, address: str
) -> None:
    with site.services.engine.begin() as connection:
        filed = connection.execute(select(filings)).one()
    spaced = " ".join(filed.digest[at : at + 8] for at in range(0, 64, 8)).upper()

    for typed in (filed.code, filed.digest, spaced):
        visitor.get("/verify").get(f"/verify?code={typed}")
        assert "Cette demande a bien été déposée" in visitor.text
        assert "Dossou" not in visitor.text

    content = visitor.client.get(f"{address}/application").get_data()
    assert sha256(content).hexdigest() == filed.digest
    visitor.get("/verify").press({"file": upload(content, "demande.json")}, form=0)
    assert "Cette demande a bien été déposée" in visitor.text


def test_a_digest_that_nobody_filed_is_not_confirmed(visitor: Visitor, address: str) -> None:
    visitor.get(f"/v/{'0' * 64}")
    assert "a bien été déposée" not in visitor.text

    content = visitor.client.get(f"{address}/application").get_data()
    visitor.get("/verify").press({"file": upload(content + b" ", "demande.json")}, form=0)
    assert "a bien été déposée" not in visitor.text


def test_what_happens_to_the_case_changes_nothing_of_what_was_filed(
    site: Site, visitor: Visitor, address: str
) -> None:
    before = visitor.client.get(f"{address}/application").get_data()
    with site.services.engine.begin() as connection:
        connection.execute(update(cases).values(answers={"surname": "Autre"}))

    after = visitor.client.get(f"{address}/application").get_data()

    assert after == before
    assert json.loads(after)["answers"]["surname"] == "Dossou"


def test_only_the_holder_of_the_link_gets_the_proof(visitor: Visitor, address: str) -> None:
    wrong = address.rsplit("/", 1)[0] + "/" + "a" * 26

    for page in ("proof", "application"):
        assert visitor.client.get(f"{wrong}/{page}").status_code == 404
