"""The French texts that citizens read, from which translators work, and how many are approved."""

from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from sqlalchemy import Connection

from eservices.catalogue.listing import offered
from eservices.definition.words import texts

TRADE = Path(__file__).parents[1]
#: Where the words of the portal's own pages stand; the second holds those of their parts.
CATALOGUES = (TRADE / "portal", TRADE)
FRENCH = "fr"
#: What the pages say whatever the e-service; the others are named by their e-service.
INTERFACE = "interface"
#: Per cent of the pages' own texts that must be approved before a language is offered.
ENOUGH = 80
WHOLE = 100


@cache
def interface_texts() -> tuple[str, ...]:
    """List the texts of the portal's pages, each once, in the order of their catalogue."""
    return tuple(dict.fromkeys(text for folder in CATALOGUES for text in _french(folder)))


def _french(folder: Path) -> Iterator[str]:
    path = folder / "translations" / FRENCH / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        for message in read_po(file):
            if message.id:
                forms = message.string or ()
                yield from (forms,) if isinstance(forms, str) else forms


def sources(connection: Connection) -> dict[str, str]:
    """List every French text that citizens read, each with where it stands first."""
    found = dict.fromkeys(interface_texts(), INTERFACE)
    for service in offered(connection):
        for part in (service.title, service.sheet, service.form, service.tariff):
            for _at, text in texts(part):
                found.setdefault(text.in_language(FRENCH), service.eservice)
    return found


def coverage(approved: Collection[str]) -> int:
    """Tell how many of the pages' own texts are approved, in whole per cent."""
    wanted = interface_texts()
    return WHOLE * sum(text in approved for text in wanted) // len(wanted)


def is_offered(approved: Collection[str]) -> bool:
    """Tell whether enough is approved for citizens to choose the language."""
    return coverage(approved) >= ENOUGH
