"""Inspections: from a flag to a conclusion that a second inspector confirms."""

import pytest
import sqlalchemy
from sqlalchemy import text

from tests.backoffice.watch.conftest import Inspectorate


def opened(inspectorate: Inspectorate) -> str:
    """Open an inspection on the one flag, and give its address."""
    answer = inspectorate.first.post("/watch/1", {"note": "Ask the agent."})
    return answer.headers["Location"]


def test_a_flag_says_what_it_found_and_shows_the_rows_behind_it(
    inspectorate: Inspectorate,
) -> None:
    listed = inspectorate.first.read("/watch")
    page = inspectorate.first.read(listed.attribute("tbody a", "href"))

    assert inspectorate.agent.name in page.text(".lead")
    assert "without having been given" in page.text(".lead")
    assert page.texts("tbody th") == [inspectorate.case.reference]
    assert "Case screen" in page.texts("tbody td")


def test_an_inspection_is_closed_by_two_and_every_step_is_in_its_journal(
    inspectorate: Inspectorate,
) -> None:
    address = opened(inspectorate)
    first, second = inspectorate.first, inspectorate.second
    first.post(address, {"step": "note", "note": "She was helping a colleague."})
    first.post(address, {"step": "conclude", "note": "Seen.", "conclusion": "explained"})
    assert not first.read(address).has("button[value=confirm]")
    second.post(address, {"step": "confirm", "note": "I agree."})

    page = second.read(address)

    assert page.texts(".history strong") == [
        "Inspection opened",
        "Note",
        "Conclusion proposed",
        "Conclusion confirmed; inspection closed",
    ]
    assert "Closed" in page.text(".lead")
    assert not page.has("form.card-form")
    assert inspectorate.first.read("/watch").has(".empty")


def test_whoever_concluded_cannot_confirm(inspectorate: Inspectorate) -> None:
    address = opened(inspectorate)
    inspectorate.first.post(address, {"step": "conclude", "note": "x", "conclusion": "referred"})
    inspectorate.first.post(address, {"step": "confirm", "note": "x"})

    assert "Another inspector must confirm" in inspectorate.first.read(address).words
    assert "second inspector" in inspectorate.second.read(address).text(".lead")
    with inspectorate.office.engine.begin() as connection:
        forced = text(
            "UPDATE inspections SET standing = 'closed', closed_at = now(),"
            " confirmed_by = concluded_by"
        )
        with pytest.raises(sqlalchemy.exc.IntegrityError, match="four_eyes"):
            connection.execute(forced)


def test_the_second_may_send_back(inspectorate: Inspectorate) -> None:
    address = opened(inspectorate)
    inspectorate.first.post(address, {"step": "conclude", "note": "x", "conclusion": "unfounded"})
    inspectorate.second.post(address, {"step": "send_back", "note": "Ask the colleague too."})

    page = inspectorate.first.read(address)

    assert page.texts(".history strong")[-1] == "Sent back by the second inspector"
    assert page.has("button[value=conclude]")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"step": "confirm", "note": "x"}, "moved on meanwhile"),
        ({"step": "conclude", "note": "x", "conclusion": "nonsense"}, "moved on meanwhile"),
        ({"step": "note", "note": "  "}, "in a few words"),
        ({"step": "nonsense", "note": "x"}, "in a few words"),
    ],
)
def test_a_step_that_is_not_possible_is_told_plainly(
    inspectorate: Inspectorate, form: dict[str, str], told: str
) -> None:
    address = opened(inspectorate)
    before = inspectorate.first.read(address).texts(".history strong")
    inspectorate.first.post(address, form)

    page = inspectorate.first.read(address)

    assert told in page.text(".said")
    assert page.texts(".history strong") == before


def test_two_inspectors_cannot_open_two_inspections_on_one_flag(
    inspectorate: Inspectorate,
) -> None:
    address = opened(inspectorate)
    again = inspectorate.second.post("/watch/1", {"note": "Me too."})

    assert again.headers["Location"] == "/watch/1"
    listed = inspectorate.second.read("/inspections")
    assert listed.attributes("tbody a", "href") == [address]
