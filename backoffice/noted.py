"""What journals hold where nobody in particular wrote it, in the reader's words."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from eservices.definition.publish import INSTALLATION, PUBLISHED

#: What the journal holds where nobody in particular published.
NOTED: Mapping[str, LazyString] = {
    str(INSTALLATION.operator): _("The installation"),
    PUBLISHED: _("Published from its file"),
}


def said(text: str) -> str:
    """Give what somebody wrote as it stands, and what the installation notes in words."""
    return str(NOTED.get(text, text))
