"""From a file to an e-service, or to everything that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from eservices.definition import rules
from eservices.definition.model import EService, EServiceFile
from eservices.definition.surroundings import Surroundings
from eservices.definition.verify import verify
from workflows.language.findings import Finding, errors, in_order
from workflows.language.mending import as_meant
from workflows.language.mistakes import mistakes
from workflows.language.source import Source, read_source
from workflows.verifier.flaws import Flaw


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file read: the e-service if it has no error, and all the findings."""

    source: Source
    eservice: EService | None
    findings: tuple[Finding, ...]


def load_eservice(path: Path, surroundings: Surroundings, *, name: str | None = None) -> Loaded:
    """Read, validate and verify a file; `name` is what findings call it."""
    source, unreadable = read_source(path, name)
    if unreadable:
        return Loaded(source, None, in_order(unreadable))
    loaded = read_definition(source, surroundings)
    if loaded.eservice is None or loaded.eservice.eservice == path.stem:
        return loaded
    values = {"file": path.name, "eservice": loaded.eservice.eservice}
    misnamed = Flaw(rules.FILE_NAME, ("eservice",), values).finding(source)
    return Loaded(source, None, (*loaded.findings, misnamed))


def read_definition(source: Source, surroundings: Surroundings) -> Loaded:
    """Validate and verify what a file holds."""
    try:
        declared = EServiceFile.model_validate(source.value)
    except ValidationError as error:
        wrong = mistakes(error, source, EServiceFile)
        return Loaded(source, None, in_order((*wrong, *_beyond(error, source, surroundings))))
    eservice = complete(declared, surroundings)
    flaws = verify(eservice, surroundings)
    findings = in_order(flaw.finding(source) for flaw in flaws)
    return Loaded(source, None if errors(findings) else eservice, findings)


def _beyond(
    error: ValidationError, source: Source, surroundings: Surroundings
) -> Iterator[Finding]:
    """Find what else is wrong, where all that is wrong with the grammar are slips of the pen."""
    meant = as_meant(source.value, error, EServiceFile)
    if meant is None:
        return
    try:
        declared = EServiceFile.model_validate(meant)
    except ValidationError:
        return
    for flaw in verify(complete(declared, surroundings), surroundings):
        yield flaw.finding(source)


def complete(declared: EServiceFile, surroundings: Surroundings) -> EService:
    """Add to what the file says what the e-service takes from its pack."""
    said = {name: getattr(declared, name) for name in EServiceFile.model_fields}
    said["notices"] = {**surroundings.notices, **declared.notices}
    return EService(
        **said,
        pack=surroundings.pack,
        languages=surroundings.languages,
        currency=surroundings.currency,
    )
