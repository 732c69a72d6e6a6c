"""The command that verifies the file of an act."""

from pathlib import Path

import click

from config.command.context import Context, in_context
from config.composition import compose
from config.verification import verifier_of


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@in_context
def verify(context: Context, files: tuple[Path, ...]) -> None:
    """Verify files of acts: unaltered, still valid, issued by the authority named on them."""
    verifier = verifier_of(compose(context.settings, context.addresses))
    for path in files:
        with context.database() as database, database.begin() as connection:
            told = verifier.verify_file(connection, path.read_bytes())
        verdict = "valid" if told.is_valid else "NOT VALID"
        click.echo(
            f"{path}: {verdict} (integrity {told.integrity}, status {told.status}, "
            f"issuer {told.issuer})"
        )
        if not told.is_valid:
            raise SystemExit(1)
