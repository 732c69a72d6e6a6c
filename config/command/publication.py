"""The commands of the life cycle: from a file to a live e-service, and out of service again."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from config.command.context import Context, in_context
from config.command.definitions import LANGUAGES
from config.command.moving import move_all
from config.command.reports import difference_lines, flight_lines, preview_lines
from config.command.versions import (
    Version,
    VersionName,
    Wish,
    fulfil,
    operator,
    reasoned,
    refused_in_words,
    stored_or_read,
    told_to_applicants,
)
from eservices.definition.check import as_text
from eservices.definition.publish import eservice_of
from eservices.definition.publish import stage as stage_eservice
from eservices.packs import publish_file, read_for
from workflows.definitions import definition
from workflows.language.findings import DefinitionRefused
from workflows.life_cycle import Step
from workflows.publications import (
    all_publications,
    entries_of,
    version_numbered,
    versions_of,
)

#: A text for applicants in some languages, as it is typed.
Words = tuple[tuple[str, str], ...]

language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), default="fr", show_default=True
)


class WithDefault(click.Group):
    """A group that takes what is no subcommand for the files of its first purpose."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand, else the default one with everything that was written."""
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return "files", self.commands["files"], args


@click.group(cls=WithDefault, context_settings={"ignore_unknown_options": True})
def publish() -> None:
    """Put e-services live, on trial, or out of service.

    `eservices publish FILE…` puts files live at once. A version is written NAME@NUMBER, such as
    criminal-record@3; `eservices publish list` shows them.
    """


@publish.command("files", hidden=True)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@language_option
@in_context
def files(context: Context, paths: Sequence[Path], language: str) -> None:
    """Put e-service files live: new applications are lodged under them, cases keep theirs.

    All or none: with an error in any of them, nothing is published and what is live stays.
    """
    try:
        with context.database() as database, database.begin() as connection:
            published = [(path, publish_file(connection, path, operator())) for path in paths]
    except DefinitionRefused as refusal:
        raise click.ClickException(as_text(refusal.findings, language)) from refusal
    for path, checksum in published:
        click.echo(f"{path.name}: live as {checksum[:12]}")


@publish.command("list")
@click.argument("eservice", required=False)
@in_context
def list_(context: Context, eservice: str | None) -> None:
    """List e-services with how they are offered, or one's versions and all that was done."""
    with context.database() as database, database.begin() as connection:
        if eservice is None:
            for name in all_publications(connection):
                newest = versions_of(connection, name)
                told = ", ".join(f"@{one.version} {one.status}" for one in newest[:5])
                click.echo(f"{name:32} {told}")
            return
        for version in versions_of(connection, eservice):
            click.echo(f"{eservice}@{version.version:<4} {version.status:10} {version.checksum}")
        for entry in entries_of(connection, eservice):
            who = entry.author.operator or f"account {entry.author.account_id}"
            click.echo(f"{entry.at:%F %T} {entry.step:10} {who:20} {entry.reason}")


@publish.command("stage")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@reasoned
@language_option
@in_context
def stage(context: Context, path: Path, reason: str, language: str) -> None:
    """Store a file as a draft, offered to nobody yet."""
    with context.database() as database, database.begin() as connection, refused_in_words(language):
        eservice = read_for(connection, path)
        checksum = stage_eservice(connection, eservice, operator(), reason)
        found = next(
            one for one in versions_of(connection, eservice.eservice) if one.checksum == checksum
        )
    click.echo(f"{eservice.eservice}@{found.version}: {found.status}")


@publish.command("live")
@click.argument("version", type=VersionName())
@reasoned
@in_context
def live(context: Context, version: Version, reason: str) -> None:
    """Let new applications be lodged under a version; cases keep theirs."""
    number = version.number
    wish = Wish(eservice=version.eservice, step=Step.LIVE, reason=reason, number=number)
    fulfil(context, wish)


