"""A case as its applicant sees it: tracking, payment, correction, withdrawal, downloads."""

import re

import pytest
from sqlalchemy import Connection, insert, select, update

from delivery.codes import new_code
from delivery.tables import acts
from eservices.lost_links import LINK_ASKED
from payments.receipts import allocate, record_file
from tests.builders.files import a_pdf
from tests.builders.kernel import acting, an_account, an_office, claimed_by
from tests.builders.portal import Site
from tests.builders.visitor import Visitor, upload
from workflows.accounts import Account
from workflows.actors import SYSTEM
from workflows.attachments import attachments_of_case
from workflows.cases import Case, case_by_reference
from workflows.language.procedure import PAYMENT_CLEARED
from workflows.openings import record_opening
from workflows.routing import route
from workflows.tables import deadlines, outbox_events


def case_at(site: Site, address: str) -> Case:
    with site.services.engine.begin() as connection:
        return case_by_reference(connection, address.split("/")[2])


def pay(site: Site, visitor: Visitor, address: str) -> None:
    """Pay on the sandbox's page and let the job that follows a payment run."""
    visitor.get(f"{address}/payment").press(follow=False)
    sandbox = str(visitor.last.headers["Location"]).removeprefix("https://portal.example")
    visitor.get(sandbox.replace("/sandbox/", "/sandbox/checkout/")).press(follow=False)
    with site.services.engine.begin() as connection:
        clear(connection, site, case_at(site, address))


def clear(connection: Connection, site: Site, case: Case) -> None:
    site.till.workflow.fire(connection, case.id, PAYMENT_CLEARED, actor=SYSTEM)
    route(connection, site.till.workflow, case.id)


def ask_correction(site: Site, *fields: str) -> Case:
    """Let an agent ask the applicant to correct these fields."""
    with site.services.engine.begin() as connection:
        agent: Account = an_account(connection, *an_office(connection).values())
        case = claimed_by(connection, site.till.workflow, agent)
        return site.till.workflow.fire(
            connection,
            case.id,
            "ask_applicant",
            actor=acting(agent),
            data={"reason": "unreadable", "fields_to_correct": list(fields)},
        )


def test_a_wrong_secret_and_an_unknown_reference_are_the_same_404(visitor: Visitor) -> None:
    address = visitor.apply()
    stem, secret = address.rsplit("/", 1)

    pages = [
        visitor.get(f"{stem}/{'a' * 32}").last,
        visitor.get(f"/track/BJ-26-9999999-X/{secret}").last,
        visitor.get(f"{stem}/{secret[:-1]}").last,
    ]

    assert {page.status_code for page in pages} == {404}
    bodies = {re.sub(r'next=[^"]*', "", page.get_data(as_text=True)) for page in pages}
    assert len(bodies) == 1
    assert visitor.get(address).last.status_code == 200


def test_the_page_says_what_to_do_and_by_when(visitor: Visitor) -> None:
    visitor.get(visitor.apply())

    assert "Payez pour que votre demande avance." in visitor.text
    assert "en fin de journée" in visitor.text
    assert "Le délai de 72 heures court dès que vous avez payé." in visitor.text


