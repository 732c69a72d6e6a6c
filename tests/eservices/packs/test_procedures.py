"""Procedures at desks: read, verified, found in the catalogue, and honest about what is unknown."""

from pathlib import Path

import pytest

from eservices.definition.check import check
from eservices.packs import known_packs, read_pack, read_procedures
from eservices.packs.procedure_files import load_procedure
from eservices.packs.shelf import pack_folder
from tests.builders.defects import edited

PASSPORT = pack_folder("burundi") / "procedures" / "passport.yaml"
DEFECTS = (
    ("K002", ("authority: migrations", "authority: migration")),
    ("K002", ("offices: [migrations-bujumbura", "offices: [migrations-gitega")),
    ("K002", ("    office: migrations-bujumbura", "    office: bujumbura")),
    ("K021", ("    office: migrations-bujumbura\n", "")),
    ("K022", ("demo:\n  documents:", "demo:\n  papers:")),
    ("K023", ("procedure: passport", "procedure: pasport")),
    ("K002", ("category: travel", "category: travels")),
    ("K002", ("life_events: [travel]", "life_events: [travelling]")),
    (
        "D077",
        ("    note:\n      fr: La liste", "    profile: adult\n    note:\n      fr: La liste"),
    ),
    ("D020", ('who: {fr: "Tout citoyen burundais.", en', "who: {en")),
    ("G001", ("checked_on: 2026-11-22\n", "")),
)


@pytest.mark.parametrize(("code", "edit"), DEFECTS)
def test_a_defect_is_refused_with_its_code(
    tmp_path: Path, code: str, edit: tuple[str, str]
) -> None:
    path = tmp_path / "passport.yaml"
    path.write_text(edited(PASSPORT.read_text("utf-8"), [edit]), encoding="utf-8")

    loaded = load_procedure(path, read_pack("burundi"))

    assert loaded.procedure is None
    assert code in {finding.code for finding in loaded.findings}


def test_one_file_is_checked_alone() -> None:
    assert check([PASSPORT]) == []


@pytest.mark.parametrize("pack", known_packs())
def test_what_no_source_gives_is_said_to_be_unknown(pack: str) -> None:
    for one in read_procedures(read_pack(pack)):
        unknown = [key for key in ("fee", "delay", "legal_basis") if not getattr(one, key)]

        assert set(unknown) <= one.demo.keys(), one.procedure
