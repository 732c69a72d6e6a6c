"""The JSON Schema of the language, by which editors complete and check a file while it is written.

Generated from the grammar's models; what a model reads in a written form, such as `72 hours`, is
described as it is written. The meaning of each key is the one that the reference gives. A key that
may be absent is not offered the empty value that stands for its absence: it is left out instead.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from eservices.definition.form import MEGABYTES
from eservices.definition.model import EServiceFile
from workflows.language.values import SPAN

MEANINGS = Path(__file__).parent / "meanings.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

#: Models that are written as one text.
WRITTEN: Mapping[str, Schema] = {
    "Span": {
        "type": "string",
        "pattern": SPAN.pattern.replace("?P<count>", "").replace("?P<unit>", ""),
    }
}
NOTHING: Schema = {"type": "null"}
DAY_OR_NUMBER: Schema = {
    "anyOf": [
        {"type": "number"},
        {"const": "today"},
        {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    ]
}
PERCENT: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 99},
        {"type": "string", "pattern": "^[1-9][0-9]?%$"},
    ]
}
#: Models whose `from` may be one name or a list.
LISTED = frozenset({"Transition", "Overflow"})
#: Keys that may be written in two ways, by model and key.
FORMS: Mapping[tuple[str, str], Schema] = {
    ("Sheet", "steps"): {
        "type": "array",
        "minItems": 1,
        "items": {"anyOf": [{"$ref": "#/$defs/Text"}, {"$ref": "#/$defs/SheetStep"}]},
    },
    ("State", "warn_at"): PERCENT,
    ("Consultation", "warn_at"): PERCENT,
    ("Field", "max_size"): {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 25},
            {"type": "string", "pattern": MEGABYTES.pattern},
        ]
    },
    ("Field", "min"): DAY_OR_NUMBER,
    ("Field", "max"): DAY_OR_NUMBER,
}


def language_schema() -> Schema:
    """Give the schema of an e-service's file."""
    generated = EServiceFile.model_json_schema(by_alias=True)
    parts = generated.pop("$defs")
    whole = {
        "$schema": DIALECT,
        **_described("EServiceFile", generated),
        "$defs": {name: _part(name, part) for name, part in sorted(parts.items())},
    }
    return {**whole, "title": "E-service", "description": EServiceFile.__doc__}


def as_text(schema: Schema) -> str:
    """Write a schema as it is committed and served to editors."""
    return json.dumps(schema, ensure_ascii=False, indent=2)


def _part(name: str, part: Schema) -> Schema:
    if name in WRITTEN:
        return {"description": part["description"], **WRITTEN[name]}
    return _described(name, part)


def _described(name: str, part: Schema) -> Schema:
    """Give a part with its keys in their written forms, each with its meaning, and no other key."""
    kept = _closed(part)
    keys = {key: _key(name, key, said) for key, said in kept.get("properties", {}).items()}
    return {**kept, "properties": keys} if keys else kept


def _key(name: str, key: str, said: Schema) -> Schema:
    if name in LISTED and key == "from":
        said = {"anyOf": [said["items"], said]}
    said = {**FORMS.get((name, key), said), **_default(said)}
    meaning = _meanings().get(name, {}).get(key)
    return {**said, "description": meaning} if meaning else said


def _default(said: Schema) -> Schema:
    return {"default": said["default"]} if "default" in said else {}


def _closed(said: Any) -> Any:
    """Take out titles that repeat a key and empty values; refuse keys that no pattern admits."""
    if isinstance(said, list):
        return [_closed(one) for one in said]
    if not isinstance(said, dict):
        return said
    choices = [one for one in said.get("anyOf", ()) if one != NOTHING]
    if len(choices) == 1:
        said = {**choices[0], **{key: one for key, one in said.items() if key != "anyOf"}}
    kept = {key: _closed(one) for key, one in said.items() if not _repeats(key, one)}
    return {**kept, "additionalProperties": False} if "patternProperties" in kept else kept


def _repeats(key: str, said: Any) -> bool:
    return (key == "title" and isinstance(said, str)) or (key == "default" and said is None)


@cache
def _meanings() -> Mapping[str, Mapping[str, str]]:
    meanings: Mapping[str, Mapping[str, str]] = json.loads(MEANINGS.read_text("utf-8"))
    return meanings
