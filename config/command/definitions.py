"""Commands on definitions: check them, draw them, write documents from them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from config.logs import configure_logging
from config.walking import walked
from eservices.definition.check import as_json, as_text, eservices_at, total
from eservices.definition.check import check as findings_at
from eservices.definition.model import EService
from eservices.definition.sarif import as_sarif
from eservices.definition.schema import as_text as schema_text
from eservices.definition.schema import language_schema
from eservices.diagrams import as_mermaid, as_svg
from eservices.documents import Kind, as_markdown
from eservices.documents import document as made_of
from eservices.packs import read_file
from workflows.language.findings import DefinitionRefused, Finding, errors

LANGUAGES = ["fr", "en"]
#: A check reports by itself: the servers started for a walk have nothing to add.
QUIET = "ERROR"
#: How findings are written for programs.
FORMS: Mapping[str, Callable[[Sequence[Finding], str], str]] = {
    "json": as_json,
    "sarif": as_sarif,
}


def written(eservice: EService, language: str) -> str:
    """Write an e-service's procedure as Mermaid text."""
    return as_mermaid(eservice.procedure, language)


def drawn(eservice: EService, language: str) -> str:
    """Draw an e-service's procedure as SVG."""
    title = eservice.title.in_language(language)
    return as_svg(eservice.procedure, title=title, language=language)


#: How a diagram is written; Mermaid text unless something else is asked for.
DIAGRAMS: Mapping[str | None, Callable[[EService, str], str]] = {None: written, "svg": drawn}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "form", flag_value="json", help="One JSON object instead of text.")
@click.option("--sarif", "form", flag_value="sarif", help="SARIF 2.1.0, for code hosts.")
@click.option("--walk", "walks", is_flag=True, help="Drive every transition on a real database.")
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
def check(
    paths: Sequence[Path],
    form: str | None,
    walks: bool,  # noqa: FBT001 - an option
    language: str,
) -> None:
    """Check e-service files or pack folders; without any, all packs of the product.

    Tells every mistake with its file, line and column, the rule and the repair. Exits with 1 when
    there is an error.
    """
    found = findings_at(paths)
    if walks and not errors(found):
        configure_logging(QUIET)
        found += walked(eservices_at(paths))
    if form is None:
        for line in (as_text(found, language), total(found, len(eservices_at(paths)), language)):
            click.echo(line, nl=bool(line))
    else:
        click.echo(FORMS[form](found, language))
    if errors(found):
        raise SystemExit(1)


@click.command()
def schema() -> None:
    """Write the JSON Schema of e-service files, for editors that complete and check them."""
    click.echo(schema_text(language_schema()))


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--svg", "form", flag_value="svg", help="An SVG image instead of Mermaid text.")
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
def diagram(path: Path, form: str | None, language: str) -> None:
    """Write the diagram of an e-service's procedure, drawn here and without a network."""
    click.echo(DIAGRAMS[form](_read(path, language), language), nl=False)


@click.command()
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
def document(kind: str, path: Path, language: str) -> None:
    """Write a document made of an e-service file, as Markdown.

    `sheet` is for citizens, `guide` for agents (each state, button and reason), `test-plan` for who
    tries the e-service out (one line for each transition and each refusal, with the way there).
    """
    click.echo(as_markdown(made_of(Kind(kind), _read(path, language), language)), nl=False)


def _read(path: Path, language: str) -> EService:
    try:
        return read_file(path)
    except DefinitionRefused as refusal:
        raise click.ClickException(as_text(refusal.findings, language)) from refusal
