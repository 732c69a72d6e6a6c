"""Short messages of a demonstration: the interface of a real provider, on this machine only.

What the platform sends is kept beside the mails, and its arrival is reported with the signature
that the provider would give; so that a demonstration goes the very way of production.
"""

import hmac
import secrets
from collections.abc import Mapping
from email.message import EmailMessage
from threading import Thread
from typing import Any

import httpx
from flask import Blueprint, Response, abort, jsonify, request

from config.mailbox.postbox import CHANNEL, Letter, Postbox
from config.settings import Texting
from delivery.sms import Fate
from delivery.twilio import SIGNATURE, sign

#: A number that ends so belongs to a telephone that cannot be reached, to show what follows then.
UNREACHABLE = "9999"
UNREACHABLE_CODE = "30003"
NOT_A_NUMBER = 21211
#: Seconds that the portal may take to hear a report.
PATIENCE = 10.0


def texting(postbox: Postbox, account: Texting) -> Blueprint:
    """Give the provider's side of short messages."""
    blueprint = Blueprint("texting", __name__, url_prefix="/2010-04-01/Accounts")

    @blueprint.before_request
    def know() -> None:
        given = request.authorization
        password = (given.password if given else None) or ""
        if not hmac.compare_digest(password.encode(), account.token.encode()):
            abort(401)

    @blueprint.post("/<name>/Messages.json")
    def take(name: str) -> tuple[Response, int]:
        form = request.form
        if not form["To"].startswith("+"):
            return jsonify(code=NOT_A_NUMBER), 400
        identifier = postbox.keep(as_letter(form, name).as_bytes())
        if form.get("StatusCallback"):
            Thread(target=report, args=(form, identifier, account.token), daemon=True).start()
        return jsonify(sid=identifier, status="queued"), 201

    @blueprint.get("/<_name>/Messages.json")
    def find(_name: str) -> Response:
        to = request.args.get("To")
        kept = (letter for letter in postbox.letters() if letter.is_short)
        return jsonify(messages=[as_message(one) for one in kept if one.recipient == to])

    return blueprint


def as_letter(form: Mapping[str, str], account: str) -> EmailMessage:
    """Keep a short message in the form of a letter, so that one box holds both."""
    letter = EmailMessage()
    letter["From"] = form.get("From", account)
    letter["To"] = form["To"]
    letter["Subject"] = "SMS"
    letter[CHANNEL] = "sms"
    letter["Message-ID"] = f"<{secrets.token_hex(16)}@sms.invalid>"
    letter.set_content(form["Body"])
    return letter


def as_message(letter: Letter) -> dict[str, Any]:
    """Tell of a message as the interface does."""
    lost = letter.recipient.endswith(UNREACHABLE)
    status = "undelivered" if lost else "delivered"
    return {"sid": letter.id, "body": letter.body.removesuffix("\n"), "status": status}


def report(form: Mapping[str, str], identifier: str, token: str) -> None:
    """Report to the portal what became of a message, signed."""
    lost = form["To"].endswith(UNREACHABLE)
    fields = {
        "MessageSid": identifier,
        "MessageStatus": "undelivered" if lost else Fate.DELIVERED.value,
        **({"ErrorCode": UNREACHABLE_CODE} if lost else {}),
    }
    address = form["StatusCallback"]
    signature = {SIGNATURE: sign(address, list(fields.items()), token)}
    try:
        httpx.post(address, data=fields, headers=signature, timeout=PATIENCE)
    except httpx.HTTPError:
        # A portal that is away hears nothing, as it would hear nothing from a real provider.
        return
