"""The application page by page: every page is saved as it was typed, right or wrong."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import (
    Blueprint,
    abort,
    get_template_attribute,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from delivery.notices import Channel
from eservices.definition.form import Field, FieldType
from eservices.drafts import remove_held, remove_item, renew, save_entries
from eservices.form import Entries, PageReading, entries_of, leaves, with_another, without_item
from eservices.lodging import ApplicationIncomplete, FormChanged
from eservices.portal.arranging import TURNED, rearrange
from eservices.portal.exchange import language, services
from eservices.portal.files import keep_for_draft, send_file, send_small
from eservices.portal.forms import (
    ADD_ITEM,
    REMOVE,
    REMOVE_ITEM,
    Filled,
    Uploads,
    combined,
    draw,
    explained,
    receive_files,
    stays,
    with_items,
)
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.visits import DraftVisit, visit_draft
from eservices.representing import author_of
from eservices.uploads import MEGABYTE
from workflows.attachments import Attachment
from workflows.database import single_statements
from workflows.language.procedure import Stage

#: A page with several file fields, each holding what one photograph weighs.
LARGEST_PAGE = 32 * MEGABYTE
#: Set in the address when the applicant came from the check page and wants to go back there.
BACK_TO_CHECK = "check"
#: Set in the address when answers just given have opened more questions.
MORE = "more"
#: Set in the address when a photograph just added may be hard to read.
LOOK = "look"


def show_page(visit: DraftVisit, page: str) -> ResponseReturnValue:
    """Show a page of the form with what was typed in it before."""
    read = _page_or_404(visit, page)
    return _drawn(visit, read, mistakes={})


def save_page(visit: DraftVisit, page: str) -> ResponseReturnValue:
    """Save a page, then go on, or show all that is wrong in it."""
    read = _page_or_404(visit, page)
    uploads = _save(visit, read)
    saved = _read_again(visit)
    after = saved.reading.page(page)
    if after is None:
        return redirect(_first_open(saved), 303)
    if stays():
        status = 422 if uploads.refused else 200
        return _drawn(saved, after, mistakes=uploads.refused, status=status)
    if _has_new_questions(read, after):
        return redirect(_address(saved, page, **{MORE: 1}), 303)
    if uploads.refused or not after.is_complete:
        mistakes = combined(explained(after.problems, language()), uploads.refused)
        return _drawn(saved, after, mistakes=mistakes, status=422)
    if uploads.calls_for_a_look:
        return redirect(_address(saved, page, **{LOOK: 1}), 303)
    return redirect(_following(saved, page), 303)


def add_file(visit: DraftVisit, field: str) -> ResponseReturnValue:
    """Take the files that a script sends as soon as they are chosen; answers in JSON."""
    asked = [one for read in visit.reading.pages for one in read.fields if one.id == field]
    if not asked:
        abort(404)
    uploads = receive_files(asked, visit.files, language())
    keep_for_draft(visit.draft, uploads)
    refused = [said for texts in uploads.refused.values() for said in texts]
    shown = _held(_read_again(visit), field)
    return jsonify(held=shown, refused=refused), 422 if refused else 200


def _held(visit: DraftVisit, field: str) -> str:
    """Draw the list of a field's files, for a script to put in the place of the former one."""

    def show(file: Attachment) -> str:
        return url_for("drafts.show_file", draft_id=visit.draft.id, attachment=file.id)

    return str(get_template_attribute("files.html", "held")(visit.files_in(field), show))


def show_file(visit: DraftVisit, attachment: str) -> ResponseReturnValue:
    """Show the applicant a file that they added."""
    found = next((file for file in visit.files if file.id == attachment), None)
    return send_file(found) if found else abort(404)


def show_small(visit: DraftVisit, attachment: str) -> ResponseReturnValue:
    """Show the applicant a small picture of a photograph that they added."""
    found = next((file for file in visit.files if file.id == attachment), None)
    return send_small(found) if found and found.media_type in TURNED else abort(404)


def check(visit: DraftVisit) -> ResponseReturnValue:
    """Show all answers before they are sent, each with a link to change it."""
    return _checked(visit)


def lodge(visit: DraftVisit) -> ResponseReturnValue:
    """Make a case of the draft; a repeat finds the case that the first one made."""
    portal = services()
    try:
        with portal.engine.begin() as connection:
            case = portal.desk.lodge(
                connection, visit.draft.id, visit.offer, channel=_channel_chosen()
            )
            author = author_of(connection, case, visit.service)
    except ApplicationIncomplete:
        return _checked(visit, status=422)
    except FormChanged:
        with portal.engine.begin() as connection:
            renew(connection, visit.draft, visit.offer.definition)
        return _checked(visit, status=409)
    address: dict[str, Any] = {
        "reference": case.reference,
        "secret": portal.links.secret(case.reference, author.tracking_nonce),
    }
    page = "payments.choose" if case.stage is Stage.PAYMENT else "cases.confirmation"
    return redirect(url_for(page, **address), 303)


def _page_or_404(visit: DraftVisit, page: str) -> PageReading:
    return visit.reading.page(page) or abort(404)


