"""The settings of an installation, parsed once from an environment and then immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config import environment as env
from config.demo_secrets import demo_secret
from config.environment import (
    Bind,
    MailSecurity,
    Mode,
    Provider,
    SmsProvider,
    Values,
    Variable,
)
from workflows.actors import Role

#: What the demonstration's mailbox is told that it need not check.
LOCAL_ACCOUNT, LOCAL_SENDER = "demo", "eServices"
#: Where Twilio itself is reached.
PUBLIC_API = "https://api.twilio.com"
#: Who signs, takes money, steers, inspects or administers: a password alone is not enough for them
#: anywhere but in a demonstration.
MUST_PROVE = frozenset(
    {Role.SIGNATORY, Role.CASHIER, Role.SUPERVISOR, Role.INSPECTOR, Role.ADMINISTRATOR}
)


class SettingsRefused(Exception):
    """The environment does not make settings one may start with; `problems` lists all reasons."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("settings refused:\n" + "\n".join(f"- {line}" for line in problems))


@dataclass(frozen=True, slots=True)
class Face:
    """One of the two web applications: how people reach it, where it listens, its session key."""

    public_url: str
    bind: Bind
    session_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail server that carries the notices."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: MailSecurity
    sender: str


@dataclass(frozen=True, slots=True)
class Texting:
    """The provider of short messages, and the account there."""

    provider: SmsProvider
    account: str
    token: str = field(repr=False)
    #: A number, a name of eleven letters at most, or a pool of senders.
    sender: str
    api: str
    #: How many may go in a day, whoever asks for them.
    per_day: int


@dataclass(frozen=True, slots=True)
class Stripe:
    """The account at Stripe; empty where another provider is used."""

    secret_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    api_base: str


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment provider in use, and what each one needs."""

    provider: Provider
    sandbox_secret: str = field(repr=False)
    stripe: Stripe


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the processes need to know, except what belongs to the sealer alone.

    An empty `database_url` or `redis_url` means the embedded server of `data_dir`.
    """

    mode: Mode
    data_dir: Path
    pack: str
    log_level: str
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    portal: Face
    backoffice: Face
    mailbox: Bind
    web_processes: int
    #: How many reverse proxies in front are believed about the client's address and scheme.
    trusted_proxies: int
    #: Encrypts the secrets of second factors.
    factors_key: str = field(repr=False)
    #: Roles whose accounts must have a second factor.
    second_factor_roles: frozenset[Role]
    tracking_key: str = field(repr=False)
    ordering_key: str = field(repr=False)
    #: Certificates that a genuine seal leads to: public, and needed by whoever verifies.
    seal_roots: Path
    mail: Mail
    sms: Texting
    payment: Payment

    @property
    def demo(self) -> bool:
        """Tell whether this is a demonstration."""
        return self.mode is Mode.DEMO


