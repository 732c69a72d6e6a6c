"""Checking files: every finding of the packs and e-services at given paths, as text or JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from eservices.definition.load import load_eservice
from eservices.definition.rules import CATALOGUE
from eservices.packs import rules
from eservices.packs.procedure_files import load_procedure, procedure_files
from eservices.packs.reading import load_eservices, read_folder, surroundings_of
from eservices.packs.shelf import (
    ESERVICES,
    PACK_FILE,
    PROCEDURES,
    eservice_files,
    known_packs,
    pack_folder,
)
from workflows.language.findings import (
    Finding,
    Place,
    Severity,
    errors,
    in_language,
    in_order,
    mark,
)
from workflows.language.source import read_source
from workflows.verifier.flaws import Flaw

#: What ends a report, so that silence is never taken for success.
TOTAL = mark("E-services checked: %(eservices)s. Errors: %(errors)s. Warnings: %(warnings)s.")
CLEAN = mark("E-services checked: %(eservices)s. No mistake was found.")


def check(paths: Sequence[Path] = ()) -> list[Finding]:
    """Give every finding at the paths, each a pack's folder or an e-service's file.

    Without a path, every pack of the product is checked.
    """
    return list(in_order(finding for path in _wanted(paths) for finding in _check(path)))


def eservices_at(paths: Sequence[Path] = ()) -> tuple[Path, ...]:
    """List the files of the e-services at the paths, each a pack's folder or one such file."""
    return tuple(file for path in _wanted(paths) for file in _files(path))


def _wanted(paths: Sequence[Path]) -> list[Path]:
    return [Path(path) for path in paths] or [pack_folder(name) for name in known_packs()]


def _files(path: Path) -> tuple[Path, ...]:
    if path.name == PACK_FILE:
        return eservice_files(path.parent)
    if (path / PACK_FILE).is_file():
        return eservice_files(path)
    if path.is_dir():
        packs = sorted(path.glob(f"*/{PACK_FILE}"))
        return tuple(file for pack in packs for file in eservice_files(pack.parent))
    return (path,)


def _check(path: Path) -> Iterator[Finding]:
    if path.name == PACK_FILE or (path / PACK_FILE).is_file():
        yield from _check_pack(path.parent if path.name == PACK_FILE else path)
    elif path.is_dir():
        packs = sorted(found.parent for found in path.glob(f"*/{PACK_FILE}"))
        if not packs:
            yield Finding(rules.NOTHING_THERE, Place(str(path)))
        for folder in packs:
            yield from _check_pack(folder)
    else:
        yield from _check_file(path)


def _check_pack(folder: Path) -> Iterator[Finding]:
    read = read_folder(folder)
    yield from read.findings
    if read.pack is None:
        return
    if folder.resolve().name != read.pack.pack:
        values = {"folder": folder.resolve().name, "pack": read.pack.pack}
        yield Flaw(rules.OTHER_NAME, ("pack",), values).finding(read.source)
    for loaded in load_eservices(folder, read.pack):
        yield from loaded.findings
    for path in procedure_files(folder):
        yield from load_procedure(path, read.pack).findings


def _check_file(path: Path) -> Iterator[Finding]:
    folder = path.parent.parent
    if path.parent.name not in {ESERVICES, PROCEDURES} or not (folder / PACK_FILE).is_file():
        yield Finding(rules.NO_PACK, Place(str(path)))
        yield from read_source(path)[1]
        return
    read = read_folder(folder)
    if read.pack is None:
        yield from read.findings
        return
    if path.parent.name == PROCEDURES:
        yield from load_procedure(path, read.pack).findings
    else:
        yield from load_eservice(path, surroundings_of(read.pack, folder)).findings


def as_text(findings: Iterable[Finding], language: str) -> str:
    """Write findings for a terminal: place, code and message, then what to do, then the path."""
    return "\n".join(_paragraph(finding, language) for finding in findings)


def total(findings: Sequence[Finding], eservices: int, language: str) -> str:
    """Say in words how many e-services were checked, and how many findings there are."""
    wrong = len(errors(findings))
    counts = {"eservices": eservices, "errors": wrong, "warnings": len(findings) - wrong}
    return in_language(TOTAL if findings else CLEAN, language, CATALOGUE) % counts


def _paragraph(finding: Finding, language: str) -> str:
    lines = [
        f"{finding.place}: {finding.severity} {finding.code}: {finding.message(language)}",
        f"    {finding.repair(language)}",
    ]
    if finding.path:
        lines.append(f"    {finding.counter_example()}")
    return "\n".join(lines)


def as_json(findings: Iterable[Finding], language: str) -> str:
    """Write findings for programs: one object with a list and the number of errors."""
    listed = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "file": finding.place.file,
            "line": finding.place.line,
            "column": finding.place.column,
            "message": finding.message(language),
            "repair": finding.repair(language),
            "path": list(finding.path),
        }
        for finding in findings
    ]
    wrong = sum(one["severity"] is Severity.ERROR for one in listed)
    return json.dumps({"errors": wrong, "findings": listed}, ensure_ascii=False, indent=2)
