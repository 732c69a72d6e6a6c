"""What production refuses to start with: every reason at once, so that one reading mends all."""

import stat
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from cryptography import x509
from sqlalchemy import make_url

from config import environment as env
from config.demo_secrets import MARK
from config.environment import LOOPBACK, MailSecurity, Provider, SmsProvider, Variable
from config.settings import Sealing, Settings, SettingsRefused
from workflows.actors import Role

#: Characters of a secret: 32 of a random base64 text carry 192 bits.
SHORTEST_SECRET = 32
#: Whose stolen password would sign acts or open every other door.
NEVER_BY_PASSWORD = frozenset({Role.ADMINISTRATOR, Role.SIGNATORY})
STRIPE_TEST_PREFIXES = ("sk_test_", "rk_test_")


def check_settings(settings: Settings) -> None:
    """Refuse settings unfit for production; a demonstration is never refused.

    Raises:
        SettingsRefused: with every problem found.
    """
    if not settings.demo:
        _refuse([*_servers(settings), *_faces(settings), *_keys(settings), *_outside(settings)])


def check_sealing(sealing: Sealing, settings: Settings) -> None:
    """Refuse a sealer unfit for production.

    Raises:
        SettingsRefused: with every problem found.
    """
    if not settings.demo:
        _refuse([*_sealer_role(sealing, settings), *_sealing_key(sealing)])


def check_accounts(settings: Settings, *, demo_accounts: int) -> None:
    """Refuse production on a database that holds accounts of a demonstration.

    Raises:
        SettingsRefused: when there is one or more.
    """
    if not settings.demo and demo_accounts:
        _refuse([f"{demo_accounts} demo accounts in the database: close them first"])


def _refuse(problems: list[str]) -> None:
    if problems:
        raise SettingsRefused(problems)


def _servers(settings: Settings) -> Iterator[str]:
    if not settings.database_url:
        yield f"{env.DATABASE_URL.name} is missing: the embedded PostgreSQL is for demonstrations"
    if not settings.redis_url:
        yield f"{env.REDIS_URL.name} is missing: the embedded Redis is for demonstrations"


def _faces(settings: Settings) -> Iterator[str]:
    faces = ((env.PORTAL_URL, settings.portal), (env.BACKOFFICE_URL, settings.backoffice))
    for variable, face in faces:
        if not face.public_url.startswith("https://"):
            yield f"{variable.name} must start with https://"
    weak = sorted(NEVER_BY_PASSWORD - settings.second_factor_roles)
    if weak:
        yield f"{env.SECOND_FACTOR_ROLES.name} must name {' and '.join(weak)}"
    if settings.portal.public_url == settings.backoffice.public_url:
        yield f"{env.PORTAL_URL.name} and {env.BACKOFFICE_URL.name} must be two hosts"


def _keys(settings: Settings) -> Iterator[str]:
    secrets = {
        env.PORTAL_KEY: settings.portal.session_key,
        env.BACKOFFICE_KEY: settings.backoffice.session_key,
        env.FACTORS_KEY: settings.factors_key,
        env.TRACKING_KEY: settings.tracking_key,
        env.ORDERING_KEY: settings.ordering_key,
    }
    for variable, secret in secrets.items():
        yield from _weakness(variable, secret)
    for (one, first), (other, second) in combinations(secrets.items(), 2):
        if first and first == second:
            yield f"{one.name} and {other.name} must differ"


def _weakness(variable: Variable[str], secret: str) -> Iterator[str]:
    if not secret:
        yield f"{variable.name} is missing"
    elif secret.startswith(MARK):
        yield f"{variable.name} is the secret of a demonstration"
    elif len(secret) < SHORTEST_SECRET:
        yield f"{variable.name} is shorter than {SHORTEST_SECRET} characters"


def _outside(settings: Settings) -> Iterator[str]:
    yield from _payment(settings)
    mail = settings.mail
    if mail.security is MailSecurity.NONE and mail.host not in LOOPBACK:
        yield f"{env.SMTP_SECURITY.name} must be starttls or tls to reach {mail.host}"
    yield from _texting(settings)
    if not settings.seal_roots.is_file():
        yield f"{env.SEAL_ROOTS.name}: no such file"
    if mail.sender == env.MAIL_FROM.default:
        yield f"{env.MAIL_FROM.name} is missing"


def _texting(settings: Settings) -> Iterator[str]:
    sms = settings.sms
    if sms.provider is SmsProvider.LOCAL:
        yield f"{env.SMS_PROVIDER.name} must be twilio or none: the mailbox is for demonstrations"
    if sms.provider is not SmsProvider.TWILIO:
        return
    given = {env.SMS_ACCOUNT: sms.account, env.SMS_TOKEN: sms.token, env.SMS_FROM: sms.sender}
    yield from (f"{variable.name} is missing" for variable, value in given.items() if not value)
    if not sms.api.startswith("https://"):
        yield f"{env.SMS_API.name} must start with https://"


def _payment(settings: Settings) -> Iterator[str]:
    stripe = settings.payment.stripe
    if settings.payment.provider is not Provider.STRIPE:
        yield f"{env.PAYMENT_PROVIDER.name} must be stripe: the sandbox takes no money"
        return
    if not stripe.secret_key or stripe.secret_key.startswith(STRIPE_TEST_PREFIXES):
        yield f"{env.STRIPE_KEY.name} is missing or a test key"
    if not stripe.webhook_secret:
        yield f"{env.STRIPE_WEBHOOK_SECRET.name} is missing"
    if stripe.api_base and not stripe.api_base.startswith("https://"):
        yield f"{env.STRIPE_API.name} must start with https://"


def _sealer_role(sealing: Sealing, settings: Settings) -> Iterator[str]:
    name = env.SEALER_DATABASE_URL.name
    if not sealing.database_url:
        yield f"{name} is missing"
    elif settings.database_url and _role(sealing.database_url) == _role(settings.database_url):
        yield f"{name} must use another role than {env.DATABASE_URL.name}"


def _role(url: str) -> str | None:
    return make_url(url).username


def _sealing_key(sealing: Sealing) -> Iterator[str]:
    yield from _weakness(env.SEAL_PASSPHRASE, sealing.passphrase)
    if sealing.module:
        yield from _hardware(sealing)
    elif not sealing.key.is_file():
        yield f"{env.SEAL_KEY.name}: no such file"
    elif sealing.key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield f"{env.SEAL_KEY.name}: other accounts may read this file"
    if not sealing.certificate.is_file():
        yield f"{env.SEAL_CERTIFICATE.name}: no such file"
    elif _is_demo(sealing.certificate.read_bytes()):
        yield f"{env.SEAL_CERTIFICATE.name} belongs to the key of a demonstration"


def _hardware(sealing: Sealing) -> Iterator[str]:
    if not Path(sealing.module).is_file():
        yield f"{env.SEAL_MODULE.name}: no such file"
    for variable, value in ((env.SEAL_TOKEN, sealing.token), (env.SEAL_LABEL, sealing.label)):
        if not value:
            yield f"{variable.name} is missing"


def _is_demo(certificate: bytes) -> bool:
    """Recognise the certificate of a demonstration: its subject or its issuer says so."""
    read = x509.load_pem_x509_certificate(certificate)
    names = (read.subject.rfc4514_string(), read.issuer.rfc4514_string())
    return any("demo" in name.casefold() for name in names)
