"""Short messages: the provider that the settings name, or none."""

from config.environment import SmsProvider
from config.settings import Settings
from delivery.twilio import NAME, TwilioSms

#: Where the portal takes the reports of each provider.
REPORTS = "/reports/sms"


def sms_of(settings: Settings) -> TwilioSms | None:
    """Open the way to the provider of short messages; None where none are sent.

    The demonstration's mailbox speaks as the provider does, so that a demonstration shows what
    production does.
    """
    sms = settings.sms
    if sms.provider is SmsProvider.NONE:
        return None
    return TwilioSms(
        account=sms.account,
        token=sms.token,
        sender=sms.sender,
        reports_to=f"{settings.portal.public_url}{REPORTS}/{NAME}",
        api=sms.api,
    )
