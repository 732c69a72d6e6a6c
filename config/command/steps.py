"""Commands on the steps that were set aside because they kept failing."""

import click

from config.command.context import Context, in_context
from workflows import outbox


@click.group()
def steps() -> None:
    """List the steps that keep failing, and try them again."""


@steps.command("list")
@in_context
def list_(context: Context) -> None:
    """List the steps that were set aside, oldest first; exits with 1 when there are any."""
    with context.database() as database, database.begin() as connection:
        found = outbox.parked(connection)
    for step in found:
        click.echo(
            f"{step.id:8} {step.job:10} case {step.case_id or '-'} since {step.parked_at:%F %T} "
            f"after {step.attempts} attempts: {step.last_error}"
        )
    if found:
        raise SystemExit(1)
    click.echo("Nothing was set aside.")


@steps.command("retry")
@click.argument("step_ids", nargs=-1, required=True, type=int)
@in_context
def retry(context: Context, step_ids: tuple[int, ...]) -> None:
    """Put steps back to work."""
    with context.database() as database, database.begin() as connection:
        woken = {step: outbox.retry(connection, step) for step in step_ids}
    for step, was_parked in woken.items():
        click.echo(f"{step}: {'put back to work' if was_parked else 'was not set aside'}")
