"""The account at Stripe, where it is the provider in use."""

from dataclasses import replace

from config.settings import Settings
from config.wall_clock import wall_clock
from payments.stripe_checkout import StripeAccount, StripeGateway, stripe_gateway


def stripe_of(settings: Settings) -> StripeGateway:
    """Open the account at Stripe; two webhook secrets, during a rotation, are parted by a comma."""
    stripe = settings.payment.stripe
    secrets = tuple(filter(None, (part.strip() for part in stripe.webhook_secret.split(","))))
    account = StripeAccount(stripe.secret_key, secrets)
    if stripe.api_base:
        account = replace(account, api_base=stripe.api_base)
    return stripe_gateway(account, wall_clock=wall_clock)
