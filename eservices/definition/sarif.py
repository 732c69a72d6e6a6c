"""Findings as SARIF 2.1.0, the form in which code hosts and editors show them in their place."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from workflows.language.findings import Finding, Rule, in_language

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
VERSION = "2.1.0"
TOOL = "eservices check"
#: What stands in a rule's text for a value that only a finding knows.
VALUE = re.compile(r"%\(\w+\)s")


def as_sarif(findings: Iterable[Finding], language: str) -> str:
    """Write findings as one SARIF log; files below the present folder are named from there."""
    found = tuple(findings)
    rules = {finding.code: finding.rule for finding in found}
    order = {code: position for position, code in enumerate(sorted(rules))}
    run = {
        "tool": {
            "driver": {
                "name": TOOL,
                "language": language,
                "rules": [_rule(rules[code], language) for code in order],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, order, language) for finding in found],
    }
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(rule: Rule, language: str) -> dict[str, Any]:
    says, repair = (
        VALUE.sub("…", in_language(text, language, rule.catalogue))
        for text in (rule.message, rule.repair)
    )
    return {
        "id": rule.code,
        "shortDescription": {"text": says},
        "help": {"text": repair},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(finding: Finding, order: Mapping[str, int], language: str) -> dict[str, Any]:
    words = [finding.message(language), finding.repair(language), finding.counter_example()]
    return {
        "ruleId": finding.code,
        "ruleIndex": order[finding.code],
        "level": finding.severity.value,
        "message": {"text": " ".join(filter(None, words))},
        "locations": [_location(finding)],
        "properties": {"path": list(finding.path)},
    }


def _location(finding: Finding) -> dict[str, Any]:
    place = finding.place
    region = {"startLine": place.line, "startColumn": place.column}
    artifact = {"uri": _address(Path(place.file))}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _address(path: Path) -> str:
    whole, here = path.resolve(), Path.cwd()
    if whole.is_relative_to(here):
        return quote(whole.relative_to(here).as_posix())
    return whole.as_uri()
