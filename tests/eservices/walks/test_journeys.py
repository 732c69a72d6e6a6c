"""Every transition of every e-service is driven through the real engine, or told of."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from eservices.packs import known_packs, read_pack
from eservices.packs.loading import load_places
from eservices.packs.shelf import eservice_files, pack_folder
from eservices.walks import walk_pack
from eservices.walks.people import Staff, hire
from eservices.walks.spilling import walk_overflows
from tests.builders.defects import Edit, a_pack_folder, benin_text, edited, loaded, section
from workflows.language.findings import Finding
from workflows.tables import cases


def walked(engine: Engine, folder: Path) -> list[Finding]:
    """Walk over a pack's folder, in a transaction that leaves nothing."""
    with engine.connect() as connection, connection.begin() as undone:
        found = list(walk_pack(connection, folder, eservice_files(folder)))
        assert connection.execute(select(func.count()).select_from(cases)).scalar_one() == 0
        undone.rollback()
    return found


def a_folder(place: Path, *, edits: Sequence[Edit] = (), pack_edits: Sequence[Edit] = ()) -> Path:
    """Copy Benin's pack with its criminal record alone, edited."""
    # The first questions and the tills lead to the e-services that are left out.
    without = [(section("pack", key), "") for key in ("finder", "cash")]
    folder = a_pack_folder(place, pack_edits=[*pack_edits, *without])
    for path in eservice_files(folder):
        if path.stem != "criminal-record":
            path.unlink()
    (path,) = eservice_files(folder)
    path.write_text(edited(path.read_text("utf-8"), edits), "utf-8")
    return folder


@pytest.mark.parametrize("pack", known_packs())
def test_every_transition_of_a_pack_is_driven(engine: Engine, pack: str) -> None:
    assert walked(engine, pack_folder(pack)) == []


def test_a_transition_that_no_answers_open_is_told_of(engine: Engine, tmp_path: Path) -> None:
    never = 'when: answers.sex == "F" && answers.sex == "M"'
    edits = [("    - fire: consult_court\n", f"    - fire: consult_court\n      {never}\n")]
    folder = a_folder(tmp_path, edits=edits)

    found = walked(engine, folder)

    told = {(one.code, one.values["fire"], one.values["problem"]) for one in found}
    assert told == {
        ("W001", "consult_court", "no answers open it"),
        ("W001", "give_opinion", "no answers open it"),
    }
    text = (folder / "eservices" / "criminal-record.yaml").read_text("utf-8").splitlines()
    assert "fire: consult_court" in text[found[0].place.line - 1]


def test_a_transition_open_to_some_answers_alone_is_driven(engine: Engine, tmp_path: Path) -> None:
    some = 'when: answers.purpose == "tender" && answers.sex == "M"'
    edits = [("    - fire: consult_court\n", f"    - fire: consult_court\n      {some}\n")]

    assert walked(engine, a_folder(tmp_path, edits=edits)) == []


def test_an_agent_queue_without_a_signatory_is_told_of(engine: Engine, tmp_path: Path) -> None:
    signatory = "roles: [signatory]\n    office: cncj\n"
    agent = "roles: [agent]\n    office: cncj\n"

    found = walked(engine, a_folder(tmp_path, pack_edits=[(signatory, agent)]))

    told = {(one.values["fire"], one.values["problem"]) for one in found}
    assert told >= {("sign", "NobodyThere"), ("send_back", "NobodyThere")}


def test_an_overflow_that_only_some_answers_take_is_driven(engine: Engine, tmp_path: Path) -> None:
    some = "after: 2 working-hours, when: 'answers.purpose == \"tender\"'"

    assert walked(engine, a_folder(tmp_path, edits=[("after: 2 working-hours", some)])) == []


def test_overflows_that_nobody_takes_over_are_told_of(engine: Engine) -> None:
    pack = read_pack("benin")
    eservice = loaded(benin_text("criminal-record")).eservice
    assert eservice is not None
    with engine.connect() as connection, connection.begin() as undone:
        load_places(connection, pack)
        everybody = hire(connection, pack)
        elsewhere = tuple(one for one in everybody.people if one.office != "renfort-national")

        whole = list(walk_overflows(connection, everybody, eservice))
        flaws = list(walk_overflows(connection, Staff(elsewhere), eservice))
        undone.rollback()

    assert whole == []
    assert [(flaw.rule.code, flaw.values["problem"]) for flaw in flaws] == [
        ("W002", "NobodyThere"),
        ("W002", "NobodyThere"),
    ]
    assert [flaw.at[-1] for flaw in flaws] == [0, 1]
