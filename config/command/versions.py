"""What the commands of the life cycle share: versions as they are named, and who gives orders."""

import getpass
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from sqlalchemy import Connection

from config.command.context import Context
from eservices.definition.check import as_text
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.lifecycle import take
from eservices.packs import read_for
from workflows.clock import DatabaseClock
from workflows.definitions import definition
from workflows.errors import UnknownDefinition
from workflows.language.findings import DefinitionRefused
from workflows.life_cycle import Author, Obstacle, Order, Step, StepRefused
from workflows.publications import version_numbered

Given = ParamSpec("Given")
Result = TypeVar("Result")

#: Why a step cannot be taken, for who reads a terminal.
OBSTACLES: Mapping[Obstacle, str] = {
    Obstacle.NO_REASON: "give a --reason: it is kept in the journal",
    Obstacle.NOTHING_SAID: "say why with --why and what to do with --advice, for applicants",
    Obstacle.STALE: "somebody else changed it meanwhile: look again",
    Obstacle.NO_VERSION: "name a version, such as criminal-record@3",
    Obstacle.SAME_PERSON: "another person than who staged it must do this",
    Obstacle.ALREADY: "this version is live already",
    Obstacle.NOT_OFFERED: "it is not offered now",
    Obstacle.NOT_SUSPENDED: "it is not suspended",
    Obstacle.NO_PILOT: "nothing is on trial",
    Obstacle.NOT_OPEN: "it is suspended or withdrawn",
    Obstacle.PILOT_OF_NOBODY: "name offices, or a share from 1 to 99",
    Obstacle.UNKNOWN_OFFICE: "there is no such office",
}


@dataclass(frozen=True, slots=True)
class Version:
    """A version as people name it."""

    eservice: str
    number: int


class VersionName(click.ParamType[Version]):
    """A version as it is typed: NAME@NUMBER."""

    name = "NAME@NUMBER"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Version:
        """Read it."""
        eservice, _, number = str(value).partition("@")
        if not eservice or not number.isdecimal():
            self.fail(f"{value!r} is no version: write one such as criminal-record@3", param, ctx)
        return Version(eservice, int(number))


def operator() -> Author:
    """Name who runs the command, for the journal."""
    try:
        return Author(operator=getpass.getuser())
    except (OSError, KeyError):
        return Author(operator="operator")


def reasoned(command: Callable[Given, Result]) -> Callable[Given, Result]:
    """Ask for the reason that the journal keeps."""
    return click.option("--reason", required=True, help="Kept in the journal, for colleagues.")(
        command
    )


def told_to_applicants(command: Callable[Given, Result]) -> Callable[Given, Result]:
    """Ask for what applicants read, language by language."""
    why = _in_languages("--why", "Why, for applicants.")
    return why(_in_languages("--advice", "What to do instead, for applicants.")(command))


def _in_languages(
    name: str, words: str
) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    return click.option(
        name,
        metavar="LANGUAGE TEXT",
        help=words,
        nargs=2,
        type=(str, str),
        multiple=True,
        required=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A step that the operator wants to take."""

    eservice: str
    step: Step
    reason: str
    #: The version's number, for a step that is about one.
    number: int | None = None
    offices: tuple[str, ...] = ()
    share: int = 0
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    back_on: date | None = None


def fulfil(context: Context, wish: Wish) -> None:
    """Take a step as the operator, and say how the e-service then stands."""
    with context.database() as database, database.begin() as connection, refused_in_words("en"):
        order = Order(
            eservice=wish.eservice,
            step=wish.step,
            author=operator(),
            reason=wish.reason,
            checksum=_checksum(connection, wish),
            offices=wish.offices,
            share=wish.share,
            said=wish.said,
            back_on=wish.back_on,
        )
        changed = take(connection, order, now=DatabaseClock().now(connection))
    click.echo(f"{wish.eservice}: {wish.step} done, {changed.standing}")


def _checksum(connection: Connection, wish: Wish) -> str | None:
    if wish.number is None:
        return None
    return version_numbered(connection, wish.eservice, wish.number).checksum


@contextmanager
def refused_in_words(language: str) -> Iterator[None]:
    """End the command with the reason when a step or a definition is refused."""
    try:
        yield
    except StepRefused as refused:
        msg = f"{refused.eservice}: {OBSTACLES[refused.obstacle]}"
        raise click.ClickException(msg) from refused
    except UnknownDefinition as unknown:
        msg = f"there is no {unknown.definition}; see `eservices publish list`"
        raise click.ClickException(msg) from unknown
    except DefinitionRefused as refusal:
        raise click.ClickException(as_text(refusal.findings, language)) from refusal


def stored_or_read(connection: Connection, what: str) -> EService:
    """Read an e-service from a file, or the version NAME@NUMBER from the database."""
    if "@" in what and not Path(what).exists():
        version = VersionName().convert(what, None, None)
        found = version_numbered(connection, version.eservice, version.number)
        return eservice_of(definition(connection, found.checksum))
    if not Path(what).is_file():
        msg = f"{what!r} is no file, and no version such as criminal-record@3"
        raise click.ClickException(msg)
    return read_for(connection, Path(what))
