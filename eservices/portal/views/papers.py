"""The receipt of an application on paper: what was filed where, and by when it is decided."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eservices.offering import treating_office
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.visits import CaseVisit
from workflows.attachments import attachments_of_case
from workflows.deadlines import running_promise
from workflows.language.values import Text
from workflows.organisations import all_offices


def filing_receipt(visit: CaseVisit) -> ResponseReturnValue:
    """Show the receipt of the filing, made to be printed, stamped at a desk and handed over."""
    case, service = visit.case, visit.service
    lodged_on = case.lodged_at.astimezone(services().desk.zone).date()
    filed_at = treating_office(service, case.answers, lodged_on)
    with services().engine.begin() as connection:
        names = {office.slug: Text(dict(office.name)) for office in all_offices(connection)}
        promise = running_promise(connection, case.id)
        files = attachments_of_case(connection, case.id)
    return render_template(
        "filing_receipt.html",
        visit=visit,
        office=names.get(filed_at),
        due_at=None if promise is None else promise.due_at,
        files=files,
    )


def blueprint() -> Blueprint:
    """Give the routes of papers to print."""
    return attach(
        Blueprint("papers", __name__, url_prefix="/track/<reference>/<secret>"),
        (Route("/filing-receipt", filing_receipt, Guard.CASE_HOLDER),),
    )
