"""The rules of complaints, each broken once in a file of Benin."""

import pytest

from eservices.definition import rules_of_complaints
from tests.builders.defects import Defect, benin_text, edited, loaded
from workflows.language.findings import Rule

COMPLAINT, REPORT = "complaint", "corruption-report"
CONSULTS = """      consults:
        town:
          {label: {fr: Avis, en: Opinion}, queue: complaints, deadline: 1 hours, silence: waits}
      deadline: 2 working-days
"""
AGAIN = """    - fire: answer_once_more
      from: review
      to: answered
      by: agent
      label: {fr: Répondre encore, en: Answer once more}
      asks: [message]
      distinct_from: [answer]
    - fire: answer_again
"""
SOON = ("deadline: 6 working-days", "deadline: 1 working-days")
DEFECTS = (
    Defect("H001", (("counted_by: [kind,", "counted_by: [account,"),), COMPLAINT),
    Defect("H002", (("satisfied: accept_answer", "satisfied: settle"),), COMPLAINT),
    Defect("H003", (("    - fire: answer_again\n", AGAIN), SOON), COMPLAINT),
    Defect("H004", ((", restarts: [reopen]", ""),), COMPLAINT),
    Defect("H005", (("office: '\"inspection\"'", "office: answers.service"),), COMPLAINT),
    Defect("H006", (("by: inspector", "by: agent"),), REPORT),
    Defect("H007", (("queue: confidential_reports", "queue: complaints"),), REPORT),
    Defect("H008", (("      deadline: 2 working-days\n", CONSULTS),), COMPLAINT),
    Defect("H009", (("restarts: [reopen]", "restarts: [reopen, nothing]"),), COMPLAINT),
    Defect("H010", (("  confidential: true\n", ""),), REPORT),
    Defect("H011", (("      distinct_from: [answer]\n", ""),), COMPLAINT),
)


def rules_of(module: object) -> set[str]:
    return {one.code for one in vars(module).values() if isinstance(one, Rule)}


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.code)
def test_a_defect_is_refused_with_its_code(defect: Defect) -> None:
    findings = loaded(edited(benin_text(defect.file), defect.edits)).findings

    found = [one for one in findings if one.code == defect.code]
    assert found, [one.code for one in findings]
    assert all(one.message("fr") != one.message("en") for one in found)


def test_every_rule_is_broken_here() -> None:
    assert {defect.code for defect in DEFECTS} == rules_of(rules_of_complaints)


def test_whoever_complains_may_stay_anonymous_and_others_may_not() -> None:
    assert loaded(benin_text(COMPLAINT)).findings == ()
    record = edited(benin_text(COMPLAINT), ((section(), ""),))
    codes = {one.code for one in loaded(record).findings}
    assert {"D011", "D012"} <= codes


def section() -> str:
    text = benin_text(COMPLAINT)
    start = text.index("complaint:\n  concerns")
    return text[start : text.index("\nform:\n", start) + 1]
