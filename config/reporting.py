"""The job that makes reports: days booked, figures read, files written outside any transaction.

Only the worker of figures imports this, and only when its first bell rings: the library of plots
takes long to load.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, text

from backoffice.reporting import asking
from backoffice.reporting.asking import File, Report
from backoffice.reporting.drawings import drawings_of
from backoffice.reporting.figures import Content
from backoffice.reporting.gathering import Asked, gather
from backoffice.reporting.operating import latest, names_of, stalled
from backoffice.reporting.period import Days, Unfit
from backoffice.reporting.sheets import document_of
from config.booking import book_days
from config.composition import Installation
from config.looking_ahead import Teller
from delivery.documents import Branding
from delivery.report import BrandedReport, ReportDocument
from delivery.typesetting import typeset
from delivery.workbook import write_workbook
from workflows import outbox
from workflows.outbox import Held

LANGUAGES = ("fr", "en")
#: The language of a file that has none.
NO_LANGUAGE = ""


def report(installation: Installation, held: Held) -> None:
    """Make the report that a row asks for; its page sees how far it is."""
    identifier = str(held.data["report"])
    with installation.database.begin() as connection:
        wanted = asking.find(connection, identifier)
    if wanted is not None and wanted.made_at is None:
        make(installation, wanted)
    with installation.database.begin() as connection:
        outbox.complete(connection, held)


def make(installation: Installation, wanted: Report) -> None:
    """Make a report and keep it; one that was made meanwhile stays."""
    tell = Teller(installation, wanted.id, asking.tell_progress)
    book_days(installation, progress=lambda share: tell(share * BOOKING))
    tell(BOOKING)
    with installation.database.begin() as connection:
        # One snapshot: what came, what ended and what is left must belong together.
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        content, made_on = _content(connection, installation, wanted.asked)
    tell(READ)
    documents = [document_of(content, language=one, made_on=made_on) for one in LANGUAGES]
    drawings = {one.language: drawings_of(one) for one in documents}
    files = tuple(_files(installation, content, documents, made_on))
    with installation.database.begin() as connection:
        at = installation.clock.now(connection)
        asking.keep(connection, wanted.id, content, files=files, drawings=drawings, at=at)


#: Shares of the work that are done when the days are booked, and when the figures are read.
BOOKING, READ = 0.5, 0.7


def _content(
    connection: Connection, installation: Installation, asked: Asked
) -> tuple[Content, date]:
    today = installation.clock.now(connection).astimezone(installation.pack.zone).date()
    counted = asked.period.counted(today)
    if not isinstance(counted, Days):
        raise TypeError(Unfit.NOT_BEGUN)
    services = latest(connection)
    content = Content(
        figures=gather(connection, asked, counted),
        names=names_of(connection, services),
        stalled=stalled(connection, services, last=counted.last),
    )
    return content, today


def _files(
    installation: Installation, content: Content, documents: list[ReportDocument], made_on: date
) -> Iterator[File]:
    put = installation.storage.put
    for document in documents:
        branded = BrandedReport(_branding(installation, document), document)
        yield File("pdf", document.language, put(typeset(branded)))
        yield File("xlsx", document.language, put(write_workbook(document, made_on=made_on)))
    written = content.model_dump_json(indent=2).encode()
    yield File("json", NO_LANGUAGE, put(written))


def _branding(installation: Installation, document: ReportDocument) -> Branding:
    branding, language = installation.pack.branding, document.language
    return Branding(
        country=branding.state.in_language(language),
        motto=branding.motto.in_language(language),
        colours=branding.colours,
        authority=(branding.title.in_language(language),),
        place="",
        specimen=installation.settings.demo,
    )
