"""What an applicant and a provider do in most stories of payment."""

from payments.charges import is_cleared
from payments.collection import Recorded
from payments.intents import Intent
from payments.sandbox import SignedWebhook
from tests.builders.payments import Till
from tests.payments.other_side import OtherSide
from workflows.cases import Case


def begun(till: Till, case: Case, side: OtherSide) -> tuple[Intent, str]:
    """Begin to pay, and give the intent and its page's reference."""
    intent = till.pay_for(case, provider=side.gateway.name)
    assert intent.provider_reference is not None
    return intent, intent.provider_reference


def deliver(till: Till, side: OtherSide, webhook: SignedWebhook) -> Recorded:
    """Let a webhook arrive."""
    return till.collection.receive(
        side.gateway.name, body=webhook.body, signature=webhook.signature
    )


def is_paid(till: Till, case: Case) -> bool:
    """Tell whether the case owes nothing for its issue."""
    with till.engine.begin() as connection:
        return is_cleared(connection, case.id, ["issue"])
