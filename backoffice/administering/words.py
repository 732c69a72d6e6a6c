"""What the administrators' pages say: obstacles, steps, states, and the journal in plain words."""

from collections.abc import Mapping

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from backoffice.story import ROLES
from workflows.actors import Role
from workflows.administering.changes import ChangeRefused, Kind, Obstacle
from workflows.administering.entries import What
from workflows.administering.roll import State

#: What may be done to an account, as buttons and headings say it.
KINDS: Mapping[Kind, LazyString] = {
    Kind.OPEN: _("Open an account"),
    Kind.CHANGE: _("Change the account"),
    Kind.CLOSE: _("Close the account"),
    Kind.REOPEN: _("Open the account again"),
    Kind.INVITE: _("Make a new link for the password"),
}
STATES: Mapping[State, LazyString] = {
    State.OPEN: _("Open accounts"),
    State.UNUSED: _("Open, unused for 60 days"),
    State.INVITED: _("Open, password not chosen yet"),
    State.TO_CONFIRM: _("Open, not confirmed this quarter"),
    State.CLOSED: _("Closed accounts"),
}
OBSTACLES: Mapping[Obstacle, LazyString] = {
    Obstacle.NO_REASON: _("Say why: it is kept in the journal."),
    Obstacle.BAD_LOGIN: _(
        "A login has 2 to 63 small letters, digits, dots, hyphens and underscores."
    ),
    Obstacle.NO_NAME: _("Write the person’s name."),
    Obstacle.NO_ROLE: _("Choose at least one role."),
    Obstacle.UNKNOWN_PLACE: _("Choose an office and pools of the list."),
    Obstacle.TAKEN: _("This login is taken, by an open account or a closed one."),
    Obstacle.UNKNOWN: _("No account has this login."),
    Obstacle.CLOSED: _("This account is closed: open it again first."),
    Obstacle.NOT_CLOSED: _("This account is open already."),
    Obstacle.ONESELF: _("Another administrator must do this for you."),
    Obstacle.NOTHING: _("Nothing would change."),
    Obstacle.LAST_ADMINISTRATOR: _("The last administrator stays: give somebody the role first."),
    Obstacle.WAITING: _("A change of this account waits for a second administrator already."),
    Obstacle.SAME_PERSON: _("Another administrator than the one who proposed it must confirm."),
    Obstacle.STALE: _("The account has changed since this was proposed: propose it anew."),
    Obstacle.SETTLED: _("This was settled already, or waited for more than 14 days."),
    Obstacle.NOT_ADMINISTRATOR: _("Whoever proposed this is an administrator no longer."),
}
WHATS: Mapping[What, LazyString] = {
    What.OPENED: _("Account opened"),
    What.CHANGED: _("Account changed"),
    What.CLOSED: _("Account closed"),
    What.REOPENED: _("Account opened again"),
    What.INVITED: _("New link for the password"),
    What.ACCEPTED: _("Password chosen"),
    What.PROPOSED: _("Change proposed"),
    What.DECLINED: _("Change declined, taken back or lapsed"),
    What.ACCESS_CONFIRMED: _("Access confirmed"),
    What.CLOSING_ADDED: _("Closed days announced"),
    What.CLOSING_ENDED: _("Closed days taken back"),
    What.HOURS_SET: _("Opening hours changed"),
    What.HOURS_TAKEN_BACK: _("Opening hours taken back"),
    What.PROVIDER_TRIED: _("Test message sent"),
    What.SMS_STOPPED: _("Short messages stopped for the day"),
    What.SMS_RAISED: _("More short messages allowed for the day"),
    What.RETENTION_PROPOSED: _("Erasing proposed"),
    What.RETENTION_ON: _("Erasing switched on"),
    What.RETENTION_OFF: _("Erasing switched off"),
    What.ERASED: _("Closed cases erased"),
    What.HELD_BACK: _("Case kept from being erased"),
    What.LET_GO: _("Case no longer kept from being erased"),
    What.ORGANISATION_SAVED: _("Organisation saved"),
    What.OFFICE_SAVED: _("Office saved"),
    What.POOL_SAVED: _("Pool opened or renamed"),
    What.ORGANISATION_HANDED_BACK: _("Organisation handed back to the pack’s file"),
    What.OFFICE_HANDED_BACK: _("Office handed back to the pack’s file"),
    What.POOL_HANDED_BACK: _("Pool handed back to the pack’s file"),
}
PARTS: Mapping[str, LazyString] = {
    "name": _("Name"),
    "language": _("Language"),
    "roles": _("Roles"),
    "office": _("Office"),
    "pools": _("Pools"),
}


def refused_because(refused: ChangeRefused) -> str:
    """Say in a plain sentence why an account cannot be changed so."""
    if refused.obstacle is Obstacle.APART:
        one, other = (str(ROLES[Role(role)]) for role in refused.roles)
        return str(
            gettext(
                "Nobody may be %(one)s and %(other)s at once: whoever treats cases or money must"
                " not also oversee or administer.",
                one=f"« {one} »",
                other=f"« {other} »",
            )
        )
    return str(OBSTACLES[refused.obstacle])
