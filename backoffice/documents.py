"""Documents made from a definition, to read or to print."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from backoffice.exchange import services
from backoffice.languages import language
from backoffice.versions import version_page
from eservices.definition.publish import eservice_of
from eservices.documents import Kind
from eservices.documents import document as made_of
from workflows.cases import Case
from workflows.definitions import definition


def document(eservice: str, number: int, kind: str) -> ResponseReturnValue:
    """Show a document of a version."""
    if kind not in set(Kind):
        abort(404)
    with services().engine.begin() as connection:
        page = version_page(connection, eservice, number)
    made = made_of(Kind(kind), page.eservice, language())
    back = url_for("versions.show", eservice=eservice, number=number)
    return render_template("document.html", document=made, back=back)


def guide(case: Case) -> ResponseReturnValue:
    """Show the guide of the version under which the case in hand was lodged."""
    with services().engine.begin() as connection:
        stored = definition(connection, case.definition)
    made = made_of(Kind.GUIDE, eservice_of(stored), language())
    back = url_for("cases.read", reference=case.reference)
    return render_template("document.html", document=made, back=back)
