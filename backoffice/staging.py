"""A definition uploaded or pasted: checked like a file, explained where it is wrong, never run."""

from dataclasses import dataclass
from pathlib import PurePath

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.languages import language
from eservices.definition.installed import installed
from eservices.definition.load import Loaded, read_definition
from eservices.definition.model import EService
from eservices.definition.publish import stage as stage_eservice
from workflows.language.findings import Finding
from workflows.language.source import MAX_BYTES, parse_source
from workflows.life_cycle import Author
from workflows.publications import versions_of

#: A file of the largest size that is read, as a form carries it, and a little more: what is only
#: somewhat too big is then explained like any other mistake.
LARGEST_UPLOAD = 4 * MAX_BYTES
ENDPOINT = "eservices.stage"
PASTED = "definition.yaml"
LONGEST_NAME = 100
EMPTY = _("Choose a file, or paste a definition.")
NO_REASON = _("Write why: the journal keeps it.")
STORED = _("Stored as a draft: %(eservice)s, version %(number)s.")


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in the reader's words."""

    place: str
    line: int
    code: str
    severity: str
    message: str
    repair: str
    path: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: the text, what it is called, and why it was sent."""

    content: bytes = b""
    name: str = PASTED
    reason: str = ""

    @property
    def text(self) -> str:
        """Give what was sent as it is shown again, whatever its bytes were."""
        return self.content[:MAX_BYTES].decode("utf-8", errors="replace")


def admit_definition() -> None:
    """Let a definition's form be longer than the others: asked before anything reads it."""
    if request.endpoint == ENDPOINT:
        request.max_content_length = LARGEST_UPLOAD
        request.max_form_memory_size = LARGEST_UPLOAD


def new() -> ResponseReturnValue:
    """Show the form for a new definition, or one's own version to start from."""
    return _form(Sent())


def stage() -> ResponseReturnValue:
    """Store a definition as a draft, or show all that is wrong with it beside its text."""
    sent = _sent()
    if not sent.content.strip():
        return _form(sent, problem=str(EMPTY))
    if not sent.reason:
        return _form(sent, problem=str(NO_REASON))
    loaded = read(sent)
    if loaded.eservice is None:
        return _form(sent, findings=told(loaded.findings))
    with services().engine.begin() as connection:
        number = _store(connection, loaded.eservice, sent)
    eservice = loaded.eservice.eservice
    said = STORED % {"eservice": eservice, "number": number}
    flash(said)
    return redirect(url_for("versions.show", eservice=eservice, number=number), 303)


def read(sent: Sent) -> Loaded:
    """Read, validate and verify what was sent."""
    source, unreadable = parse_source(sent.content, sent.name)
    if unreadable:
        return Loaded(source, None, unreadable)
    with services().engine.begin() as connection:
        around = installed(connection, services().surroundings)
    return read_definition(source, around)


def told(findings: tuple[Finding, ...]) -> tuple[Told, ...]:
    """Write findings in the reader's words."""
    return tuple(
        Told(
            place=str(finding.place),
            line=finding.place.line,
            code=finding.code,
            severity=finding.severity,
            message=finding.message(language()),
            repair=finding.repair(language()),
            path=finding.counter_example(),
        )
        for finding in findings
    )


def _store(connection: Connection, eservice: EService, sent: Sent) -> int:
    author = Author(account_id=staff().id)
    checksum = stage_eservice(connection, eservice, author, sent.reason)
    versions = versions_of(connection, eservice.eservice)
    return next(one.version for one in versions if one.checksum == checksum)


def _sent() -> Sent:
    reason = request.form.get("reason", "").strip()
    file = request.files.get("file")
    if file is not None and file.filename:
        name = PurePath(file.filename.replace("\\", "/")).name[:LONGEST_NAME]
        with file.stream as stream:
            return Sent(stream.read(), name, reason)
    # Browsers send line ends as two characters: a column would still be right, a pasted key not.
    pasted = request.form.get("text", "").replace("\r\n", "\n")
    return Sent(pasted.encode(), PASTED, reason)


def _form(sent: Sent, *, findings: tuple[Told, ...] = (), problem: str = "") -> ResponseReturnValue:
    page = render_template("new_eservice.html", sent=sent, findings=findings, problem=problem)
    return page, 422 if findings or problem else 200
