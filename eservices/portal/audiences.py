"""Whom procedures are for, as people read it."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from eservices.definition.sheets import Audience

#: Everyone is no audience that one chooses.
AUDIENCES: Mapping[Audience, LazyString] = {
    Audience.CITIZEN: _("Citizens"),
    Audience.RESIDENT: _("Foreigners who live here"),
    Audience.FORMER_RESIDENT: _("People who have lived here"),
    Audience.DIASPORA: _("Citizens abroad"),
    Audience.PROFESSIONAL: _("Professionals"),
    Audience.COMPANY: _("Companies"),
}
