"""Why somebody lets a case go to others, in words."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from workflows import passing_on, recusing

#: Why others must treat a case.
PASSED_FOR: Mapping[passing_on.Reason, LazyString] = {
    passing_on.Reason.OTHER_OFFICE: _("Another office is competent"),
    passing_on.Reason.SKILL: _("It takes another skill"),
    passing_on.Reason.LANGUAGE: _("A document or an answer is in a language that I do not read"),
    passing_on.Reason.LINKED: _("It belongs with work that goes on there"),
}
#: What stands between somebody and a case.
RECUSED_FOR: Mapping[recusing.Reason, LazyString] = {
    recusing.Reason.FAMILY: _("Family, by blood or by marriage"),
    recusing.Reason.CLOSE: _("Friendship, or the same household"),
    recusing.Reason.INTEREST: _("An interest of my own in what is decided"),
    recusing.Reason.DISPUTE: _("A dispute with somebody of the case"),
    recusing.Reason.TOOK_PART: _("I took part in it outside this office"),
}