def test_paying_on_the_sandbox_moves_the_case_on(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()

    pay(site, visitor, address)

    assert visitor.get(address).last.status_code == 200
    assert "Votre dossier est à l’examen." in visitor.text
    assert "Attendue au plus tard le" in visitor.text
    assert "payé" in visitor.text


def test_coming_back_unpaid_says_not_to_pay_twice(visitor: Visitor) -> None:
    address = visitor.apply()

    visitor.get(f"{address}/payment/return")

    assert "Ne payez pas une seconde fois." in visitor.text


def test_paying_again_after_paying_leads_back_to_the_case(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()
    token = {**visitor.token, "provider": "sandbox"}
    pay(site, visitor, address)

    assert visitor.post(f"{address}/payment", token).at == address
    assert visitor.get(f"{address}/payment").at == address


def test_a_provider_nobody_configured_is_not_there(visitor: Visitor) -> None:
    visitor.apply()

    visitor.press({"provider": "nobody"})

    assert visitor.last.status_code == 404


def test_only_the_fields_named_are_open_to_correction(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()
    pay(site, visitor, address)
    ask_correction(site, "surname", "birth_certificate")

    visitor.get(f"{address}/correction")
    assert "Une pièce est illisible." in visitor.text
    names = {str(one["name"]) for one in visitor.page.select("main input[name]")}
    assert names == {"csrf_token", "surname", "birth_certificate"}

    visitor.press({"surname": "Dossou-Yovo", "town": "Parakou", "npi": "9999999999"})
    assert visitor.last.status_code == 422
    assert visitor.mistakes().keys() == {"birth_certificate"}
    assert visitor.held("surname") == "Dossou-Yovo"

    visitor.press({"birth_certificate": upload(a_pdf(pages=2), "lisible.pdf")})
    corrected = case_at(site, address)
    assert (corrected.state, corrected.answers["surname"]) == ("verification", "Dossou-Yovo")
    assert (corrected.answers["town"], corrected.answers["npi"]) == ("Cotonou", "1234567890")
    with site.services.engine.begin() as connection:
        files = attachments_of_case(connection, corrected.id)
    assert [file.filename for file in files] == ["lisible.pdf"]
    assert corrected.answers["birth_certificate"] == [files[0].id]


def test_there_is_nothing_to_correct_when_nothing_was_asked(visitor: Visitor) -> None:
    address = visitor.apply()

    assert visitor.get(f"{address}/correction").last.status_code == 404


def test_files_of_an_answer_wait_until_it_is_sent(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()
    pay(site, visitor, address)
    ask_correction(site, "birth_certificate")

    visitor.get(f"{address}/correction")
    visitor.press({"birth_certificate": upload(a_pdf(), "un.pdf"), "add": "birth_certificate"})
    shown = visitor.client.get(str(visitor.page.select(".held a")[0]["href"]))
    assert shown.mimetype == "application/pdf"
    with site.services.engine.begin() as connection:
        before = attachments_of_case(connection, case_at(site, address).id)
    assert [file.filename for file in before] == ["acte.pdf"]

    visitor.press({"remove": str(visitor.page.select(".held button")[0]["value"])})
    assert visitor.page.select(".held a") == []


def test_withdrawing_is_asked_twice_and_done_once(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()
    visitor.get(f"{address}/withdraw")
    assert case_at(site, address).state == "awaiting_payment"

    visitor.press()

    assert "Vous avez retiré votre demande." in visitor.text
    assert case_at(site, address).state == "withdrawn"
    assert visitor.get(f"{address}/withdraw").last.status_code == 404
    assert visitor.get(f"{address}/payment").at == address


def test_the_act_and_the_receipt_come_back_byte_for_byte(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()
    case, sealed = case_at(site, address), a_pdf()
    pay(site, visitor, address)
    digest = site.services.storage.put(sealed)
    with site.services.engine.begin() as connection:
        intent = site.till.intents(case)[0].id
        allocate(connection, intent, series="R-2026", code=new_code(), clock=site.clock)
        record_file(connection, intent, digest)
        register_act(connection, site, case, digest)

    visitor.get(address)
    links = [str(a["href"]) for a in visitor.page.select("a") if a.select(".icon-download")]
    downloads = [path for path in links if not path.endswith("/proof")]

    assert {path.rsplit("/", 1)[0] for path in downloads} == {address, f"{address}/receipts"}
    for path in downloads:
        answer = visitor.client.get(path)
        assert answer.get_data() == sealed
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"].startswith("attachment")


def register_act(connection: Connection, site: Site, case: Case, digest: str) -> None:
    now = site.clock.now(connection)
    connection.execute(
        insert(acts).values(
            case_id=case.id,
            number="CJ-2026-0000001",
            code="ABCD",
            status="valid",
            reserved_at=now,
            sha256=digest,
            language="fr",
            title={"fr": "Bulletin n° 3"},
            authority={"fr": "CNCJ"},
            holder="D*****",
            issued_at=now,
            issued_on=now.date(),
        )
    )


@pytest.mark.parametrize("path", ["act", "receipts/x", "attachments/x", "correction/files/x"])
def test_what_the_case_does_not_have_is_not_there(visitor: Visitor, path: str) -> None:
    address = visitor.apply()

    assert visitor.get(f"{address}/{path}").last.status_code == 404


def test_a_lost_link_is_sent_without_telling_whether_the_case_exists(
    site: Site, visitor: Visitor
) -> None:
    reference = visitor.apply().split("/")[2]
    said = []
    for typed in (f" {reference.lower()} ", "BJ-26-9999999-X"):
        visitor.get("/track").press({"reference": typed})
        said.append(visitor.text.replace(reference, "").replace("BJ-26-9999999-X", ""))

    with site.services.engine.begin() as connection:
        asked = select(outbox_events.c.case_id).where(outbox_events.c.event == LINK_ASKED)
        assert len(connection.execute(asked).all()) == 1
    assert said[0] == said[1]

    visitor.get("/track").press({"reference": "what?"})
    assert visitor.last.status_code == 422


def test_a_late_case_says_so(site: Site, visitor: Visitor) -> None:
    address = visitor.apply()
    pay(site, visitor, address)
    with site.services.engine.begin() as connection:
        now = site.clock.now(connection)
        connection.execute(update(deadlines).values(breached_at=now))

    assert "Nous sommes en retard" in visitor.get(address).text


def test_the_applicant_reads_which_stretches_of_the_delay_count(
    site: Site, visitor: Visitor
) -> None:
    address = visitor.apply()
    before = visitor.get(address).text
    pay(site, visitor, address)

    after = visitor.get(address).text

    assert "Comment le délai est compté" not in before
    assert "le délai n’a pas commencé." in after
    assert "votre dossier est entre les mains de l’administration." in after


def test_the_applicant_reads_who_opened_the_file_and_why_but_no_name(
    site: Site, visitor: Visitor
) -> None:
    address = visitor.apply()
    assert "Personne ne l’a encore ouvert" in visitor.get(address).text
    case = case_at(site, address)
    with site.services.engine.begin() as connection:
        agent = an_account(connection)
        now = site.clock.now(connection)
        record_opening(
            connection, case_id=case.id, account_id=agent.id, purpose="treatment", at=now
        )

    visitor.get(address)

    assert "un agent" in visitor.text
    assert "pour traiter votre demande" in visitor.text
    assert agent.login not in visitor.text
    assert agent.name not in visitor.text
