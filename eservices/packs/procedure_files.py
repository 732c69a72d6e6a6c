"""From a pack's folder to the procedures that it describes, or to all that is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from eservices.definition.sheet_words import unsaid_profiles
from eservices.definition.words import exists, languages_of, texts
from eservices.packs import rules
from eservices.packs.model import Pack
from eservices.packs.procedures import DeskProcedure
from eservices.packs.shelf import PROCEDURES, pack_folder
from workflows.language.findings import DefinitionRefused, Finding, closest, errors, in_order
from workflows.language.mistakes import mistakes
from workflows.language.source import Source, ValuePath, read_source
from workflows.verifier.flaws import Flaw


@dataclass(frozen=True, slots=True)
class LoadedProcedure:
    """A file read: the procedure if it has no error, and all the findings."""

    source: Source
    procedure: DeskProcedure | None
    findings: tuple[Finding, ...]


def procedure_files(folder: Path) -> tuple[Path, ...]:
    """List the files of a pack's procedures, in order."""
    return tuple(sorted((folder / PROCEDURES).glob("*.yaml")))


def load_procedure(path: Path, pack: Pack) -> LoadedProcedure:
    """Read, validate and verify a procedure's file."""
    source, unreadable = read_source(path)
    if unreadable:
        return LoadedProcedure(source, None, in_order(unreadable))
    try:
        declared = DeskProcedure.model_validate(source.value)
    except ValidationError as error:
        return LoadedProcedure(source, None, in_order(mistakes(error, source, DeskProcedure)))
    flaws = verify_procedure(declared, pack, path.stem)
    findings = in_order(flaw.finding(source) for flaw in flaws)
    return LoadedProcedure(source, None if errors(findings) else declared, findings)


def read_procedures(pack: Pack) -> tuple[DeskProcedure, ...]:
    """Read the procedures of a pack of the product; raises DefinitionRefused for any error."""
    folder = pack_folder(pack.pack)
    loaded = [load_procedure(path, pack) for path in procedure_files(folder)]
    wrong = [finding for one in loaded if one.procedure is None for finding in one.findings]
    if wrong:
        raise DefinitionRefused(wrong)
    return tuple(one.procedure for one in loaded if one.procedure is not None)


def verify_procedure(procedure: DeskProcedure, pack: Pack, stem: str) -> Iterator[Flaw]:
    """Find what is wrong: texts, organisations and offices, its name, values that are no value."""
    for at, text in texts(procedure):
        yield from languages_of(text, at, pack.languages)
    yield from _places(procedure, pack)
    yield from _headings(procedure, pack)
    yield from unsaid_profiles(procedure, ())
    for name in procedure.demo:
        # What was not found is no value, and must be said all the more.
        if name not in DeskProcedure.model_fields and not exists(procedure, name.split(".")):
            yield Flaw(rules.NO_SUCH_VALUE, ("demo", name), {"name": name})
    if procedure.procedure != stem:
        values = {"file": stem, "procedure": procedure.procedure}
        yield Flaw(rules.OTHER_FILE_NAME, ("procedure",), values)


def _places(procedure: DeskProcedure, pack: Pack) -> Iterator[Flaw]:
    yield from _known(pack, "organisations", ("authority",), procedure.authority)
    for position, office in enumerate(procedure.offices):
        yield from _known(pack, "offices", ("offices", position), office)
    for position, step in enumerate(procedure.steps):
        if step.office is not None:
            yield from _known(pack, "offices", ("steps", position, "office"), step.office)
        elif step.place is None:
            yield Flaw(rules.STEP_NOWHERE, ("steps", position))


def _headings(procedure: DeskProcedure, pack: Pack) -> Iterator[Flaw]:
    yield from _known(pack, "categories", ("category",), procedure.category)
    for position, event in enumerate(procedure.life_events):
        yield from _known(pack, "life_events", ("life_events", position), event)


def _known(pack: Pack, kind: str, at: ValuePath, name: str) -> Iterator[Flaw]:
    known = [one.slug for one in getattr(pack, kind)]
    if name not in known:
        values = {"name": name, "kind": kind, "near": closest(name, known)}
        yield Flaw(rules.UNKNOWN_REFERENCE, at, values)
