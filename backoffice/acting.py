"""Who acts for the applicant of a case, as those who treat it read it: a name and a quality."""

from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.answers import Line, Section
from backoffice.languages import language
from eservices.definition.model import EService
from eservices.representing import quality_of, representative_in
from workflows.cases import Case


def acting_section(connection: Connection, case: Case, eservice: EService) -> tuple[Section, ...]:
    """Name whoever acts for the applicant, without the ways to reach them; nothing for nobody."""
    found = representative_in(connection, case, eservice)
    if found is None:
        return ()
    quality = quality_of(eservice, found, language())
    line = Line("representative", quality, found.name)
    return (Section(gettext("Acting for the applicant"), (line,)),)
