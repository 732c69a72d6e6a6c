"""Activity reports, for supervisors and administrators: asked for, made by a job, kept, downloaded.

The page computes nothing but its words: what was stored when the report was made is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.languages import LANGUAGES, language, words, words_of
from backoffice.reporting import asking
from backoffice.reporting.asking import Report
from backoffice.reporting.figures import Scope
from backoffice.reporting.gathering import Asked
from backoffice.reporting.operating import latest
from backoffice.reporting.period import Days, Unfit, read_period
from backoffice.reporting.sheets import document_of, title_of
from delivery.report import write_cell
from workflows.board import office_names
from workflows.organisations import organisation_names

#: Seconds after which the page of a report under way looks again.
LOOK_AGAIN = 2
#: So many years can be chosen, this one included.
YEARS = 6
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
UNFIT = {
    Unfit.UNREADABLE: _("There is no such day."),
    Unfit.NOT_BEGUN: _("No day of this period is over yet: there is nothing to report."),
}
NO_SUCH_PART = _("Choose what the report is about from the list.")
NOT_THERE = _("This is not there any more.")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a report may be about, by scope: slug and name."""

    organisations: Mapping[str, str]
    offices: Mapping[str, str]
    eservices: Mapping[str, str]

    def name(self, scope: Scope, part: str) -> str:
        """Name a part of the administration; empty for all of it."""
        known = {
            Scope.ORGANISATION: self.organisations,
            Scope.OFFICE: self.offices,
            Scope.ESERVICE: self.eservices,
        }.get(scope, {})
        return known.get(part, part)


def listed() -> ResponseReturnValue:
    """List the reports that were asked for, and offer to ask for another."""
    return _page()


def _page(problem: str = "", *, status: int = 200) -> tuple[str, int]:
    with services().engine.begin() as connection:
        choices = _choices(connection)
        reports = asking.latest(connection)
        today = services().clock.now(connection).astimezone(services().zone).date()
    page = render_template(
        "reports.html",
        reports=reports,
        choices=choices,
        years=range(today.year, today.year - YEARS, -1),
        today=today,
        title_of=title_of,
        problem=problem,
        given=request.form,
    )
    return page, status


def _choices(connection: Connection) -> Choices:
    offices = office_names(connection)
    return Choices(
        {slug: words_of(name) for slug, name in organisation_names(connection).items()},
        {slug: words_of(name) for slug, name in offices.items()},
        {slug: words(one.title) for slug, one in latest(connection).items()},
    )


def ask() -> ResponseReturnValue:
    """Ask for a report; one that cannot be made is refused with its reason."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        asked = _asked(connection)
        if isinstance(asked, Asked):
            counted = asked.period.counted(now.astimezone(services().zone).date())
            asked = asked if isinstance(counted, Days) else str(UNFIT[counted])
        if isinstance(asked, Asked):
            outbox, account = services().workflow.outbox, staff().id
            identifier = asking.ask(connection, outbox, asked, account_id=account, at=now)
    if isinstance(asked, str):
        return _page(asked, status=422)
    return redirect(url_for("reports.report", identifier=identifier), 303)


def _asked(connection: Connection) -> Asked | str:
    """Read what the form asks for, or say why it asks for nothing."""
    parts = (request.form.get(name, "") for name in ("year", "month", "day"))
    period = read_period("-".join(part for part in parts if part))
    if isinstance(period, Unfit):
        return str(UNFIT[period])
    scope, _colon, part = request.form.get("about", Scope.ALL.value).partition(":")
    if scope not in set(Scope):
        return str(NO_SUCH_PART)
    asked = Asked(period, Scope(scope), part)
    known = asking.is_known(connection, asked, latest(connection))
    return asked if known else str(NO_SUCH_PART)


def report(identifier: str) -> ResponseReturnValue:
    """Show a report: how far it is, and then what it says."""
    with services().engine.begin() as connection:
        found = asking.find(connection, identifier)
        if found is None:
            return _not_there()
        before = asking.earlier(connection, found)
        choices = _choices(connection)
    shown = {"report": found, "title": title_of(found.period, language())}
    if found.content is None or found.made_at is None:
        about = choices.name(found.scope, found.part)
        look_again = None if "still" in request.args else LOOK_AGAIN
        return render_template("report_wait.html", **shown, about=about, look_again=look_again)
    made_on = found.made_at.astimezone(services().zone).date()
    return render_template(
        "report.html",
        **shown,
        document=document_of(found.content, language=language(), made_on=made_on),
        drawings=found.drawings.get(language(), {}),
        before=before,
        write=write_cell,
        languages=LANGUAGES,
    )


def download(identifier: str, form: str) -> ResponseReturnValue:
    """Give a report as a file, in the language asked for or the reader's own."""
    wanted = request.args.get("language", language())
    with services().engine.begin() as connection:
        found = asking.find(connection, identifier)
        files = asking.files_of(connection, identifier)
    kept = {(one.format, one.language): one.sha256 for one in files}
    digest = kept.get((form, wanted)) or kept.get((form, ""))
    if found is None or digest is None:
        return _not_there()
    return send_file(
        BytesIO(services().storage.get(digest)),
        mimetype=MEDIA_TYPES[form],
        as_attachment=True,
        download_name=_file_name(found, form, wanted),
        etag=False,
    )


def _file_name(report: Report, form: str, wanted: str) -> str:
    part = f"-{report.part}" if report.part else ""
    spoken = "" if form == "json" else f"-{wanted}"
    return f"report-{report.period}{part}{spoken}.{form}"


def _not_there() -> ResponseReturnValue:
    flash(str(NOT_THERE))
    return redirect(url_for("reports.listed"), 303)