@dataclass(frozen=True, slots=True)
class Sealing:
    """What the sealer process alone may know: its key and its own role in the database."""

    database_url: str = field(repr=False)
    key: Path
    certificate: Path
    #: Opens the key's file, or the hardware module (its PIN).
    passphrase: str = field(repr=False)
    #: Library of a hardware module (PKCS#11); empty where the key is a file.
    module: str
    token: str
    label: str


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Parse the settings.

    Raises:
        SettingsRefused: a value is malformed or a name is unknown, with all of them listed.
    """
    values = Values(environ)
    values.problems += [f"{name}: no such setting" for name in env.unknown_names(environ)]
    settings = Settings(
        mode=values[env.MODE],
        data_dir=_data_dir(values),
        pack=values[env.PACK],
        log_level=values[env.LOG_LEVEL],
        database_url=values[env.DATABASE_URL],
        redis_url=values[env.REDIS_URL],
        portal=_portal(values),
        backoffice=_backoffice(values),
        mailbox=values[env.MAILBOX_BIND],
        web_processes=values[env.WEB_PROCESSES],
        trusted_proxies=values[env.TRUSTED_PROXIES],
        factors_key=_secret(values, env.FACTORS_KEY),
        second_factor_roles=_second_factor_roles(values),
        tracking_key=_secret(values, env.TRACKING_KEY),
        ordering_key=_secret(values, env.ORDERING_KEY),
        seal_roots=Path(values[env.SEAL_ROOTS] or _seal_dir(values) / "root.pem"),
        mail=_mail(values),
        sms=_texting(values),
        payment=_payment(values),
    )
    _refuse(values)
    return settings


def load_sealing(environ: Mapping[str, str]) -> Sealing:
    """Parse what the sealer needs; in demo mode its key lies among the demo secrets.

    Raises:
        SettingsRefused: a value is malformed.
    """
    values = Values(environ)
    folder = _seal_dir(values)
    sealing = Sealing(
        database_url=values[env.SEALER_DATABASE_URL] or _shared_database(values),
        key=Path(values[env.SEAL_KEY] or folder / "seal-key.pem"),
        certificate=Path(values[env.SEAL_CERTIFICATE] or folder / "seal.pem"),
        passphrase=_secret(values, env.SEAL_PASSPHRASE),
        module=values[env.SEAL_MODULE],
        token=values[env.SEAL_TOKEN],
        label=values[env.SEAL_LABEL],
    )
    _refuse(values)
    return sealing


def _refuse(values: Values) -> None:
    if values.problems:
        # The same variable may have been read twice; each problem is told once.
        raise SettingsRefused(list(dict.fromkeys(values.problems)))


def _data_dir(values: Values) -> Path:
    return values[env.DATA].absolute()


def _secrets_dir(values: Values) -> Path:
    return _data_dir(values) / "secrets"


def _seal_dir(values: Values) -> Path:
    return _data_dir(values) / "seal"


def _secret(values: Values, variable: Variable[str]) -> str:
    given = values[variable]
    if given or values[env.MODE] is not Mode.DEMO:
        return given
    name = variable.name.removeprefix(env.PREFIX).lower().replace("_", "-")
    return demo_secret(_secrets_dir(values), name)


def _second_factor_roles(values: Values) -> frozenset[Role]:
    given = values[env.SECOND_FACTOR_ROLES]
    if given is not None:
        return given
    return frozenset() if values[env.MODE] is Mode.DEMO else MUST_PROVE


def _shared_database(values: Values) -> str:
    # A demonstration on one's own server need not create a second role; production must.
    return values[env.DATABASE_URL] if values[env.MODE] is Mode.DEMO else ""


def _portal(values: Values) -> Face:
    return Face(
        public_url=values[env.PORTAL_URL],
        bind=values[env.PORTAL_BIND],
        session_key=_secret(values, env.PORTAL_KEY),
    )


def _backoffice(values: Values) -> Face:
    return Face(
        public_url=values[env.BACKOFFICE_URL],
        bind=values[env.BACKOFFICE_BIND],
        session_key=_secret(values, env.BACKOFFICE_KEY),
    )


def _mail(values: Values) -> Mail:
    return Mail(
        host=values[env.SMTP_HOST],
        port=values[env.SMTP_PORT],
        user=values[env.SMTP_USER],
        password=values[env.SMTP_PASSWORD],
        security=values[env.SMTP_SECURITY],
        sender=values[env.MAIL_FROM],
    )


def _texting(values: Values) -> Texting:
    """Read the account; the demonstration's mailbox asks for the token that was drawn for it."""
    local = values[env.SMS_PROVIDER] is SmsProvider.LOCAL
    mailbox = f"http://{values[env.MAILBOX_BIND]}"
    return Texting(
        provider=values[env.SMS_PROVIDER],
        account=values[env.SMS_ACCOUNT] or (LOCAL_ACCOUNT if local else ""),
        token=_secret(values, env.SMS_TOKEN),
        sender=values[env.SMS_FROM] or (LOCAL_SENDER if local else ""),
        api=values[env.SMS_API] or (mailbox if local else PUBLIC_API),
        per_day=values[env.SMS_PER_DAY],
    )


def _payment(values: Values) -> Payment:
    return Payment(
        provider=values[env.PAYMENT_PROVIDER],
        sandbox_secret=_secret(values, env.SANDBOX_SECRET),
        stripe=Stripe(
            secret_key=values[env.STRIPE_KEY],
            webhook_secret=values[env.STRIPE_WEBHOOK_SECRET],
            api_base=values[env.STRIPE_API],
        ),
    )