@publish.command("pilot")
@click.argument("version", type=VersionName())
@click.option("--office", "offices", multiple=True, help="Slug of an office; may be repeated.")
@click.option("--share", type=click.IntRange(1, 99), default=None, help="Per cent of applicants.")
@reasoned
@in_context
def pilot(
    context: Context,
    version: Version,
    offices: tuple[str, ...],
    share: int | None,
    reason: str,
) -> None:
    """Try a version out in some offices, or with a share of applicants, beside the live one."""
    if bool(offices) == bool(share):
        msg = "give either --office or --share"
        raise click.UsageError(msg)
    wish = Wish(
        eservice=version.eservice,
        step=Step.PILOT,
        reason=reason,
        number=version.number,
        offices=offices,
        share=share or 0,
    )
    fulfil(context, wish)


@publish.command("end-pilot")
@click.argument("eservice")
@reasoned
@in_context
def end_pilot(context: Context, eservice: str, reason: str) -> None:
    """End a trial: everybody applies under the live version again."""
    fulfil(context, Wish(eservice=eservice, step=Step.END_PILOT, reason=reason))


@publish.command("suspend")
@click.argument("eservice")
@told_to_applicants
@click.option("--back-on", type=click.DateTime(["%Y-%m-%d"]), help="Expected return, if known.")
@reasoned
@in_context
def suspend(
    context: Context,
    eservice: str,
    why: Words,
    advice: Words,
    back_on: datetime | None,
    reason: str,
) -> None:
    """Close an e-service for a while: its page says why, drafts are kept, cases go on."""
    wish = Wish(
        eservice=eservice,
        step=Step.SUSPEND,
        reason=reason,
        said={"reason": dict(why), "advice": dict(advice)},
        back_on=None if back_on is None else back_on.date(),
    )
    fulfil(context, wish)


@publish.command("resume")
@click.argument("eservice")
@reasoned
@in_context
def resume(context: Context, eservice: str, reason: str) -> None:
    """Open a suspended e-service again."""
    fulfil(context, Wish(eservice=eservice, step=Step.RESUME, reason=reason))


@publish.command("withdraw")
@click.argument("eservice")
@told_to_applicants
@reasoned
@in_context
def withdraw(context: Context, eservice: str, why: Words, advice: Words, reason: str) -> None:
    """Offer an e-service no more: its page says why, and cases go on to their end."""
    said = {"reason": dict(why), "advice": dict(advice)}
    fulfil(context, Wish(eservice=eservice, step=Step.WITHDRAW, reason=reason, said=said))


@publish.command("diff")
@click.argument("what")
@language_option
@in_context
def diff(context: Context, what: str, language: str) -> None:
    """Tell what differs from the live version: WHAT is a file, or a version NAME@NUMBER."""
    with context.database() as database, database.begin() as connection, refused_in_words(language):
        for line in difference_lines(connection, stored_or_read(connection, what), language):
            click.echo(line)


@publish.command("migrate-cases")
@click.argument("version", type=VersionName())
@click.option("--execute", is_flag=True, help="Move them; without it, only tell.")
@reasoned
@language_option
@in_context
def migrate_cases(
    context: Context,
    version: Version,
    execute: bool,  # noqa: FBT001 - an option
    reason: str,
    language: str,
) -> None:
    """Put cases in flight under the live version, where nothing would be lost for them.

    Each is judged and moved in a transaction of its own, and journalled. The others stay under
    their version, with the reason; the command may be stopped and run again.
    """
    with context.database() as database, refused_in_words(language):
        with database.begin() as connection:
            number = version_numbered(connection, version.eservice, version.number)
            after = eservice_of(definition(connection, number.checksum))
            for line in flight_lines(connection, after, number.checksum, language):
                click.echo(line)
        if execute:
            moved = move_all(context, database, number.checksum, reason=reason)
            click.echo(f"{moved} moved")


@publish.command("preview")
@click.argument("what")
@language_option
@in_context
def preview(context: Context, what: str, language: str) -> None:
    """Tell what a file or a version changes: for cases in flight, and on those of past months."""
    with context.database() as database, database.begin() as connection, refused_in_words(language):
        for line in preview_lines(connection, stored_or_read(connection, what), language):
            click.echo(line)
