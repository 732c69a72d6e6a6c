"""Proof that it is they: the second step of signing in, and the one before what weighs much."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from backoffice.choosing import CHOSEN, PRESENT
from backoffice.exchange import services, session_token, staff, staff_session
from backoffice.headers import with_scripts
from workflows.database import single_statements
from workflows.proofs import recovery
from workflows.proofs.factors import Kind, factors_of
from workflows.proofs.proving import Attempt, Given, ask_a_key, is_fresh, prove
from workflows.sessions import Standing
from workflows.sign_in import Refusal

CODE, ANSWER, PASSWORD = "proof_code", "proof_answer", "proof_password"
FIELDS = (CODE, ANSWER, PASSWORD)
#: What a repeated form does not carry along: its own token, a proof that was none, and passwords,
#: which no page shows: they are typed again.
NOT_REPEATED = frozenset({"csrf_token", *FIELDS, PRESENT, *CHOSEN})

REFUSALS: Mapping[Refusal, tuple[LazyString, int]] = {
    Refusal.WRONG: (
        _("That was not right. A code works once: wait for the next one, then type it."),
        422,
    ),
    Refusal.TOO_MANY: (_("Too many failed attempts. Wait 15 minutes, then try again."), 429),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The page that asks for a proof: by what it can be given, and what follows."""

    #: The second step of signing in, and not a confirmation.
    is_entry: bool
    has_app: bool
    #: What the browser asks of a security key, as JSON; None where there is none.
    key_options: str | None
    codes_left: int
    problem: LazyString | None
    #: Where the form goes, and what it repeats.
    address: str
    repeats: tuple[tuple[str, str], ...]

    @property
    def has_factor(self) -> bool:
        """Tell whether something other than the password is asked for."""
        return self.has_app or self.key_options is not None


def demanded() -> ResponseReturnValue | None:
    """Give the page that must come first, or None when the person has proved it lately or now.

    A form that was sent is repeated with the proof: nothing that was typed is lost.
    """
    if _is_proved():
        return None
    if request.method == "GET":
        return redirect(url_for("entrance.confirm_form", next=request.full_path.rstrip("?")))
    if not any(name in request.form for name in FIELDS):
        return _page(request.path, tuple(_repeated()))
    refusal = _attempt()
    return None if refusal is None else _page(request.path, tuple(_repeated()), refusal)


def _is_proved() -> bool:
    with single_statements(services().engine) as connection:
        return is_fresh(staff_session(), at=services().clock.now(connection))


def _repeated() -> Iterator[tuple[str, str]]:
    yield from ((k, v) for k, v in request.form.items(multi=True) if k not in NOT_REPEATED)


def confirm_form() -> ResponseReturnValue:
    """Ask for the proof, before a page that needs one or as the second step of signing in."""
    return _page(url_for("entrance.confirm"), _onward())


def confirm() -> ResponseReturnValue:
    """Check the proof and go on to where the person was going."""
    refusal = _attempt()
    if refusal is not None:
        return _page(url_for("entrance.confirm"), _onward(), refusal)
    return redirect(own_path(request.form.get("next", "")) or url_for("desk.home"), 303)


def _onward() -> tuple[tuple[str, str], ...]:
    wanted = own_path(request.values.get("next", ""))
    return (("next", wanted),) if wanted else ()


def own_path(address: str) -> str:
    """Give an address if it leads to a page of this very application, else nothing."""
    parts = urlsplit(address)
    # A browser reads `//host`, `/\\host` and a tab within as another site's address.
    is_own = address.startswith("/") and not address.startswith(("//", "/\\"))
    is_plain = address.isprintable() and "\\" not in address
    return address if is_own and is_plain and not parts.scheme and not parts.netloc else ""


def _attempt() -> Refusal | None:
    given = Given(*(request.form.get(name, "") for name in FIELDS))
    with services().engine.begin() as connection:
        attempt = Attempt(
            account=staff(),
            token=session_token(),
            given=given,
            address=request.remote_addr or "",
            at=services().clock.now(connection),
        )
        return prove(connection, attempt, services().means)


def _page(
    address: str, repeats: tuple[tuple[str, str], ...], refusal: Refusal | None = None
) -> Response:
    problem, status = REFUSALS[refusal] if refusal else (None, 200)
    with services().engine.begin() as connection:
        account_id = staff().id
        kinds = {factor.kind for factor in factors_of(connection, account_id)}
        asked = Asked(
            is_entry=staff_session().standing is Standing.HALF_OPEN,
            has_app=Kind.APP in kinds,
            key_options=ask_a_key(connection, account_id, session_token(), services().means.site),
            codes_left=recovery.left(connection, account_id),
            problem=problem,
            address=address,
            repeats=repeats,
        )
    page = make_response(render_template("prove.html", asked=asked), status)
    return with_scripts(page) if asked.key_options else page
