"""Verification: anybody learns whether an act is genuine, by its code or by its file."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from delivery.codes import read_code
from delivery.sealing import file_digest
from delivery.verification import Verification
from eservices.correcting import service_of
from eservices.filing import Filing, find_filing
from eservices.form.characters import storable
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.views.catalogue import public
from eservices.uploads import MEGABYTE
from payments.receipts import ReceiptContent, content_of, receipt_of_code, receipt_of_file
from workflows.cases import Case, applicant_of, find_case
from workflows.language.values import Text

#: A digest printed in blocks of eight is the longest thing that anybody types.
LONGEST_CODE = 80
#: No act is larger; a larger file cannot be one.
LARGEST_ACT = 12 * MEGABYTE


def ask() -> ResponseReturnValue:
    """Ask for the code of an act, or for its file."""
    code = request.args.get("code", "")
    if code.strip():
        return redirect(url_for("verification.by_code", code=bounded(code)), 303)
    return public(render_template("verify.html", missing=None))


def by_code(code: str) -> ResponseReturnValue:
    """Tell what the register says of a code, or of the digest of an application."""
    typed = bounded(code)
    with services().engine.begin() as connection:
        found = services().verifier.verify_code(connection, typed)
        receipt = None if found.is_genuine else _receipt(connection, typed)
        filed = None if found.is_genuine or receipt else _filed(connection, typed)
    if filed is not None:
        return _told_filed(filed)
    return _told(found, code=typed) if receipt is None else _told_of(receipt)


def by_file() -> ResponseReturnValue:
    """Tell whether a file is, byte for byte, an act, a receipt or an application lodged here."""
    posted = request.files.get("file")
    data = posted.read() if posted else b""
    if not data:
        return render_template("verify.html", missing="file"), 422
    with services().engine.begin() as connection:
        found = services().verifier.verify_file(connection, data)
        receipt = None if found.is_genuine else receipt_of_file(connection, file_digest(data))
        content = None if receipt is None else content_of(connection, receipt)
        filed = None if found.is_genuine else _filed(connection, file_digest(data))
    if filed is not None:
        return _told_filed(filed)
    return _told(found, code=None) if content is None else _told_of(content)


def bounded(code: str) -> str:
    """Cut what was typed to the length of the longest code."""
    return storable(code).strip()[:LONGEST_CODE]


def _receipt(connection: Connection, typed: str) -> ReceiptContent | None:
    code = read_code(typed)
    receipt = None if code is None else receipt_of_code(connection, code)
    return None if receipt is None else content_of(connection, receipt)


@dataclass(frozen=True, slots=True)
class Filed:
    """What anybody who holds a proof of filing may learn of it."""

    filing: Filing
    case: Case
    applicant: str
    title: Text


def _filed(connection: Connection, typed: str) -> Filed | None:
    filing = find_filing(connection, typed)
    if filing is None:
        return None
    case = find_case(connection, filing.case_id)
    name = applicant_of(connection, case.id).name
    return Filed(filing, case, name, service_of(connection, case).title)


def _told_filed(filed: Filed) -> ResponseReturnValue:
    return render_template("verified_filing.html", filed=filed)


def _told_of(receipt: ReceiptContent) -> ResponseReturnValue:
    return render_template("verified_receipt.html", receipt=receipt)


def _told(found: Verification, code: str | None) -> ResponseReturnValue:
    mistyped = code is not None and read_code(code) is None
    return render_template("verified.html", found=found, code=code, mistyped=mistyped)


def blueprint() -> Blueprint:
    """Give the routes of verification."""
    return attach(
        Blueprint("verification", __name__),
        (
            Route("/verify", ask, Guard.LOOKUP),
            Route("/v/<code>", by_code, Guard.LOOKUP),
            Route("/verify/file", by_file, Guard.LOOKUP, ("POST",), LARGEST_ACT),
        ),
    )
