"""The verdict on what a provider says of an intent: decided purely, from what both sides know.

Providers report late, twice and in any order. Their states are ranked, an intent only ever takes
a verdict above its own rank, and so every order of the same reports ends in the same place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from payments.charges import Charge
from payments.gateway import ProviderState, ProviderStatus
from payments.intents import Intent, IntentStatus, Reason
from payments.money import Money

STATE_RANK: Mapping[ProviderState, int] = MappingProxyType(
    {state: rank for rank, state in enumerate(ProviderState)}
)
STATUS_RANK: Mapping[IntentStatus, int] = MappingProxyType(
    {
        IntentStatus.CREATED: STATE_RANK[ProviderState.PENDING],
        IntentStatus.OPEN: STATE_RANK[ProviderState.PENDING],
        IntentStatus.FAILED: STATE_RANK[ProviderState.FAILED],
        IntentStatus.EXPIRED: STATE_RANK[ProviderState.EXPIRED],
        IntentStatus.SETTLED: STATE_RANK[ProviderState.PAID],
        IntentStatus.SURPLUS: STATE_RANK[ProviderState.PAID],
        IntentStatus.DISPUTED: STATE_RANK[ProviderState.PARTLY_REFUNDED],
        IntentStatus.REFUNDED: STATE_RANK[ProviderState.REFUNDED],
    }
)
#: Disputes in which the provider's next word cannot be trusted to end the matter.
FOR_A_PERSON = frozenset({Reason.SECOND_PAGE_PAID, Reason.REFUND_FAILED})
#: Statuses whose meaning depends on the very page that the provider speaks of.
UNPAID_ENDS = frozenset({ProviderState.FAILED, ProviderState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands here when the provider speaks: the charges begun for, and what is collected."""

    charges: tuple[Charge, ...]
    collected: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status that an intent takes, and why where a person or a refund must follow."""

    status: IntentStatus
    reason: Reason | None = None


def judge(intent: Intent, told: ProviderStatus, situation: Situation) -> Verdict | None:
    """Say what becomes of the intent; nothing when the provider says nothing new."""
    if intent.status is IntentStatus.DISPUTED and intent.reason in FOR_A_PERSON:
        return None
    if _is_second_payment(intent, told):
        return Verdict(IntentStatus.DISPUTED, Reason.SECOND_PAGE_PAID)
    if told.state in UNPAID_ENDS and _is_other_page(intent, told):
        return None
    if STATE_RANK[told.state] <= STATUS_RANK[intent.status]:
        return None
    if told.state is ProviderState.PAID:
        return _judge_money(intent, told.money, situation)
    return PLAIN_VERDICTS[told.state]


PLAIN_VERDICTS: Mapping[ProviderState, Verdict] = MappingProxyType(
    {
        ProviderState.FAILED: Verdict(IntentStatus.FAILED),
        ProviderState.EXPIRED: Verdict(IntentStatus.EXPIRED),
        ProviderState.PARTLY_REFUNDED: Verdict(IntentStatus.DISPUTED, Reason.PARTLY_REFUNDED),
        ProviderState.REFUNDED: Verdict(IntentStatus.REFUNDED),
        ProviderState.REFUND_FAILED: Verdict(IntentStatus.DISPUTED, Reason.REFUND_FAILED),
    }
)


def _is_other_page(intent: Intent, told: ProviderStatus) -> bool:
    known = intent.provider_reference is not None and told.provider_reference is not None
    return known and intent.provider_reference != told.provider_reference


def _is_second_payment(intent: Intent, told: ProviderStatus) -> bool:
    # Money already came for this intent by another page: a second sum must not pass unseen.
    return (
        told.state is ProviderState.PAID
        and STATUS_RANK[intent.status] >= STATE_RANK[ProviderState.PAID]
        and _is_other_page(intent, told)
    )


def _judge_money(intent: Intent, received: Money | None, situation: Situation) -> Verdict:
    if received is None or received.currency != intent.money.currency:
        return Verdict(IntentStatus.DISPUTED, Reason.CURRENCY_DIFFERS)
    if received != intent.money:
        return Verdict(IntentStatus.DISPUTED, Reason.AMOUNT_DIFFERS)
    if not all(charge.is_due for charge in situation.charges):
        return Verdict(IntentStatus.SURPLUS, Reason.ALREADY_SETTLED)
    if not {charge.item for charge in situation.charges} <= situation.collected:
        return Verdict(IntentStatus.SURPLUS, Reason.CASE_LEFT_PAYMENT)
    return Verdict(IntentStatus.SETTLED)
