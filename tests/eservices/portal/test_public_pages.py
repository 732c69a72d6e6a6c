"""What anybody may read: the catalogue, its sheets, verification, and the providers' webhooks."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert, select

from delivery.codes import new_code
from delivery.register import ActStatus
from delivery.tables import acts
from payments.receipts import allocate
from payments.sandbox import SignedWebhook
from payments.tables import provider_events
from tests.builders.portal import Site
from tests.builders.visitor import Visitor, upload
from workflows.cases import case_by_reference

SIGNATURE = "Sandbox-Signature"


def registered(site: Site, visitor: Visitor, **changes: Any) -> str:
    """Register an act for a case and give its code."""
    reference = visitor.apply().split("/")[2]
    code = new_code()
    with site.services.engine.begin() as connection:
        now = site.clock.now(connection)
        values = {
            "case_id": case_by_reference(connection, reference).id,
            "number": "CJ-2026-0000001",
            "code": code,
            "status": ActStatus.VALID,
            "reserved_at": now,
            "sha256": "0" * 64,
            "language": "fr",
            "title": {"fr": "Bulletin n° 3", "en": "Bulletin no. 3"},
            "authority": {"fr": "CNCJ"},
            "holder": "D*****",
            "issued_at": now,
            "issued_on": now.date(),
        }
        connection.execute(insert(acts).values(**values | changes))
    return code


@pytest.mark.parametrize("words", ["casier", "CASIÉR", "extrait  judiciaire", "PS00373", "record"])
def test_a_search_forgives_accents_and_capitals(visitor: Visitor, words: str) -> None:
    visitor.client.get("/", query_string={"q": words})

    assert "Casier judiciaire" in visitor.get(f"/?q={words}").text
    assert "1 démarche pour" in visitor.text


def test_a_search_that_finds_nothing_says_what_to_try(visitor: Visitor) -> None:
    visitor.get("/?q=<script>zzz")

    assert "Rien trouvé" in visitor.text
    assert not visitor.page.find("script")


def test_the_sheet_tells_fee_delay_and_what_is_to_be_confirmed(visitor: Visitor) -> None:
    visitor.get("/services/criminal-record")

    assert "72 heures" in visitor.text
    assert "à partir de votre paiement" in visitor.text
    assert len(visitor.page.select(".facts .demo-badge")) == 1
    assert "Délai à confirmer." in visitor.text


def test_a_code_tells_what_the_register_says(site: Site, visitor: Visitor) -> None:
    code = registered(site, visitor)

    visitor.get(f"/verify?code={code.lower().replace('-', ' ')}")

    assert "Cet acte est authentique et valable" in visitor.text
    assert "CJ-2026-0000001" in visitor.text
    assert "Dossou" not in visitor.text


def test_a_revoked_act_is_not_shown_as_valid(site: Site, visitor: Visitor) -> None:
    with site.services.engine.begin() as connection:
        now = site.clock.now(connection)
    code = registered(site, visitor, status=ActStatus.REVOKED, ended_at=now, ended_because="fraud")

    visitor.get(f"/v/{code}")

    assert "Cet acte a été révoqué" in visitor.text
    assert visitor.page.select(".verdict-warn")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (new_code, "Aucun acte ne porte ce code"),
        (lambda: "AAAA-BBBB", "n’est pas écrit correctement"),
        (lambda: "<script>", "n’est pas écrit correctement"),
        (lambda: "Z" * 5000, "n’est pas écrit correctement"),
    ],
    ids=["unknown", "short", "markup", "long"],
)
def test_a_code_that_leads_to_nothing_says_which_mistake_it_may_be(
    visitor: Visitor, code: Callable[[], str], said: str
) -> None:
    visitor.get(f"/v/{code()}")

    assert visitor.last.status_code == 200
    assert said in visitor.text


def test_the_code_of_a_receipt_tells_what_was_paid(site: Site, visitor: Visitor) -> None:
    visitor.apply()
    visitor.press(follow=False)
    with site.services.engine.begin() as connection:
        case = case_by_reference(connection, visitor.at.split("/")[2])
    intent, code = site.till.intents(case)[0], new_code()
    host = site.services.sandbox
    assert host is not None
    host.report(host.provider.pay(str(intent.provider_reference)))
    with site.services.engine.begin() as connection:
        allocate(connection, intent.id, series="R-2026", code=code, clock=site.clock)

    visitor.get(f"/v/{code}")

    assert "Cette quittance est authentique" in visitor.text
    assert "1\u202f900" in visitor.last.get_data(as_text=True)
    assert "Dossou" not in visitor.text


def test_a_file_that_was_not_issued_here_is_not_genuine(visitor: Visitor) -> None:
    visitor.get("/verify").press({"file": upload(b"%PDF-1.7 forged")})
    assert "Ce fichier n’est pas un acte délivré ici" in visitor.text

    visitor.get("/verify").press()
    assert visitor.last.status_code == 422
    assert "Choisissez le fichier à vérifier." in visitor.text


def a_webhook(site: Site, visitor: Visitor) -> SignedWebhook:
    """Have the sandbox pay, and hold back what it would report."""
    visitor.apply()
    visitor.press(follow=False)
    with site.services.engine.begin() as connection:
        case = case_by_reference(connection, visitor.at.split("/")[2])
    host = site.services.sandbox
    assert host is not None
    return host.provider.pay(str(site.till.intents(case)[0].provider_reference))


def test_a_webhook_is_recorded_once_and_answered_yes_each_time(
    site: Site, visitor: Visitor
) -> None:
    webhook = a_webhook(site, visitor)

    answers = [
        visitor.client.post(
            "/webhooks/sandbox", data=webhook.body, headers={SIGNATURE: webhook.signature}
        )
        for _ in range(3)
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    with site.services.engine.begin() as connection:
        assert len(connection.execute(select(provider_events)).all()) == 1


@pytest.mark.parametrize(
    ("provider", "signature", "status"),
    [("sandbox", "t=1,v1=00", 400), ("sandbox", "", 400), ("stripe", "x", 404), ("x", "x", 404)],
)
def test_a_webhook_nobody_signed_changes_nothing(
    site: Site, visitor: Visitor, provider: str, signature: str, status: int
) -> None:
    header = {"sandbox": SIGNATURE, "stripe": "Stripe-Signature"}.get(provider, SIGNATURE)

    answer = visitor.client.post(f"/webhooks/{provider}", data=b"{}", headers={header: signature})

    assert answer.status_code == status
    with site.services.engine.begin() as connection:
        assert connection.execute(select(provider_events)).all() == []


def test_the_sandbox_looks_like_nothing_else_and_can_refuse(visitor: Visitor) -> None:
    visitor.apply()
    visitor.press(follow=False)
    page = str(visitor.last.headers["Location"]).split("/sandbox/")[1]

    visitor.get(f"/sandbox/checkout/{page}")
    assert "SANDBOX" in visitor.text
    assert "portal.css" not in visitor.last.get_data(as_text=True)

    visitor.press(form=1, follow=False)
    assert visitor.last.status_code == 303
    assert "La banque a refusé" in visitor.get(f"/sandbox/checkout/{page}").text
    assert visitor.get("/sandbox/checkout/nothing").last.status_code == 404
