"""What production refuses, one reason at a time and all together."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config.production import check_accounts, check_sealing, check_settings
from config.settings import Sealing, Settings, SettingsRefused, load_sealing, load_settings

SOUND = {
    "ESERVICES_MODE": "production",
    "DATABASE_URL": "postgresql://app:word@db/eservices",
    "REDIS_URL": "redis://cache/0",
    "ESERVICES_PORTAL_URL": "https://portal.example",
    "ESERVICES_BACKOFFICE_URL": "https://office.example",
    "ESERVICES_PORTAL_KEY": "p" * 32,
    "ESERVICES_BACKOFFICE_KEY": "b" * 32,
    "ESERVICES_FACTORS_KEY": "f" * 32,
    "ESERVICES_TRACKING_KEY": "t" * 32,
    "ESERVICES_ORDERING_KEY": "o" * 32,
    "ESERVICES_PAYMENT_PROVIDER": "stripe",
    "ESERVICES_STRIPE_KEY": "sk_live_1",
    "ESERVICES_STRIPE_WEBHOOK_SECRET": "whsec_1",
    "ESERVICES_SMTP_HOST": "mail.example",
    "ESERVICES_SMTP_SECURITY": "tls",
    "ESERVICES_MAIL_FROM": "notices@portal.example",
    "ESERVICES_SMS_PROVIDER": "twilio",
    "ESERVICES_SMS_ACCOUNT": "AC1",
    "ESERVICES_SMS_TOKEN": "word",
    "ESERVICES_SMS_FROM": "MINISTERE",
    # Any file that is there: what it holds is read by those who verify.
    "ESERVICES_SEAL_ROOTS": __file__,
}

UNSOUND = [
    ("DATABASE_URL", ""),
    ("REDIS_URL", ""),
    ("ESERVICES_PORTAL_URL", "http://portal.example"),
    ("ESERVICES_BACKOFFICE_URL", "http://office.example"),
    ("ESERVICES_BACKOFFICE_URL", "https://portal.example"),
    ("ESERVICES_PORTAL_KEY", ""),
    ("ESERVICES_BACKOFFICE_KEY", "short"),
    ("ESERVICES_FACTORS_KEY", ""),
    ("ESERVICES_SECOND_FACTOR_ROLES", "none"),
    ("ESERVICES_SECOND_FACTOR_ROLES", "signatory, cashier"),
    ("ESERVICES_TRACKING_KEY", "demo-" + "x" * 43),
    ("ESERVICES_ORDERING_KEY", "p" * 32),
    ("ESERVICES_PAYMENT_PROVIDER", "sandbox"),
    ("ESERVICES_STRIPE_KEY", "sk_test_1"),
    ("ESERVICES_STRIPE_WEBHOOK_SECRET", ""),
    ("ESERVICES_STRIPE_API", "http://localhost:1"),
    ("ESERVICES_SMTP_SECURITY", "none"),
    ("ESERVICES_MAIL_FROM", ""),
    ("ESERVICES_SMS_PROVIDER", "local"),
    ("ESERVICES_SMS_ACCOUNT", ""),
    ("ESERVICES_SMS_TOKEN", ""),
    ("ESERVICES_SMS_FROM", ""),
    ("ESERVICES_SMS_API", "http://localhost:1"),
    ("ESERVICES_SEAL_ROOTS", "/nowhere/root.pem"),
]


def _settings(**changed: str) -> Settings:
    return load_settings(SOUND | changed)


def _certificate(path: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return path


def _sealing(folder: Path, *, authority: str = "Ministry", **changed: str) -> Sealing:
    key = folder / "key.pem"
    key.touch(mode=0o600)
    given = {
        "SEALER_DATABASE_URL": "postgresql://sealer:word@db/eservices",
        "ESERVICES_SEAL_KEY": str(key),
        "ESERVICES_SEAL_CERTIFICATE": str(_certificate(folder / "certificate.pem", authority)),
        "ESERVICES_SEAL_PASSPHRASE": "s" * 32,
    }
    return load_sealing(SOUND | given | changed)


def _told(check: Callable[[], None]) -> list[str]:
    try:
        check()
    except SettingsRefused as refused:
        return list(refused.problems)
    return []


def test_sound_settings_are_accepted() -> None:
    assert _told(lambda: check_settings(_settings())) == []


@pytest.mark.parametrize(("name", "value"), UNSOUND)
def test_one_unsound_setting_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        check_settings(_settings(**{name: value}))

    assert len(refused.value.problems) == 1
    assert name in refused.value.problems[0]


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(SettingsRefused) as refused:
        check_settings(load_settings({"ESERVICES_MODE": "production"}))

    told = str(refused.value)
    assert all(name in told for name in ("DATABASE_URL", "REDIS_URL", "ESERVICES_PORTAL_KEY"))
    assert len(refused.value.problems) == 13


def test_a_demonstration_is_never_refused(tmp_path: Path) -> None:
    given = {"ESERVICES_DATA": str(tmp_path)}
    settings = load_settings(given)

    assert _told(lambda: check_settings(settings)) == []
    assert _told(lambda: check_sealing(load_sealing(given), settings)) == []
    assert _told(lambda: check_accounts(settings, demo_accounts=6)) == []


def test_a_sound_sealer_is_accepted(tmp_path: Path) -> None:
    assert _told(lambda: check_sealing(_sealing(tmp_path), _settings())) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEALER_DATABASE_URL", ""),
        ("SEALER_DATABASE_URL", "postgresql://app:other@db/eservices"),
        ("ESERVICES_SEAL_PASSPHRASE", "short"),
        ("ESERVICES_SEAL_KEY", "/nowhere/key.pem"),
        ("ESERVICES_SEAL_CERTIFICATE", "/nowhere/certificate.pem"),
    ],
)
def test_an_unsound_sealer_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        check_sealing(_sealing(tmp_path, **{name: value}), _settings())

    assert len(refused.value.problems) == 1
    assert name in refused.value.problems[0]


def test_the_certificate_of_a_demonstration_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="ESERVICES_SEAL_CERTIFICATE"):
        check_sealing(_sealing(tmp_path, authority="DEMO authority"), _settings())


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    sealing = _sealing(tmp_path)
    sealing.key.chmod(0o640)

    with pytest.raises(SettingsRefused, match="other accounts may read"):
        check_sealing(sealing, _settings())


def test_accounts_of_a_demonstration_are_refused() -> None:
    assert _told(lambda: check_accounts(_settings(), demo_accounts=0)) == []
    with pytest.raises(SettingsRefused, match="3 demo accounts"):
        check_accounts(_settings(), demo_accounts=3)