def _save(visit: DraftVisit, read: PageReading) -> Uploads:
    """Keep what was typed and the files that are good; give what came of the files."""
    uploads = receive_files(read.fields, visit.files, language())
    # Before items move up: a file belongs to the item beside which it was chosen.
    keep_for_draft(visit.draft, uploads)
    open_fields = tuple(field for field in read.page.fields if field.id not in visit.fixed)
    entries = entries_of(leaves(open_fields, visit.draft.entries), request.form)
    with services().engine.begin() as connection:
        entries |= _items_changed(connection, visit, open_fields, entries)
        save_entries(connection, visit.draft, entries, now=visit.now)
        if unwanted := request.form.get(REMOVE):
            remove_held(connection, visit.draft.id, unwanted)
    rearrange(visit.files)
    return uploads


def _items_changed(
    connection: Connection, visit: DraftVisit, fields: Iterable[Field], entries: Entries
) -> dict[str, str]:
    """Give what changes when an item of a group is added or removed, its files included."""
    groups = {field.id: field for field in fields if field.type is FieldType.GROUP}
    typed = {**visit.draft.entries, **entries}
    wanted = groups.get(request.form.get(ADD_ITEM, ""))
    if wanted is not None:
        return with_another(wanted, typed)
    name, _, number = request.form.get(REMOVE_ITEM, "").partition(".")
    if name not in groups or not number.isdecimal():
        return {}
    changed = without_item(groups[name], int(number), typed)
    if changed:
        remove_item(connection, visit.draft.id, name, int(number))
    return changed


def _read_again(visit: DraftVisit) -> DraftVisit:
    with single_statements(services().engine) as connection:
        return visit_draft(connection, services(), visit.draft.id)


def _has_new_questions(before: PageReading, after: PageReading) -> bool:
    """Tell whether answers just given ask something that was not on the page sent."""
    unseen = [field for field in after.fields if field not in before.fields]
    return any(problem.field == field.id for problem in after.problems for field in unseen)


def _drawn(
    visit: DraftVisit,
    read: PageReading,
    *,
    mistakes: Mapping[str, tuple[str, ...]],
    status: int = 200,
) -> tuple[str, int]:
    blocks = draw(read.blocks, Filled(visit.draft.entries, visit.files, mistakes))
    number = visit.position(read)
    page = render_template(
        "page.html",
        visit=visit,
        read=read,
        blocks=blocks,
        fields=with_items(blocks),
        number=number,
        more=MORE in request.args and status == 200,  # noqa: PLR2004 - OK
        look=LOOK in request.args and status == 200,  # noqa: PLR2004 - OK
        back=_before(visit, number),
    )
    return page, status


def _checked(visit: DraftVisit, *, status: int = 200) -> tuple[str, int]:
    incomplete = visit.reading.first_incomplete()
    lines = (
        ()
        if incomplete
        else services().desk.price(visit.service, visit.reading.answers, now=visit.now)
    )
    page = render_template(
        "check.html",
        visit=visit,
        incomplete=incomplete,
        lines=lines,
        changed=visit.is_outdated,
        ways=_ways(visit),
    )
    return page, status


def _ways(visit: DraftVisit) -> Mapping[Channel, str]:
    """Give how the applicant can be told, where there is a choice: by mail or by short message."""
    contact, answers = visit.service.form.contact, visit.reading.answers
    fields = {Channel.MAIL: contact.mail, Channel.SMS: contact.phone}
    given = {way: answers[field] for way, field in fields.items() if field and field in answers}
    return given if len(given) > 1 and services().sms else {}


def _channel_chosen() -> str | None:
    chosen = request.form.get("channel", "")
    return chosen if chosen in set(Channel) else None


def _first_open(visit: DraftVisit) -> str:
    read = visit.reading.first_incomplete()
    return _address(visit, read.page.page) if read else _check_address(visit)


def _following(visit: DraftVisit, page: str) -> str:
    if BACK_TO_CHECK in request.args:
        return _first_open(visit)
    after = visit.reading.after(page)
    return _address(visit, after.page.page) if after else _check_address(visit)


def _before(visit: DraftVisit, number: int) -> str:
    if BACK_TO_CHECK in request.args:
        return _check_address(visit)
    if number == 1:
        return url_for("catalogue.sheet", eservice=visit.service.eservice)
    return _address(visit, visit.reading.pages[number - 2].page.page)


def _address(visit: DraftVisit, page: str, **arguments: Any) -> str:
    if BACK_TO_CHECK in request.args:
        arguments[BACK_TO_CHECK] = 1
    return url_for("drafts.show_page", draft_id=visit.draft.id, page=page, **arguments)


def _check_address(visit: DraftVisit) -> str:
    return url_for("drafts.check", draft_id=visit.draft.id)


def blueprint() -> Blueprint:
    """Give the routes of drafts."""
    return attach(
        Blueprint("drafts", __name__, url_prefix="/applications/<draft_id>"),
        (
            Route("/pages/<page>", show_page, Guard.DRAFT_HOLDER),
            Route("/pages/<page>", save_page, Guard.DRAFT_HOLDER, ("POST",), LARGEST_PAGE),
            Route("/files/<field>", add_file, Guard.DRAFT_HOLDER, ("POST",), LARGEST_PAGE),
            Route("/files/<attachment>", show_file, Guard.DRAFT_HOLDER),
            Route("/files/<attachment>/small", show_small, Guard.DRAFT_HOLDER),
            Route("/check", check, Guard.DRAFT_HOLDER),
            # At a counter it takes the citizen's consent: see `assisting`.
            Route("/lodge", lodge, Guard.APPLICANT_ALONE, ("POST",)),
        ),
    )
