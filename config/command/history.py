"""Commands on the event log: our journal written for others, a former system's history read."""

import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

import click
from sqlalchemy import Engine

from config.command.context import Context, in_context
from workflows.event_log import (
    Broken,
    Event,
    HistoryMapping,
    Logged,
    MappingRefused,
    UnreadableLog,
    import_events,
    logged_events,
    read_csv,
    read_mapping,
    read_xes,
    record_import,
    write_csv,
    write_xes,
)

#: Events of one transaction.
BATCH = 2_000
#: Broken rows that are told one by one; beyond, only their number is.
MOST_TOLD = 200


@click.group()
def history() -> None:
    """Export the journal for process mining; import a former system's history."""


def _as_csv(file: IO[bytes], events: Iterable[Logged]) -> int:
    text = io.TextIOWrapper(file, "utf-8", newline="")
    count = write_csv(text, events)
    text.detach()
    return count


#: How the log is written.
WRITERS: Mapping[str, Callable[[IO[bytes], Iterable[Logged]], int]] = {
    "csv": _as_csv,
    "xes": write_xes,
}


@history.command("export")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, writable=True))
@click.option("--format", "form", type=click.Choice([*WRITERS]), help="Else by the file's name.")
@click.option("--eservice", help="Only the cases of this e-service.")
@in_context
def export(context: Context, path: Path, form: str | None, eservice: str | None) -> None:
    """Write every move of every case to a file: .csv, .xes, or either with .gz.

    Without anything personal: cases and people stand under names that only this installation's
    ordering key could lead back.
    """
    chosen = form or path.name.removesuffix(".gz").rpartition(".")[2]
    if chosen not in WRITERS:
        msg = f"{path.name}: neither .csv nor .xes; say --format"
        raise click.ClickException(msg)
    secret = context.settings.ordering_key.encode()
    with context.database() as database, database.begin() as connection, _written(path) as file:
        events = logged_events(connection, secret=secret, eservice=eservice)
        count = WRITERS[chosen](file, events)
    click.echo(f"{path.name}: {count} events")


@contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its name when it is whole."""
    beside = path.with_name(f"{path.name}.part")
    opening: Callable[[Path, str], Any] = gzip.open if path.suffix == ".gz" else open
    try:
        with opening(beside, "wb") as file:
            yield file
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@dataclass(slots=True)
class Tally:
    """What an import has met so far."""

    new: int = 0
    known: int = 0
    broken: int = 0


@history.command("import")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--mapping",
    "mapping_path",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="YAML: whose history it is, and what its columns and activities mean.",
)
@in_context
def import_(context: Context, path: Path, mapping_path: Path) -> None:
    """Read a former system's history: .csv, .xes, or either with .gz.

    It feeds forecasts and simulations and is kept apart from cases. Rows that say nothing usable
    are told by line, the others are imported; the same file again changes nothing. Exits with 1
    when a row was broken.
    """
    try:
        mapping = read_mapping(mapping_path)
        with context.database() as database:
            tally = _import(database, path, mapping, context.settings.ordering_key.encode())
    except (MappingRefused, UnreadableLog) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(
        f"{path.name}: {tally.new} events imported, {tally.known} known already, "
        f"{tally.broken} rows broken"
    )
    if tally.broken:
        raise SystemExit(1)


def _import(database: Engine, path: Path, mapping: HistoryMapping, secret: bytes) -> Tally:
    tally = Tally()
    with _opened(path) as file:
        sound = _sound(_read(file, path, mapping), path, tally)
        while batch := list(islice(sound, BATCH)):
            with database.begin() as connection:
                imported = import_events(connection, batch, mapping, secret=secret)
            tally.new += imported.new
            tally.known += imported.known
    with database.begin() as connection:
        record_import(connection, mapping, events=tally.new + tally.known, broken=tally.broken)
    return tally


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]  # a GzipFile is one


def _read(file: IO[bytes], path: Path, mapping: HistoryMapping) -> Iterator[Event | Broken]:
    if path.name.removesuffix(".gz").endswith(".csv"):
        with io.TextIOWrapper(file, "utf-8-sig", "replace", newline="") as text:
            yield from read_csv(text, mapping)
    else:
        yield from read_xes(file, mapping)


def _sound(rows: Iterable[Event | Broken], path: Path, tally: Tally) -> Iterator[Event]:
    for row in rows:
        if isinstance(row, Event):
            yield row
            continue
        tally.broken += 1
        if tally.broken <= MOST_TOLD:
            click.echo(f"{path.name}:{row.line}: {row.reason}", err=True)
