"""The rules of what comes after an act, each broken once in a file of Benin."""

import pytest

from eservices.definition import rules as definition_rules
from eservices.definition import rules_after
from eservices.packs import rules as pack_rules
from tests.builders.defects import Defect, benin_text, edited, loaded, section
from workflows.language.findings import Rule
from workflows.verifier import rules as procedure_rules

WORKS, CONFORMITY, CORRECTION = "works-opening", "conformity-certificate", "act-correction"
ACT = section(CONFORMITY, "act")
ADAN = "            - value: adan\n"
NOBODY = ("  confirmed_by: executive_secretaries", "  confirmed_by: permit_offices")
DEFECTS = (
    Defect("F001", (("eservices: [building-permit]", "eservices: [demolition-permit]"),), WORKS),
    Defect("F001", (("eservices: [building-permit]", "eservices: [works-opening]"),), WORKS),
    Defect("F002", (("  commune: answers.commune", "  display_photo: answers.commune"),), WORKS),
    Defect("F003", (("plot_place: answers.plot_place", "plot_place: answers.plan"),), WORKS),
    Defect("F003", (("eservices: [works-opening]", "eservices: [complaint]"),), CONFORMITY),
    Defect("F004", (("plot_place: answers.plot_place", "plot_place: answers.floor_area"),), WORKS),
    Defect("F004", (("permit_number: act.number", "permit_number: act.issued_on"),), WORKS),
    Defect("F004", ((ADAN, "            - value: tpi-cotonou\n"),), CORRECTION),
    Defect("F005", (("editable: [mail]", "editable: [contractor]"),), WORKS),
    Defect("F006", (("within: 3 years", "within: 90 working-days"),), WORKS),
    Defect("F007", (("[criminal-record, nationality", "[complaint, nationality"),), CORRECTION),
    Defect("F008", ((ACT, ""),), CONFORMITY),
    Defect("F010", (NOBODY,), CONFORMITY),
    Defect("F013", (("fire: register\n", "fire: transferred\n"),), WORKS),
)
NAMES = [f"{defect.code}-{number}" for number, defect in enumerate(DEFECTS)]
#: Broken in surroundings of their own: two pools with one person, a pack without the notice.
ELSEWHERE = {"F011", "F012"}


def rules_of(module: object) -> set[str]:
    return {one.code for one in vars(module).values() if isinstance(one, Rule)}


@pytest.mark.parametrize("defect", DEFECTS, ids=NAMES)
def test_a_defect_is_refused_with_its_code(defect: Defect) -> None:
    findings = loaded(edited(benin_text(defect.file), defect.edits)).findings

    found = [one for one in findings if one.code == defect.code]
    assert found, [one.code for one in findings]
    assert found[0].message("fr") != found[0].message("en")


def test_every_rule_has_a_seeded_defect() -> None:
    assert rules_of(rules_after) - {one.code for one in DEFECTS} == ELSEWHERE


def test_the_codes_are_nobody_elses() -> None:
    others = (definition_rules, pack_rules, procedure_rules)

    assert not any(rules_of(rules_after) & rules_of(module) for module in others)
