"""The jobs that tell people: notices of cases, and one-time codes."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from config.composition import Installation
from config.drain import Handler
from config.handlers.codes import SendingCodes
from config.handlers.drafting import Drafting
from config.reactions import Job
from config.texting import sms_of
from config.tracking import codes_of, links_of, short_links_of
from delivery.mail import Security, SmtpMail
from delivery.notices import Channel
from delivery.notifying import Notifying
from delivery.rationing import RationedSms


def handlers(installation: Installation) -> Mapping[Job, Handler]:
    """Give what the jobs of this module do."""
    return {
        Job.NOTIFY: notifying_of(installation),
        Job.SEND_CODE: sending_codes_of(installation),
    }


def notifying_of(installation: Installation) -> Notifying:
    """Put the sending of notices together."""
    settings, sms = installation.settings, rationed_sms_of(installation)
    channels = frozenset(Channel) if sms is not None else frozenset({Channel.MAIL})
    return Notifying(
        engine=installation.database,
        clock=installation.clock,
        mail=mail_of(installation),
        sms=sms,
        outbox=installation.outbox,
        domain=urlsplit(settings.portal.public_url).hostname or "localhost",
        draft=Drafting(
            installation.pack,
            links_of(settings),
            short_links_of(settings),
            installation.clock,
            channels,
        ),
    )


def sending_codes_of(installation: Installation) -> SendingCodes:
    """Put the sending of one-time codes together."""
    settings = installation.settings
    return SendingCodes(
        engine=installation.database,
        clock=installation.clock,
        mail=mail_of(installation),
        sms=rationed_sms_of(installation),
        codes=codes_of(settings),
        domain=urlsplit(settings.portal.public_url).hostname or "localhost",
    )


def rationed_sms_of(installation: Installation) -> RationedSms | None:
    """Open the way to the provider of short messages, within what a day may cost."""
    settings, port = installation.settings, sms_of(installation.settings)
    if port is None:
        return None
    return RationedSms(port, installation.database, installation.clock, settings.sms.per_day)


def mail_of(installation: Installation) -> SmtpMail:
    """Open the way to the mail server."""
    mail = installation.settings.mail
    return SmtpMail(
        host=mail.host,
        port=mail.port,
        sender=mail.sender,
        security=Security(mail.security.value),
        username=mail.user or None,
        password=mail.password or None,
    )
