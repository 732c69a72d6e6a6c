"""How an environment becomes settings."""

from pathlib import Path

import pytest

from config import environment as env
from config.environment import Bind, MailSecurity, Mode
from config.settings import Settings, SettingsRefused, load_sealing, load_settings


def _load(folder: Path, **given: str) -> Settings:
    return load_settings({"ESERVICES_DATA": str(folder), **given})


def test_an_empty_environment_makes_a_demonstration(tmp_path: Path) -> None:
    settings = _load(tmp_path)

    assert settings.demo
    assert settings.pack == "benin"
    assert settings.portal.bind == Bind("127.0.0.1", 8000)
    assert settings.database_url == settings.redis_url == ""


def test_what_is_given_wins_over_the_default(tmp_path: Path) -> None:
    settings = _load(
        tmp_path,
        ESERVICES_PACK="burkina-faso",
        ESERVICES_PORTAL_BIND="[::1]:9000",
        ESERVICES_SMTP_SECURITY="starttls",
        ESERVICES_LOG_LEVEL="warning",
    )

    assert settings.pack == "burkina-faso"
    assert settings.portal.bind == Bind("::1", 9000)
    assert settings.mail.security is MailSecurity.STARTTLS
    assert settings.log_level == "WARNING"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_a_database_address_names_the_driver(tmp_path: Path, scheme: str) -> None:
    settings = _load(tmp_path, DATABASE_URL=f"{scheme}://user:word@host/base")

    assert settings.database_url == "postgresql+psycopg://user:word@host/base"


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused) as refused:
        _load(
            tmp_path,
            ESERVICES_MODE="staging",
            ESERVICES_PORTAL_URL="ftp://example.org",
            ESERVICES_SMTP_PORT="70000",
            ESERVICES_WEB_PROCESES="4",
        )

    named = {problem.split(":")[0] for problem in refused.value.problems}
    assert named == {
        "ESERVICES_MODE",
        "ESERVICES_PORTAL_URL",
        "ESERVICES_SMTP_PORT",
        "ESERVICES_WEB_PROCESES",
    }


def test_a_malformed_secret_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused) as refused:
        _load(tmp_path, DATABASE_URL="mysql://root:hidden-word@host/base")

    assert "DATABASE_URL" in str(refused.value)
    assert "hidden-word" not in str(refused.value)


def test_secrets_are_drawn_once_and_kept(tmp_path: Path) -> None:
    first, second = _load(tmp_path), _load(tmp_path)

    assert first == second
    assert first.portal.session_key != first.backoffice.session_key
    assert len(first.portal.session_key) > 40


def test_kept_secrets_are_for_their_owner_alone(tmp_path: Path) -> None:
    _load(tmp_path)

    folder = tmp_path / "secrets"
    assert folder.stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_production_draws_no_secret(tmp_path: Path) -> None:
    settings = _load(tmp_path, ESERVICES_MODE="production")

    assert settings.mode is Mode.PRODUCTION
    assert settings.portal.session_key == ""
    assert list(tmp_path.iterdir()) == []


def test_printing_settings_shows_no_secret(tmp_path: Path) -> None:
    settings = _load(
        tmp_path,
        DATABASE_URL="postgresql://user:hidden-word@host/base",
        ESERVICES_STRIPE_KEY="hidden-word",
        ESERVICES_SMTP_PASSWORD="hidden-word",
    )

    shown = repr(settings)

    assert "hidden-word" not in shown
    assert settings.portal.session_key not in shown


def test_the_sealer_of_a_demonstration_shares_a_given_database(tmp_path: Path) -> None:
    given = {"ESERVICES_DATA": str(tmp_path), "DATABASE_URL": "postgresql://user@host/base"}

    sealing = load_sealing(given)

    assert sealing.database_url == "postgresql+psycopg://user@host/base"
    assert sealing.key == tmp_path / "seal" / "seal-key.pem"


def test_the_sealer_in_production_never_borrows_the_shared_role(tmp_path: Path) -> None:
    given = {
        "ESERVICES_DATA": str(tmp_path),
        "ESERVICES_MODE": "production",
        "DATABASE_URL": "postgresql://user@host/base",
    }

    assert load_sealing(given).database_url == ""


def test_every_default_can_be_read() -> None:
    values = env.Values({})

    for variable in env.VARIABLES:
        values[variable]

    assert values.problems == []
