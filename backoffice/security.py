"""My security: one's own second factors, recovery codes and sessions."""

from collections.abc import Mapping, Sequence

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from backoffice.exchange import services, session_token, staff, staff_session
from workflows.accounts import Account
from workflows.proofs import entries, factors, recovery
from workflows.proofs.entries import What
from workflows.sessions import Standing, close_others, sessions_of

#: What the journal of proofs says, as its owner and administrators read it.
WHATS: Mapping[What, LazyString] = {
    What.ENROLLED: _("Second factor added"),
    What.REMOVED: _("Second factor removed"),
    What.RESET: _("All second factors taken away"),
    What.CODES_RENEWED: _("New recovery codes"),
    What.CODE_USED: _("Recovery code used"),
    What.FAILED: _("Failed proof"),
    What.SIGNED_OUT_OTHERS: _("Other sessions signed out"),
    What.CHANGED_PASSWORD: _("Password changed"),
}


def must_have_factor(account: Account) -> bool:
    """Tell whether the account's roles must have a second factor here."""
    return bool(services().must_prove & account.roles)


def show() -> ResponseReturnValue:
    """Show one's factors, recovery codes, sessions, and what happened to them."""
    return _page()


def _page(codes: Sequence[str] = ()) -> str:
    account = staff()
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        held = factors.factors_of(connection, account.id)
        left = recovery.left(connection, account.id)
        sessions = sessions_of(connection, account.id, session_token(), at=now)
        happened = entries.latest(connection, account.id)
    is_enrolling = staff_session().standing is Standing.ENROLLING and not held
    return render_template(
        "security.html",
        factors=held,
        left=left,
        codes=codes,
        sessions=sessions,
        happened=happened,
        whats=WHATS,
        is_enrolling=is_enrolling,
        must=must_have_factor(account),
    )


def codes_shown(codes: Sequence[str]) -> ResponseReturnValue:
    """Answer with the page of one's security and, this once, the new recovery codes."""
    return make_response(_page(codes))


def remove(factor: int) -> ResponseReturnValue:
    """Take one of one's own factors away; the last one stays where the role must have one."""
    account = staff()
    with services().engine.begin() as connection:
        held = factors.factors_of(connection, account.id)
        is_last = [one.id for one in held] == [factor]
        if is_last and must_have_factor(account):
            flash(gettext("Your role must have a second factor. Add another one first."))
            return redirect(url_for("security.show"), 303)
        now = services().clock.now(connection)
        if factors.remove(connection, account.id, factor, at=now):
            flash(gettext("Removed."))
    return redirect(url_for("security.show"), 303)


def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them, once."""
    account = staff()
    with services().engine.begin() as connection:
        if not factors.has_factor(connection, account.id):
            flash(gettext("Recovery codes stand for a second factor: add one first."))
            return redirect(url_for("security.show"), 303)
        now = services().clock.now(connection)
        codes = recovery.renew(connection, account.id, at=now)
        entries.record(connection, account.id, What.CODES_RENEWED, at=now, by=account.id)
    return codes_shown(codes)


def sign_out_others() -> ResponseReturnValue:
    """End every session of this account but the one in use."""
    account = staff()
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        close_others(connection, account.id, session_token())
        entries.record(connection, account.id, What.SIGNED_OUT_OTHERS, at=now, by=account.id)
    flash(gettext("Every other session of yours is signed out."))
    return redirect(url_for("security.show"), 303)
