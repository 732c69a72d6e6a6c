"""The published JSON Schema: true to the grammar, to the reference, and to every file."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from config.command.definitions import schema as command
from eservices.definition.model import EServiceFile
from eservices.definition.schema import MEANINGS, as_text, language_schema
from eservices.packs import known_packs
from eservices.packs.shelf import eservice_files, pack_folder
from tests.builders.defects import benin_text, edited
from workflows.language.source import parse_source

DOCS = Path(__file__).parents[3] / "docs"
FILES = [path for pack in known_packs() for path in eservice_files(pack_folder(pack))]
ROW = re.compile(r"^\| `(?P<key>\w+)` \|.*\| (?P<meaning>[^|]+) \|$", re.MULTILINE)


def as_json(text: str) -> Any:
    """Give what an editor validates: days are texts in JSON."""
    source, _findings = parse_source(text.encode(), "f.yaml")
    return json.loads(json.dumps(source.value, default=date.isoformat))


def mistakes(text: str) -> list[str]:
    found = Draft202012Validator(language_schema()).iter_errors(as_json(text))
    return sorted(error.json_path for error in found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_every_file_of_the_packs_satisfies_the_schema(path: Path) -> None:
    assert mistakes(path.read_text("utf-8")) == []


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(language_schema())


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("authority: cncj", "authorithy: cncj", "$"),
        ("type: national-id", "type: nationnal-id", "$.form.pages[0].fields[1].type"),
        ("within: 72 hours", "within: 72 heures", "$.promise.within"),
        ("amount: 1900 XOF", "amount: 1900 francs", "$.tariff[0].amount"),
        ("by: system}", "by: sistem}", "$.procedure.transitions[0].by"),
        ("    verification:\n", "    Verification:\n", "$.procedure.states"),
        ("max: today", "max: demain", "$.form.pages[0].fields[5].max"),
    ],
)
def test_a_mistake_of_grammar_is_shown_where_it_stands(old: str, new: str, at: str) -> None:
    found = mistakes(edited(benin_text("criminal-record"), [(old, new)]))

    assert at in found


def test_the_committed_schema_is_the_one_that_the_command_writes() -> None:
    written = CliRunner().invoke(command).output

    assert written == (DOCS / "eservice.schema.json").read_text("utf-8")
    assert written == as_text(language_schema()) + "\n"


def test_the_meanings_of_keys_are_those_of_the_reference() -> None:
    tables = re.split(r"<!-- (\w+) -->\n", (DOCS / "definition-reference.md").read_text("utf-8"))
    said = {
        name: {row["key"]: row["meaning"].strip() for row in ROW.finditer(table.split("\n\n")[0])}
        for name, table in zip(tables[1::2], tables[2::2], strict=True)
    }
    known = {"EServiceFile", *language_schema()["$defs"]}

    kept = json.loads(MEANINGS.read_text("utf-8"))

    assert kept == {name: rows for name, rows in said.items() if name in known}


def test_every_key_has_a_meaning() -> None:
    schema = language_schema()
    parts = {"e-service": schema, **schema["$defs"]}

    mute = [
        f"{name}.{key}"
        for name, part in parts.items()
        for key, said in part.get("properties", {}).items()
        if not said.get("description")
    ]

    assert mute == []
    assert schema["properties"].keys() == {
        field.alias or name for name, field in EServiceFile.model_fields.items()
    }
