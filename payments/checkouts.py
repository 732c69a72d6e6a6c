"""What an intent asks of its provider, and the page that comes back."""

from sqlalchemy import Connection

from payments.charges import charges_of_intent
from payments.gateway import Checkout, CheckoutLine, OpenedCheckout
from payments.intents import Intent, IntentStatus, change_intent, find_intent
from workflows.cases import find_case, lock_case


def checkout_of(connection: Connection, intent: Intent) -> Checkout:
    """Write out what to ask the provider; it names the case, and nobody's person."""
    charges = charges_of_intent(connection, intent.id)
    return Checkout(
        intent_id=intent.id,
        case_reference=find_case(connection, intent.case_id).reference,
        lines=tuple(CheckoutLine(c.label.in_language(intent.language), c.money) for c in charges),
        money=intent.money,
        language=intent.language,
        return_url=intent.return_url,
        attempt=intent.attempts,
        begun_at=intent.created_at,
    )


def record_page(connection: Connection, intent_id: str, opened: OpenedCheckout) -> Intent:
    """Write where an intent is paid; the first page written stays.

    The payment may already have been reported when its page is written: then the page changes
    nothing of the status.
    """
    lock_case(connection, find_intent(connection, intent_id).case_id)
    intent = find_intent(connection, intent_id)
    if intent.page_url is not None:
        return intent
    page = {"page_url": opened.url, "page_expires_at": opened.expires_at}
    if intent.status is IntentStatus.CREATED:
        page |= {"status": IntentStatus.OPEN, "provider_reference": opened.provider_reference}
    return change_intent(connection, intent_id, **page)
