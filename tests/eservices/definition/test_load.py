"""From files to e-services: every mistake at once, each with its place and its repair."""

from dataclasses import replace
from pathlib import Path

import pytest

from eservices.definition.load import load_eservice, read_definition
from eservices.definition.surroundings import Person
from tests.builders.defects import Edit, benin, benin_text, edited, loaded
from workflows.actors import Role
from workflows.language.findings import Finding
from workflows.language.source import parse_source

AUDIENCE = "audience: [citizen, resident, former-resident, diaspora]"
TITLE = "title: {fr: Votre identité, en: Your identity}"


def found(*edits: Edit, file: str = "criminal-record") -> tuple[Finding, ...]:
    return loaded(edited(benin_text(file), edits)).findings


def test_all_mistakes_of_grammar_are_told_at_once() -> None:
    findings = found(
        ("authority: cncj", "authorithy: cncj"),
        ("type: national-id", "type: nationnal-id"),
        ("within: 72 hours", "within: 72 heures"),
        ("amount: 1900 XOF", "amount: 1900 francs"),
    )

    assert [one.code for one in findings] == ["G001", "G002", "G003", "G010", "G009"]


@pytest.mark.parametrize(
    ("edit", "code", "words"),
    [
        (("authority: cncj", "authorithy: cncj"), "G002", "Did you mean “authority”?"),
        (("type: national-id", "type: nationnal-id"), "G003", "Did you mean “national-id”?"),
        (("    verification:\n", "    Verification:\n"), "G004", "such_as_this"),
        (("office: cncj", "office: CNCJ"), "G004", "such-as-this"),
        (("code: PS00373", "code: ps 373"), "G004", "its form is"),
        ((AUDIENCE, "audience: []"), "G005", "at least one"),
        (("required: false", "required: perhaps"), "G006", "true or false"),
        ((TITLE, "title: Votre identité"), "G007", "{fr: …"),
        (("max_size: 5 MB", "max_size: 900"), "G008", "within the bounds"),
        (("deadline: 6 working-hours", "deadline: six hours"), "G009", "72 hours"),
        (("amount: 1900 XOF", "amount: 1900"), "G010", "1900 XOF"),
        (("    amount: 1900 XOF\n", ""), "G013", "one of “amount”"),
        (('number: "CJ-{year}-{serial:07}"', 'number: "CJ-{serial:07}"'), "G011", "{year} once"),
        (("{case.reference}", "{case.secret}"), "G012", "{case.reference}"),
    ],
)  # fmt: skip
def test_a_mistake_of_grammar_says_what_to_write(edit: Edit, code: str, words: str) -> None:
    findings = [one for one in found(edit) if one.code == code]

    assert findings
    assert any(words in one.repair("en") for one in findings)
    assert all(one.message("fr") != one.message("en") for one in findings)


def test_a_mistake_stands_at_its_line_and_column() -> None:
    text = edited(benin_text("criminal-record"), [("type: national-id", "type: nationnal-id")])
    lines = text.splitlines()

    (finding,) = loaded(text).findings

    line = lines[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith("nationnal-id")


def test_a_fault_in_an_expression_stands_at_its_character() -> None:
    wrong = 'answers.status == "citizen" && answers.statut == "resident"'
    text = edited(benin_text("criminal-record"), [('answers.status == "citizen"', wrong)])
    lines = text.splitlines()

    finding = next(one for one in loaded(text).findings if one.code == "E005")

    assert lines[finding.place.line - 1][finding.place.column - 1 :].startswith("statut")


def test_a_file_may_not_write_what_its_pack_gives() -> None:
    codes = [one.code for one in found(("code: PS00373", "code: PS00373\ncurrency: EUR"))]

    assert codes == ["G002"]


def test_a_file_bears_the_name_of_its_eservice(tmp_path: Path) -> None:
    path = tmp_path / "casier.yaml"
    path.write_text(benin_text("criminal-record"), encoding="utf-8")

    result = load_eservice(path, benin())

    assert [one.code for one in result.findings] == ["D060"]
    assert result.eservice is None


def test_an_end_that_nobody_is_told_of_is_refused() -> None:
    notices = {name: told for name, told in benin().notices.items() if name != "refused"}
    source, _none = parse_source(benin_text("criminal-record").encode(), "f.yaml")

    result = read_definition(source, replace(benin(), notices=notices))

    assert [one.code for one in result.findings] == ["D024"]


def test_one_person_in_both_pools_cannot_be_four_eyes() -> None:
    alone = frozenset({Person("alone", frozenset({Role.AGENT, Role.SIGNATORY}))})
    both = {("cncj", "records"): alone, ("cncj", "signatories"): alone}
    source, _none = parse_source(benin_text("criminal-record").encode(), "f.yaml")

    result = read_definition(source, replace(benin(), desks={**benin().desks, **both}))

    assert [one.code for one in result.findings] == ["D054", "F011"]


def test_an_eservice_takes_its_pack_languages_money_and_notices() -> None:
    eservice = loaded(benin_text("criminal-record")).eservice

    assert eservice is not None
    assert (eservice.pack, eservice.currency) == ("benin", "XOF")
    assert eservice.languages == ("fr", "en")
    assert eservice.notices["delivered"] == benin().notices["delivered"]


def test_an_eservices_own_notice_goes_before_the_packs() -> None:
    own = "notices:\n  refused:\n    subject: {fr: Non, en: No}\n    body: {fr: Non, en: No}\n"
    text = edited(benin_text("criminal-record"), [("retention:", own + "retention:")])

    eservice = loaded(text).eservice

    assert eservice is not None
    assert eservice.notices["refused"].subject.in_language("en") == "No"
