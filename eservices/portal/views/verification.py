"""Verification: anybody learns whether an act is genuine, by its code or by its file."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from delivery.codes import read_code
from delivery.sealing import file_digest
from delivery.verification import Verification
from eservices.form.characters import storable
from eservices.portal.exchange import services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.views.catalogue import public
from eservices.uploads import MEGABYTE
from payments.receipts import ReceiptContent, content_of, receipt_of_code, receipt_of_file

LONGEST_CODE = 64
#: No act is larger; a larger file cannot be one.
LARGEST_ACT = 12 * MEGABYTE


def ask() -> ResponseReturnValue:
    """Ask for the code of an act, or for its file."""
    code = request.args.get("code", "")
    if code.strip():
        return redirect(url_for("verification.by_code", code=bounded(code)), 303)
    return public(render_template("verify.html", missing=None))


def by_code(code: str) -> ResponseReturnValue:
    """Tell what the register says of a code printed on an act or on a receipt."""
    typed = bounded(code)
    with services().engine.begin() as connection:
        found = services().verifier.verify_code(connection, typed)
        receipt = None if found.is_genuine else _receipt(connection, typed)
    return _told(found, code=typed) if receipt is None else _told_of(receipt)


def by_file() -> ResponseReturnValue:
    """Tell whether a file is, byte for byte, an act of the register or a receipt."""
    posted = request.files.get("file")
    data = posted.read() if posted else b""
    if not data:
        return render_template("verify.html", missing="file"), 422
    with services().engine.begin() as connection:
        found = services().verifier.verify_file(connection, data)
        receipt = None if found.is_genuine else receipt_of_file(connection, file_digest(data))
        content = None if receipt is None else content_of(connection, receipt)
    return _told(found, code=None) if content is None else _told_of(content)


def bounded(code: str) -> str:
    """Cut what was typed to the length of the longest code."""
    return storable(code).strip()[:LONGEST_CODE]


def _receipt(connection: Connection, typed: str) -> ReceiptContent | None:
    code = read_code(typed)
    receipt = None if code is None else receipt_of_code(connection, code)
    return None if receipt is None else content_of(connection, receipt)


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
