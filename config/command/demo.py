"""The command that drives a running installation as its users would."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from config.command.context import checked_settings
from config.demo.answers import Citizen
from config.demo.browser import NothingThere, PageFailed
from config.demo.path import NoWayOn
from config.demo.staff import desks
from config.demo.story import Outcome, Story
from eservices.definition.model import EService
from eservices.packs import Pack, UnknownPack, read_eservices, read_pack

STEPS = ("form", "payment", "treatment", "verification", "done")


@click.command()
@click.option("--pack", "pack_name", help="The pack to go through; by default the one in use.")
@click.option("--only", multiple=True, help="Slug of an e-service; may be given several times.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def demo(pack_name: str | None, only: tuple[str, ...], out: Path, as_json: bool) -> None:  # noqa: FBT001 - an option
    """Drive a running installation (see `eservices up`) as citizen, agent and signatory.

    For every e-service of the pack: fill in the form, pay at the sandbox, treat and sign, download
    the act and the receipts to OUT, and verify the act, where one is issued. Agents are given
    whatever waits first, so cases that you lodged yourself are treated on the way.
    """
    settings = checked_settings(os.environ)
    try:
        pack = read_pack(pack_name or settings.pack)
    except UnknownPack as error:
        raise click.ClickException(str(error)) from error
    services = read_eservices(pack)
    chosen = [s for s in services if not only or s.eservice in only]
    console = Console(stderr=True, quiet=as_json)
    with _progress(console) as progress:
        bars = {
            s.eservice: progress.add_task(s.title.in_language("fr"), total=len(STEPS), step="")
            for s in chosen
        }
        story = Story(
            portal=settings.portal.public_url,
            desks=desks(pack.accounts, settings.backoffice.public_url),
            services=services,
            citizen=citizen_of(pack),
            folder=out,
            told=lambda service, step: _advance(progress, bars.get(service.eservice), step),
        )
        outcomes = _live(story, chosen)
    _report(console, outcomes, as_json=as_json)


def citizen_of(pack: Pack) -> Citizen:
    """Give the demonstration's citizen a home in a town of the pack."""
    towns = (office.place.in_language("fr") for office in pack.offices if office.place)
    return Citizen("Dossou", "Afi Sènan", "afi.dossou@example.org", next(towns, pack.pack))


def _live(story: Story, chosen: Sequence[EService]) -> list[Outcome]:
    try:
        return [story.live(service) for service in chosen]
    except (NothingThere, PageFailed, NoWayOn) as error:
        msg = f"the demonstration stopped: {error}. Does `eservices up` run?"
        raise click.ClickException(msg) from error


def _progress(console: Console) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[step]}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console)


def _advance(progress: Progress, bar: TaskID | None, step: str) -> None:
    if bar is None:
        # A case of an e-service that was not asked for, from which another is opened.
        return
    progress.update(bar, completed=STEPS.index(step) + 1, step=step)


def _report(console: Console, outcomes: Sequence[Outcome], *, as_json: bool) -> None:
    """Print each case's timeline, or one object; exit with 1 when an act is not valid."""
    if as_json:
        told: dict[str, Any] = {o.service.eservice: o.as_data() for o in outcomes}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    for outcome in outcomes:
        console.print(_timeline(outcome))
    if not all(outcome.is_sound for outcome in outcomes):
        raise SystemExit(1)


def _timeline(outcome: Outcome) -> Table:
    found = (
        "" if outcome.verification is None else f"{outcome.verification['verdict']}\n{outcome.act}"
    )
    title = f"{outcome.service.title.in_language('fr')} - {outcome.reference}"
    table = Table("State", "At (UTC)", title=title, caption=found)
    for state, at in outcome.states:
        table.add_row(state, f"{at:%Y-%m-%d %H:%M:%S}")
    return table
