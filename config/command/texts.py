"""The command by which texts in languages of the country go to translators and come back."""

from collections.abc import Sequence
from pathlib import Path

import click
from sqlalchemy import Connection

from config.command.context import Context, in_context
from config.composition import compose
from eservices.translating.keeping import TranslationRefused, Wording, all_of, write
from eservices.translating.po import UnreadablePo, as_po, from_po
from eservices.translating.sources import sources
from workflows.clock import DatabaseClock
from workflows.life_cycle import Author


@click.group()
def texts() -> None:
    """Send texts to translators and take their drafts, as .po files.

    What comes back is a draft: administrators who read the language approve it in the back
    office, under Languages.
    """


def _check(context: Context, language: str) -> None:
    pack = compose(context.settings, context.addresses).pack
    known = [one.code for one in pack.national_languages]
    if language not in known:
        declared = ", ".join(known) or "none"
        msg = f"the pack declares no language {language!r} of the country; there are: {declared}"
        raise click.ClickException(msg)


@texts.command()
@click.option("--language", required=True, help="Code of the language, such as rn.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@in_context
def export(context: Context, language: str, file: Path) -> None:
    """Write every French text with its translation to a file; drafts are marked fuzzy."""
    _check(context, language)
    with context.database() as database, database.begin() as connection:
        every, kept = sources(connection), all_of(connection, language)
    file.write_bytes(as_po(language, every, kept))
    done = sum(source in kept for source in every)
    click.echo(f"{file}: {len(every)} texts, {done} with a translation")


@texts.command("import")
@click.option("--language", required=True, help="Code of the language, such as rn.")
@click.option("--operator", required=True, help="Who imports, as the journal keeps it.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_context
def import_(context: Context, language: str, operator: str, file: Path) -> None:
    """Take translations from a file as drafts; what is refused is told and the rest is kept."""
    _check(context, language)
    try:
        offered = list(from_po(language, file.read_bytes()))
    except UnreadablePo as error:
        msg = f"{file} cannot be read: {error}"
        raise click.ClickException(msg) from error
    with context.database() as database, database.begin() as connection:
        taken, refused = _keep(connection, offered, Author(operator=operator))
    click.echo(f"{file}: {taken} drafts taken, {len(offered) - taken - refused} known already")
    if refused:
        msg = f"{refused} refused"
        raise click.ClickException(msg)


def _keep(connection: Connection, offered: Sequence[Wording], author: Author) -> tuple[int, int]:
    """Keep what fits; tells how many drafts were new, and how many were refused."""
    known, now = sources(connection), DatabaseClock().now(connection)
    taken = refused = 0
    for wording in offered:
        try:
            taken += write(connection, wording, author, at=now, known=known)
        except TranslationRefused as refusal:
            refused += 1
            click.echo(f"refused ({refusal.fault}): {refusal.source}", err=True)
    return taken, refused
