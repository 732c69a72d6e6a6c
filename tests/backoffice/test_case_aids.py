"""Drafts, text blocks, notes and what changed: on the case screen, for whoever holds the case."""

from datetime import timedelta

from sqlalchemy import update

from tests.builders.backoffice import Backoffice, Browser, Page, page_of
from workflows import text_blocks, unfinished
from workflows.accounts import Account
from workflows.actors import APPLICANT, Role
from workflows.cases import Case
from workflows.openings import openings_of
from workflows.returning import return_expired
from workflows.tables import applicants, claims
from workflows.text_blocks import Writing

MESSAGE = "textarea[name=message]"


def typed(page: Page, trigger: str) -> str:
    """Give what stands in the message of an action."""
    return page.typed(f"#{trigger}-message")[0].strip()


def asks_for_a_correction(office: Backoffice, case: Case, agent: Account) -> None:
    """Let the applicant be asked to correct their surname."""
    asked = {"fields_to_correct": ["surname"], "reason": "unreadable"}
    office.fire(case, "ask_applicant", agent, **asked)


def comes_back(office: Backoffice, case: Case, **answers: str) -> None:
    """Let the applicant correct their answers."""
    with office.engine.begin() as connection:
        office.workflow.fire(connection, case.id, "answer", actor=APPLICANT, answers=answers)
    office.route(case)


def a_block(office: Backoffice, *, approved: bool = True) -> int:
    """Write a text block in French and English."""
    texts = {"fr": "Votre acte est illisible.", "en": "Your certificate cannot be read."}
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        author, other = (office.hire(Role.SUPERVISOR) for _ in range(2))
        block = Writing(None, None, "Illisible", texts)
        number = text_blocks.write(connection, block, by=author.id, at=now)
        if approved:
            text_blocks.approve(connection, number, by=other.id, at=now)
    return number


def test_a_draft_is_kept_by_its_button_and_nothing_is_decided(
    office: Backoffice, case: Case, browser: Browser
) -> None:
    answer = browser.decide(case, "consult_court", message="À moitié écrit", draft="keep")

    assert answer.status_code == 303
    page = browser.read(f"/cases/{case.reference}")
    assert typed(page, "consult_court") == "À moitié écrit"
    assert page.has("details[open] #consult_court-message")
    assert office.state_of(case) == case.state


