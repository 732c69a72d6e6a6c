"""Who may use the addresses of the administration, written by hand as a second pen."""

from collections.abc import Mapping

from workflows.actors import Role

ADMINISTERS = frozenset({Role.ADMINISTRATOR})
INSPECTS = frozenset({Role.INSPECTOR})

ADMINISTRATION: Mapping[str, frozenset[Role]] = {
    "administration.accounts": ADMINISTERS,
    "administration.roll_file": ADMINISTERS,
    "administration.new_account": ADMINISTERS,
    "administration.open_account": ADMINISTERS,
    "administration.account": ADMINISTERS,
    "administration.change_account": ADMINISTERS,
    "administration.waiting": ADMINISTERS,
    "administration.settle": ADMINISTERS,
    "administration.review": ADMINISTERS,
    "administration.confirm_access": ADMINISTERS,
    "administration.pools": ADMINISTERS,
    "administration.pool": ADMINISTERS,
    "administration.change_pool": ADMINISTERS,
    "administration.offices": ADMINISTERS,
    "administration.close_offices": ADMINISTERS,
    "administration.open_again": ADMINISTERS,
    "administration.providers": ADMINISTERS,
    "administration.try_out": ADMINISTERS,
    "administration.retention": ADMINISTERS,
    "administration.switch_retention": ADMINISTERS,
    "administration.holds": INSPECTS,
    "administration.hold_case": INSPECTS,
    "administration.let_case_go": INSPECTS,
    "administration.deeds": ADMINISTERS | INSPECTS,
    "administration.deeds_file": ADMINISTERS | INSPECTS,
    "administration.factors": ADMINISTERS,
    "administration.reset": ADMINISTERS,
}
