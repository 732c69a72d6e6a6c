"""A definition uploaded or pasted: stored when it is sound, explained and kept when it is not."""

import io
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from eservices.packs.shelf import pack_folder
from tests.builders.backoffice import Backoffice, Browser, Page, page_of
from tests.builders.places import adds_organisation
from workflows.actors import Role
from workflows.life_cycle import Status, Step
from workflows.publications import entries_of, publication_of, versions_of

RECORD = "criminal-record"
ADDRESS = "/new-e-service"
SOUND = Path(pack_folder("benin") / "eservices" / f"{RECORD}.yaml").read_text("utf-8")
#: As the builder's live e-service bears another definition, this one is its second version.
SECOND = f"/e-services/{RECORD}/versions/2"


@pytest.fixture
def browser(office: Backoffice) -> Browser:
    return office.browser(office.hire(Role.ADMINISTRATOR))


def sent(browser: Browser, **form: Any) -> TestResponse:
    return browser.post(ADDRESS, {"reason": "the decree of Monday", **form})


def upload(content: bytes, name: str = "record.yaml") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def explained(answer: TestResponse) -> Page:
    assert answer.status_code == 422
    return page_of(answer)


def versions(office: Backoffice) -> list[Status]:
    with office.engine.begin() as connection:
        return [one.status for one in versions_of(connection, RECORD)]


@pytest.mark.parametrize("form", [{"text": SOUND.replace("\n", "\r\n")}, {"file": None}])
def test_a_sound_definition_becomes_a_draft_and_nothing_more(
    office: Backoffice, browser: Browser, form: dict[str, Any]
) -> None:
    form = form if "text" in form else {"file": upload(SOUND.encode())}

    answer = sent(browser, **form)

    assert (answer.status_code, answer.location) == (303, SECOND)
    assert versions(office) == [Status.DRAFT, Status.LIVE]
    with office.engine.begin() as connection:
        assert publication_of(connection, RECORD).live == office.definition
        kept = entries_of(connection, RECORD)[-1]
    assert (kept.step, kept.reason) == (Step.STAGE, "the decree of Monday")
    assert "Stored as a draft" in browser.read(SECOND).words


def test_every_mistake_is_told_with_its_place_and_repair_and_the_text_is_kept(
    office: Backoffice, browser: Browser
) -> None:
    wrong = SOUND.replace("stage: review", "stage: revieww", 1).replace("by: agent", "by: agnt", 1)

    page = explained(sent(browser, text=wrong))

    places = page.texts(".findings .code")
    written = enumerate(wrong.split("\n"), start=1)
    lines = [at for at, line in written if "revieww" in line or "agnt" in line]
    assert [int(place.split(":")[1]) for place in places] == lines
    assert "review" in page.text(".findings li")
    assert page.typed("#text")[0].strip() == wrong.strip()
    assert page.attribute("#reason", "value") == "the decree of Monday"
    assert versions(office) == [Status.LIVE]


def test_a_procedure_that_could_get_stuck_is_refused_with_the_way_that_shows_it(
    browser: Browser,
) -> None:
    stuck = SOUND.replace("to: delivered", "to: issuing")

    page = explained(sent(browser, file=upload(stuck.encode(), "dead-end.yaml")))

    assert page.texts(".findings .code")[0].startswith("dead-end.yaml:")
    assert "->" in page.text(".findings")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a: &x [1]\nb: [*x, *x]\n", "S"),
        (b"a: !!python/object/apply:os.system ['touch /tmp/owned']\n", "S"),
        (b"\xff\xfe\x00\x00", "S"),
        (b"a: 1\na: 2\n", "S"),
        (b"\tx: 1\n", "S"),
        (b"- just a list\n", "S"),
        (b"[" * 5_000, "S"),
    ],
    ids=["anchors", "objects", "not-utf8", "twice", "tab", "list", "deep"],
)
def test_bad_files_are_explained_in_bounded_time(
    browser: Browser, content: bytes, code: str
) -> None:
    page = explained(sent(browser, file=upload(content)))

    assert page.text(".findings .flag").startswith(code)


def test_what_is_too_long_is_explained_and_what_is_far_too_long_is_not_even_read(
    browser: Browser,
) -> None:
    page = explained(sent(browser, text="eservice: x # " + "x" * 1_000_001))

    assert page.text(".findings .flag").startswith("S")
    assert sent(browser, text="x" * 5_000_000).status_code == 413


@pytest.mark.parametrize("form", [{}, {"text": "   "}, {"text": SOUND, "reason": " "}])
def test_nothing_to_store_and_no_reason_are_said(browser: Browser, form: dict[str, Any]) -> None:
    page = explained(sent(browser, **form))

    assert page.has("[role=alert]")


def test_other_forms_stay_as_short_as_they_were(browser: Browser) -> None:
    long = {"step": "suspend", "turn": 1, "reason": "x" * 200_000}

    assert browser.post(f"/e-services/{RECORD}", long).status_code == 413


def test_a_definition_may_name_what_administrators_added(
    office: Backoffice, browser: Browser
) -> None:
    text = SOUND.replace("authority: cncj", "authority: casier")
    before = explained(sent(browser, text=text))
    with office.engine.begin() as connection:
        adds_organisation(connection, "casier")

    after = sent(browser, text=text)

    assert "There is no organisation “casier”." in before.words
    assert "or as an administrator" in before.words
    assert (after.status_code, after.location) == (303, SECOND)
