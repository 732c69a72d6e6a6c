"""Each rule refuses a definition that breaks it, and says where, why and what to write."""

import pytest

from eservices.definition import rules as definition_rules
from eservices.definition import (
    rules_of_branches,
    rules_of_checklists,
    rules_of_forms,
    rules_of_overflow,
)
from eservices.definition.rules_of_expressions import FAULTS
from eservices.packs import rules as pack_rules
from tests.builders.defects import Defect, benin_text, edited, loaded
from tests.builders.defects_of_branches import BRANCH_DEFECTS
from tests.builders.defects_of_checklists import CHECKLIST_DEFECTS
from tests.builders.defects_of_definitions import DEFINITION_DEFECTS
from tests.builders.defects_of_overflow import OVERFLOW_DEFECTS
from tests.builders.defects_of_procedures import PROCEDURE_DEFECTS
from workflows.language.findings import Rule, Severity
from workflows.verifier import rules as procedure_rules

#: Called by code and position: one rule may have several defects.
DEFECTS = (
    *PROCEDURE_DEFECTS,
    *DEFINITION_DEFECTS,
    *BRANCH_DEFECTS,
    *OVERFLOW_DEFECTS,
    *CHECKLIST_DEFECTS,
)
NAMES = [f"{defect.code}-{number}" for number, defect in enumerate(DEFECTS)]
MODULES = (
    procedure_rules,
    definition_rules,
    rules_of_branches,
    rules_of_checklists,
    rules_of_forms,
    rules_of_overflow,
)
#: Rules whose defect needs other surroundings; each has a test of its own.
ELSEWHERE = {"D024", "D054", "D060", "D067", "E001", "W001", "W002"}


@pytest.mark.parametrize("defect", DEFECTS, ids=NAMES)
def test_a_defect_is_refused_with_its_code(defect: Defect) -> None:
    text = edited(benin_text(defect.file), defect.edits)

    findings = loaded(text).findings

    found = next((one for one in findings if one.code == defect.code), None)
    assert found is not None, [one.code for one in findings]
    for words in defect.path:
        assert any(words in step for step in found.path)


@pytest.mark.parametrize("defect", DEFECTS, ids=NAMES)
def test_a_finding_stands_in_the_file_and_speaks_both_languages(defect: Defect) -> None:
    text = edited(benin_text(defect.file), defect.edits)

    for finding in loaded(text).findings:
        assert 1 <= finding.place.line <= text.count("\n") + 1
        said = {finding.message("fr"), finding.message("en")}
        assert len(said) == 2
        assert "%(" not in "".join(said) + finding.repair("fr") + finding.repair("en")


@pytest.mark.parametrize("defect", DEFECTS, ids=NAMES)
def test_an_error_keeps_the_eservice_from_being_read(defect: Defect) -> None:
    result = loaded(edited(benin_text(defect.file), defect.edits))

    refused = any(one.severity is Severity.ERROR for one in result.findings)
    assert (result.eservice is None) is refused


def test_every_rule_has_a_seeded_defect() -> None:
    rules = {one.code for module in MODULES for one in vars(module).values() if _is_rule(one)}
    rules |= {one.code for one in FAULTS.values()}

    assert rules - {one.code for one in DEFECTS} == ELSEWHERE


def test_rules_have_codes_of_their_own() -> None:
    modules = (*MODULES, pack_rules)
    codes = [one.code for module in modules for one in vars(module).values() if _is_rule(one)]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("name", ["criminal-record", "nationality-certificate", "building-permit"])
def test_benins_eservices_are_clean(name: str) -> None:
    result = loaded(benin_text(name))

    assert result.findings == ()
    assert result.eservice is not None


def _is_rule(value: object) -> bool:
    return isinstance(value, Rule)
