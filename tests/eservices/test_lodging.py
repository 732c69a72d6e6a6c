"""Lodging: one complete draft makes one case, however often and from wherever it is sent."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, Engine, func, select

from eservices.definition.publish import publish
from eservices.drafts import Draft, find_draft, renew, save_entries, start_draft
from eservices.lodging import ApplicationIncomplete, Desk, FormChanged
from eservices.offering import Offer
from payments.charges import charges_of
from payments.money import Money
from tests.builders.kernel import a_workflow, an_office
from tests.builders.portal import TYPED, ZONE, a_thorough_eservice
from workflows.attachments import attachments_of_case, record
from workflows.cases import Case, applicant_of
from workflows.clock import ShiftedClock
from workflows.tables import cases, outbox_events

CLOCK = ShiftedClock()


def a_desk() -> Desk:
    return Desk(a_workflow(CLOCK), CLOCK, ZONE, reference_prefix="BJ")


def an_offer(connection: Connection, **changes: object) -> Offer:
    service = a_thorough_eservice(**changes)
    return Offer(service, publish(connection, service))


def a_complete_draft(connection: Connection, offer: Offer) -> Draft:
    an_office(connection)
    now = CLOCK.now(connection)
    draft = start_draft(
        connection,
        eservice=offer.service.eservice,
        definition=offer.definition,
        language="fr",
        now=now,
    )
    typed = {**TYPED["identity"], **TYPED["purpose"]}
    save_entries(connection, draft, typed, now=now)
    for field in ("birth_certificate", "residence_proof"):
        record(
            connection,
            draft_id=draft.id,
            field=field,
            filename=f"{field}.pdf",
            media_type="application/pdf",
            size=10,
            sha256="0" * 64,
            created_at=now,
        )
    return find_draft(connection, draft.id, now=now)


def count(connection: Connection) -> int:
    found: int = connection.execute(select(func.count()).select_from(cases)).scalar_one()
    return found


def test_a_case_has_its_answers_files_price_and_applicant(engine: Engine) -> None:
    with engine.begin() as connection:
        offer = an_offer(connection)
        case = a_desk().lodge(connection, a_complete_draft(connection, offer).id, offer)

        assert case.answers["surname"] == "Dossou"
        assert case.definition == offer.definition
        assert [file.field for file in attachments_of_case(connection, case.id)] == [
            "birth_certificate"
        ]
        assert [charge.money for charge in charges_of(connection, case.id)] == [
            Money.of("1900 XOF")
        ]
        applicant = applicant_of(connection, case.id)

    assert (applicant.name, applicant.mail) == ("Dossou Afi Sènami", "afi@example.org")


def test_what_was_typed_is_forgotten_once_the_case_holds_it(engine: Engine) -> None:
    with engine.begin() as connection:
        offer = an_offer(connection)
        draft = a_complete_draft(connection, offer)
        case = a_desk().lodge(connection, draft.id, offer)
        left = find_draft(connection, draft.id, now=draft.created_at)
        save_entries(connection, left, {"surname": "Other"}, now=draft.created_at)

        assert (left.case_id, left.entries) == (case.id, {})
        assert find_draft(connection, draft.id, now=draft.created_at).entries == {}


def test_sending_again_finds_the_first_case(engine: Engine) -> None:
    with engine.begin() as connection:
        offer = an_offer(connection)
        draft = a_complete_draft(connection, offer)
    references = set()
    for _ in range(3):
        with engine.begin() as connection:
            references.add(a_desk().lodge(connection, draft.id, offer).reference)

    with engine.begin() as connection:
        assert count(connection) == len(references) == 1
        lodged = select(func.count()).where(outbox_events.c.event == "case.lodged")
        assert connection.execute(lodged).scalar_one() == 1


def test_many_clicks_at_once_lodge_one_case(engine: Engine) -> None:
    with engine.begin() as connection:
        offer = an_offer(connection)
        draft = a_complete_draft(connection, offer)

    def send(_click: int) -> Case:
        with engine.begin() as connection:
            return a_desk().lodge(connection, draft.id, offer)

    with ThreadPoolExecutor(max_workers=8) as clicks:
        lodged = list(clicks.map(send, range(16)))

    with engine.begin() as connection:
        assert count(connection) == 1
        assert len(charges_of(connection, lodged[0].id)) == 1
    assert len({case.id for case in lodged}) == 1


def test_an_incomplete_application_makes_no_case_and_names_everything(engine: Engine) -> None:
    with engine.begin() as connection:
        offer = an_offer(connection)
        draft = a_complete_draft(connection, offer)
        save_entries(connection, draft, {"npi": "12", "town": ""}, now=draft.created_at)

    with engine.begin() as connection, pytest.raises(ApplicationIncomplete) as incomplete:
        a_desk().lodge(connection, draft.id, offer)

    assert {problem.field for problem in incomplete.value.problems} == {"npi", "town"}
    with engine.begin() as connection:
        assert count(connection) == 0


def test_a_form_that_changed_is_read_again_before_it_is_sent(engine: Engine) -> None:
    with engine.begin() as connection:
        draft = a_complete_draft(connection, an_offer(connection))
        dearer = [
            {"item": "issue", "label": {"fr": "D", "en": "I"}, "amount": "2500 XOF"}
            | {"from": "2020-07-29"}
        ]
        changed = an_offer(connection, tariff=dearer)

    with engine.begin() as connection, pytest.raises(FormChanged):
        a_desk().lodge(connection, draft.id, changed)

    with engine.begin() as connection:
        renew(connection, draft, changed.definition)
        case = a_desk().lodge(connection, draft.id, changed)
        assert [charge.money for charge in charges_of(connection, case.id)] == [
            Money.of("2500 XOF")
        ]
