"""The command that makes an activity report and writes it to a file."""

from pathlib import Path

import click

from backoffice.reporting import asking
from backoffice.reporting.figures import Scope
from backoffice.reporting.gathering import Asked
from backoffice.reporting.operating import latest
from backoffice.reporting.period import Days, Unfit, read_period
from config.command.context import Context, in_context
from config.composition import Installation, compose
from config.reporting import LANGUAGES, NO_LANGUAGE, make
from workflows.outbox import Outbox

UNFIT = {
    Unfit.UNREADABLE: "write a year, a month or a day: 2026, 2026-10 or 2026-10-05",
    Unfit.NOT_BEGUN: "no day of this period is over yet",
}
FORMATS = ("pdf", "xlsx", "json")


@click.command()
@click.option("--period", required=True, help="2026, 2026-10 or 2026-10-05.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="pdf", show_default=True)
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option(
    "--about",
    default="all",
    show_default=True,
    help="all, organisation:<slug>, office:<slug> or eservice:<slug>.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
@in_context
def report(
    context: Context, *, period: str, form: str, language: str, about: str, output: Path | None
) -> None:
    """Make the activity report of a day, a month or a year now, keep it, and write it to a file.

    It is listed in the back office like those that were asked for there.
    """
    installation = compose(context.settings, context.addresses)
    try:
        identifier = _made(installation, period, about)
        data, digest = _file(installation, identifier, form, language)
    finally:
        installation.database.dispose()
    path = output or Path(f"report-{period}{'' if form == 'json' else f'-{language}'}.{form}")
    path.write_bytes(data)
    click.echo(f"{path}: digest of the figures {digest}")


def _made(installation: Installation, period: str, about: str) -> str:
    with installation.database.begin() as connection:
        now = installation.clock.now(connection)
        asked = _asked(period, about)
        counted = asked.period.counted(now.astimezone(installation.pack.zone).date())
        if not isinstance(counted, Days):
            raise click.ClickException(UNFIT[counted])
        if not asking.is_known(connection, asked, latest(connection)):
            msg = f"there is no {about}"
            raise click.ClickException(msg)
        # No worker is rung: this process makes it at once.
        identifier = asking.ask(connection, Outbox({}), asked, account_id=None, at=now)
        wanted = asking.find(connection, identifier)
    if wanted is not None:
        make(installation, wanted)
    return identifier


def _asked(written: str, about: str) -> Asked:
    period = read_period(written)
    if isinstance(period, Unfit):
        raise click.ClickException(UNFIT[period])
    scope, _colon, part = about.partition(":")
    if scope not in set(Scope):
        msg = "--about is all, organisation:<slug>, office:<slug> or eservice:<slug>"
        raise click.ClickException(msg)
    return Asked(period, Scope(scope), part)


def _file(
    installation: Installation, identifier: str, form: str, language: str
) -> tuple[bytes, str]:
    with installation.database.begin() as connection:
        found = asking.find(connection, identifier)
        files = asking.files_of(connection, identifier)
    kept = {(one.format, one.language): one.sha256 for one in files}
    digest = kept[form, NO_LANGUAGE if form == "json" else language]
    return installation.storage.get(digest), str(found.digest if found else "")
