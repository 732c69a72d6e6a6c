"""Text blocks, for supervisors: written by one of them, approved by another, counted."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from backoffice.board_names import names
from backoffice.exchange import services, staff
from backoffice.languages import LANGUAGES
from workflows import text_blocks
from workflows.errors import WorkflowError
from workflows.text_blocks import Writing

REFUSALS: Mapping[type[WorkflowError], LazyString] = {
    text_blocks.NothingWritten: _("Write a title and the French text, 2,000 characters at most."),
    text_blocks.NotOpen: _("Somebody settled it meanwhile. Nothing was changed."),
    text_blocks.SamePerson: _("Somebody else must approve what you wrote."),
}


def listed() -> ResponseReturnValue:
    """List the blocks, what waits for approval first, and the form that writes one."""
    return _listed(200)


def _listed(status: int) -> ResponseReturnValue:
    with services().engine.begin() as connection:
        found, called = text_blocks.all_blocks(connection), names(connection)
    page = render_template(
        "blocks.html",
        found=found,
        services_named={slug: called.eservice(slug) for slug in sorted(called.services)},
        offices_named={slug: called.office(slug) for slug in sorted(called.offices)},
        tongues=_tongues(),
        typed=request.form,
        longest=text_blocks.LONGEST,
    )
    return page, status


def _tongues() -> Mapping[str, str]:
    """Name the languages in which a block may be written, French first."""
    national = {one.code: one.name for one in services().national_languages}
    return dict(LANGUAGES) | national


def write() -> ResponseReturnValue:
    """Write a block."""
    form = request.form
    texts = {code: form.get(f"text_{code}", "") for code in _tongues()}
    try:
        with services().engine.begin() as connection:
            called = names(connection)
            eservice, office = form.get("eservice") or None, form.get("office") or None
            block = Writing(
                eservice if eservice in called.services else None,
                office if office in called.offices else None,
                form.get("title", ""),
                texts,
            )
            now = services().clock.now(connection)
            text_blocks.write(connection, block, by=staff().id, at=now)
    except WorkflowError as refused:
        flash(str(REFUSALS[type(refused)]))
        return _listed(422)
    flash(gettext("Written. Another supervisor approves it before agents see it."))
    return redirect(url_for("blocks.listed"), 303)


def settle(block: int) -> ResponseReturnValue:
    """Approve a block that somebody else wrote, or strike one."""
    settled = text_blocks.approve if _approves() else text_blocks.retire
    try:
        with services().engine.begin() as connection:
            settled(connection, block, by=staff().id, at=services().clock.now(connection))
    except WorkflowError as refused:
        flash(str(REFUSALS[type(refused)]))
        return redirect(url_for("blocks.listed"), 303)
    flash(gettext("Approved.") if _approves() else gettext("Struck."))
    return redirect(url_for("blocks.listed"), 303)


def _approves() -> bool:
    return request.form.get("decision") == "approve"