def test_the_draft_is_its_authors_alone_and_waits_for_them(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    browser.decide(case, "consult_court", message="À moitié écrit", draft="keep")
    browser.post(f"/cases/{case.reference}/release")
    colleague = office.hire(Role.AGENT)
    office.claim(colleague)

    theirs = office.browser(colleague).read(f"/cases/{case.reference}")
    assert "À moitié écrit" not in theirs.html
    office.browser(colleague).post(f"/cases/{case.reference}/release")
    office.claim(agent)
    assert typed(browser.read(f"/cases/{case.reference}"), "consult_court") == "À moitié écrit"


def test_what_is_typed_when_the_lease_has_run_out_is_kept_for_its_author(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    office.clock.advance(timedelta(minutes=10))
    browser.read("/")
    office.clock.advance(timedelta(minutes=10))
    browser.read("/")
    office.clock.advance(timedelta(minutes=11))
    with office.engine.begin() as connection:
        return_expired(connection, clock=office.clock)

    answer = browser.decide(case, "consult_court", message="Rien n’est perdu")

    assert answer.status_code == 409
    assert "Rien n’est perdu" in page_of(answer).html
    office.claim(agent)
    assert typed(browser.read(f"/cases/{case.reference}"), "consult_court") == "Rien n’est perdu"


def test_a_draft_is_forgotten_with_the_decision_and_never_shown_in_another_stay(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    browser.decide(case, "refuse", reason="unreadable", draft="keep")
    asks_for_a_correction(office, case, agent)
    comes_back(office, case, surname="Dossou")
    held = office.claim(agent)

    assert not browser.read(f"/cases/{case.reference}").has("input[name=kept]")
    with office.engine.begin() as connection:
        assert unfinished.forget_decided(connection) == 1
    browser.decide(held, "approve", kept="yes")
    with office.engine.begin() as connection:
        assert unfinished.kept(connection, held, agent.id) == {}


def test_drafts_are_thrown_away_by_their_author(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    browser.decide(case, "consult_court", message="Non, rien.", draft="keep")

    browser.decide(case, "consult_court", draft="throw-away")

    with office.engine.begin() as connection:
        assert unfinished.kept(connection, case, agent.id) == {}


def test_a_text_block_joins_what_was_typed_in_the_applicants_language(
    office: Backoffice, case: Case, browser: Browser
) -> None:
    number = a_block(office)

    english = update(applicants).where(applicants.c.case_id == case.id).values(language="en")
    with office.engine.begin() as connection:
        connection.execute(english)
    given = {"message": "Good morning.", "note": "Page 2.", "block_message": number}

    answer = browser.decide(case, "consult_court", **given, insert="message:told")

    page = page_of(answer)
    assert answer.status_code == 200
    assert typed(page, "consult_court") == "Good morning.\n\nYour certificate cannot be read."
    assert page.typed("#consult_court-note")[0].strip() == "Page 2."
    with office.engine.begin() as connection:
        (block,) = text_blocks.all_blocks(connection)
    assert block.uses == 1
    assert office.state_of(case) == case.state


def test_a_block_that_nobody_approved_or_that_is_not_there_adds_nothing(
    office: Backoffice, case: Case, browser: Browser
) -> None:
    number = a_block(office, approved=False)

    for wanted in (number, 999, "?"):
        answer = browser.decide(
            case, "consult_court", message="Bonjour.", block_message=wanted, insert="message:told"
        )
        assert typed(page_of(answer), "consult_court") == "Bonjour."


def test_supervisors_write_and_another_one_approves(office: Backoffice) -> None:
    author, other = (office.browser(office.hire(Role.SUPERVISOR)) for _ in range(2))
    empty = author.post("/text-blocks", {"title": "Sans texte", "text_fr": " "})
    author.post("/text-blocks", {"title": "Illisible", "text_fr": "Votre acte est illisible."})

    assert empty.status_code == 422
    assert not author.read("/text-blocks").has("button[value=approve]")
    author.post("/text-blocks/1", {"decision": "approve"})
    with office.engine.begin() as connection:
        assert text_blocks.offered(connection, eservice="criminal-record", office=None) == ()
    other.post("/text-blocks/1", {"decision": "approve"})
    with office.engine.begin() as connection:
        offered = text_blocks.offered(connection, eservice="criminal-record", office=None)
    assert [block.title for block in offered] == ["Illisible"]
    author.post("/text-blocks/1", {"decision": "retire"})
    assert not author.read("/text-blocks").has("tbody form")


def test_a_note_stays_for_whoever_treats_the_case_later_with_its_author(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    for _ in range(2):
        browser.post(f"/cases/{case.reference}/notes", {"text": "A appelé la mairie."})
    browser.post(f"/cases/{case.reference}/notes", {"text": "  "})
    browser.post(f"/cases/{case.reference}/release")
    colleague = office.hire(Role.AGENT)
    office.claim(colleague)

    page = office.browser(colleague).read(f"/cases/{case.reference}")

    assert page.texts(".notes .said-with") == ["A appelé la mairie."]
    assert agent.name in page.text(".notes .meta")


def test_the_first_visit_says_nothing_and_the_next_one_what_changed(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    office.attach(case)
    assert not browser.read(f"/cases/{case.reference}").has(".since, .since-nothing")
    asks_for_a_correction(office, case, agent)
    before = case.answers["surname"]
    comes_back(office, case, surname="Hounkpè")
    office.claim(agent)

    page = browser.read(f"/cases/{case.reference}")

    assert before in page.text(".since del")
    assert "Hounkpè" in page.text(".since ins")
    # Reading it again within the same visit does not make it old.
    assert browser.read(f"/cases/{case.reference}").has(".since ins")


def test_given_back_and_taken_again_nothing_changed(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    browser.read(f"/cases/{case.reference}")
    browser.post(f"/cases/{case.reference}/release")
    office.claim(agent)

    assert browser.read(f"/cases/{case.reference}").has(".since-nothing")


def test_earlier_cases_tell_outcomes_of_the_same_person_and_record_the_look(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    office.fire(case, "refuse", agent, reason="unreadable")
    office.a_waiting_case()
    held = office.claim(agent)

    page = browser.read(f"/cases/{held.reference}/earlier")

    assert page.texts("tbody th") == [case.reference]
    assert "Refused" in page.text("tbody tr")
    with office.engine.begin() as connection:
        looks = [(one.account_id, one.purpose) for one in openings_of(connection, case.id)]
    assert looks == [(agent.id, "earlier")]


def test_earlier_cases_of_others_or_of_other_queues_are_not_told(
    office: Backoffice, agent: Account, case: Case, browser: Browser
) -> None:
    office.fire(case, "refuse", agent, reason="unreadable")
    office.a_waiting_case()
    held = office.claim(agent)
    named = update(applicants).where(applicants.c.case_id == case.id)
    with office.engine.begin() as connection:
        connection.execute(named.values(name="Somebody of the same household"))

    assert browser.read(f"/cases/{held.reference}/earlier").has("td.empty")
    with office.engine.begin() as connection:
        connection.execute(named.values(name="Afi Dossou"))
        connection.execute(update(claims).values(pool_id=office.pools["signatories"]))
    assert browser.read(f"/cases/{held.reference}/earlier").has("td.empty")
    assert case.reference not in browser.read(f"/cases/{held.reference}").html
