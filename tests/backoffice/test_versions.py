"""Pages of a version: its diagram, its documents, and what it changes over the live one."""

import pytest

from eservices.definition.model import EService
from eservices.definition.publish import content_of, stage
from tests.builders.backoffice import Backoffice, Browser
from tests.builders.eservices import ANSWERS, an_eservice
from tests.builders.kernel import a_paid_case
from workflows.actors import Role
from workflows.cases import Case
from workflows.journal import Happening, history
from workflows.life_cycle import Author

VERSION = "/e-services/criminal-record/versions/2"


def a_waiting_case_with_file(office: Backoffice) -> Case:
    """Lodge and pay a case whose every question is answered."""
    answers = {**ANSWERS, "birth_certificate": ["a-file"]}
    with office.engine.begin() as connection:
        return a_paid_case(connection, office.workflow, office.definition, answers=answers)


@pytest.fixture
def administrator(office: Backoffice) -> Browser:
    """Let an administrator sit before a second version, with a longer deadline."""
    content = content_of(an_eservice())
    content["procedure"]["states"]["verification"]["deadline"] = "9 days"
    content["promise"]["within"] = "60 hours"
    with office.engine.begin() as connection:
        draft = EService.model_validate(content)
        stage(connection, draft, Author(operator="koffi"), "longer")
    return office.browser(office.hire(Role.ADMINISTRATOR))


def test_a_version_shows_its_procedure_as_picture_and_text(administrator: Browser) -> None:
    page = administrator.read(VERSION)
    assert page.text("h1") == "Criminal record, version 2"
    assert page.typed("#mermaid")[0].startswith("stateDiagram-v2")

    image = administrator.get(page.attribute(".picture img", "src"))

    assert image.mimetype == "image/svg+xml"
    assert "default-src 'none'" in image.headers["Content-Security-Policy"]
    assert "Verification" in image.get_data(as_text=True)


def test_the_difference_names_what_changed_by_topic(administrator: Browser) -> None:
    page = administrator.read(f"{VERSION}/difference")

    assert page.texts("h2") == ["Deadlines and promise"]
    assert "procedure.states.verification.deadline" in page.words
    assert page.texts("tbody tr")[-1].endswith("9 days") or "60 hours" in page.words
    live = administrator.read(VERSION.replace("2", "1") + "/difference")
    assert "no other version live" in live.words


def test_the_preview_counts_what_would_have_changed(administrator: Browser, case: Case) -> None:
    page = administrator.read(f"{VERSION}/preview")

    assert page.texts(".tiles dd") == ["1", "0", "0", "0"]
    assert "72 hours (paid)" in page.words
    assert case.reference not in page.words


def test_cases_in_flight_are_told_and_moved_only_to_the_live_version(
    office: Backoffice, administrator: Browser
) -> None:
    case = a_waiting_case_with_file(office)
    preview = f"{VERSION}/preview"
    draft = administrator.read(preview)
    assert draft.text("#flying ~ .table-frame tbody th") == "Verification"
    assert not draft.has(f'form[action="{preview}"]')
    assert case.reference not in draft.words
    administrator.post(preview, {"reason": "the new law"})
    assert "only under the version that is live" in administrator.read("/e-services").words

    step = {"step": "live", "number": 2, "turn": 1, "reason": "the new law"}
    assert administrator.post("/e-services/criminal-record", step).status_code == 303
    assert administrator.read(preview).has(f'form[action="{preview}"]')
    administrator.post(preview, {"reason": " "})
    assert "Write why" in administrator.read("/e-services").words
    administrator.post(preview, {"reason": "the new law"})

    assert "1 case was moved." in administrator.read(preview).words
    with office.engine.begin() as connection:
        entry = history(connection, case.id)[-1]
    assert (entry.trigger, entry.data["note"]) == (Happening.MIGRATED, "the new law")
    assert entry.account_id is not None


@pytest.mark.parametrize("kind", ["sheet", "guide", "test-plan"])
def test_each_document_can_be_read(administrator: Browser, kind: str) -> None:
    page = administrator.read(f"{VERSION}/documents/{kind}")

    assert page.text("article h1") == "Criminal record"
    assert page.attribute("article", "lang") == "en"


def test_what_does_not_exist_is_not_found(administrator: Browser) -> None:
    for address in (
        VERSION.replace("2", "7"),
        "/e-services/nothing/versions/1",
        f"{VERSION}/documents/novel",
        f"{VERSION}/documents/../../../../etc/passwd",
    ):
        assert administrator.get(address).status_code == 404


def test_an_agent_reads_the_guide_of_the_case_in_hand(browser: Browser, case: Case) -> None:
    assert browser.read(f"/cases/{case.reference}").has(f'a[href$="/{case.reference}/guide"]')

    page = browser.read(f"/cases/{case.reference}/guide")

    assert "Submit for signature" in page.words
    assert "A document is unreadable." in page.words
