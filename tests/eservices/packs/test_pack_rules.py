"""A pack is read with places, and each of its rules refuses what breaks it."""

from pathlib import Path

import pytest

from eservices.packs import rules
from eservices.packs.reading import read_folder
from tests.builders.defects import Edit, a_pack_folder
from workflows.language.findings import Rule, Severity

SECOND_POOL = """pools:
  - slug: other-records
    office: cncj
    queue: records
    name: {fr: Autre, en: Other}
"""
CLOSED_DESK = "      office: cncj\n      name: {fr: Caisse 1"
#: Rules about folders and files, tested with the command that walks them.
OF_FOLDERS = {"K009", "K010", "K011", "K021", "K022", "K023"}
DEFECTS: tuple[tuple[str, Edit], ...] = (
    ("K001", ("  - slug: tpi-cotonou\n", "  - slug: cncj\n")),
    ("K001", ("  - login: records2\n", "  - login: records1\n")),
    ("K002", ("    organisation: adan\n", "    organisation: adam\n")),
    ("K002", ("    calendar: administration\n", "    calendar: administrations\n")),
    ("K002", ("    pools: [cncj-records,", "    pools: [cncj-record,")),
    ("K003", ("timezone: Africa/Porto-Novo", "timezone: Africa/Portonovo")),
    ("K004", ("    holidays: BJ\n", "    holidays: ZZ\n")),
    ("K005", ('mon: [["08:00", "12:30"]', 'mon: [["08:00", "16:30"]')),
    ("K006", ("pools:\n", SECOND_POOL)),
    ("K024", ("      by: adan-examiners\n", "      by: adan-signatories\n")),
    ("K024", ("      by: adan-examiners\n", "      by: tpi-cotonou-nationality-judges\n")),
    ("K007", ("    roles: [supervisor]\n", "    roles: [supervisor, agent]\n")),
    ("K008", ("    pools: [adan-examiners, adan-corrections]\n", "")),
    ("K025", ("          eservice: complaint\n", "          eservice: complaints\n")),
    ("K025", ("finder:\n  start: need", "finder:\n  start: needs")),
    ("K026", ("          question: building\n", "          eservice: building-permit\n")),
    ("K027", ("          eservice: works-opening\n", "          question: need\n")),
    ("K001", ("    - slug: tpi-cotonou-2\n", "    - slug: tpi-cotonou-1\n")),
    ("K002", ("eservices: [nationality-certificate]", "eservices: [nationality]")),
    ("K028", ("      office: tpi-cotonou\n      name: {fr: Caisse 1", CLOSED_DESK)),
    ("K029", ("  ceiling: 500000 XOF\n", "  ceiling: 500000 BIF\n")),
    ("D020", ("name: {fr: Bénin, en: Benin}", "name: {fr: Bénin}")),
    ("D026", ("{applicant.name}", "{applicant.surname}")),
    ("D065", ("rien à faire. {case.link}", "rien à faire. {case.link} {case.link}")),
    ("D066", ("rien à faire. {case.link}", "rien à faire, même payer. {case.link}")),
    ("G001", ("country: BJ\n", "")),
    ("S006", ("country: BJ\n", "country: BJ\ncountry: BF\n")),
)


@pytest.mark.parametrize(("code", "edit"), DEFECTS)
def test_a_defect_of_a_pack_is_refused_with_its_code(tmp_path: Path, code: str, edit: Edit) -> None:
    folder = a_pack_folder(tmp_path, pack_edits=[edit])

    read = read_folder(folder)

    assert code in [one.code for one in read.findings]
    refused = any(one.severity is Severity.ERROR for one in read.findings)
    assert (read.pack is None) is refused
    for finding in read.findings:
        assert finding.message("fr") != finding.message("en")
        assert finding.place.file.endswith("pack.yaml")


def test_every_rule_of_packs_has_a_seeded_defect() -> None:
    codes = {one.code for one in vars(rules).values() if isinstance(one, Rule)}

    assert codes - {code for code, _edit in DEFECTS} == OF_FOLDERS
