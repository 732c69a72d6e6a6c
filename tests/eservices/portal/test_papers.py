"""The filing receipt: handed out at a desk, it says what was filed, where, and until when."""

from tests.builders.visitor import Visitor


def test_the_receipt_names_the_case_the_applicant_and_the_delay(visitor: Visitor) -> None:
    address = visitor.apply()

    visitor.get(f"{address}/filing-receipt")

    words = visitor.page.get_text(" ", strip=True)
    assert address.split("/")[2] in words
    assert "Dossou" in words
    assert "il ne court pas pour l’instant" in words
    assert "Acte de naissance" in words
