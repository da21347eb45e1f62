"""What the environment says, and what FlowPilot will not start with."""

from __future__ import annotations

from pathlib import Path

import pytest

import settings
from settings import SettingsError

PRODUCTION = {
    "DATABASE_URL": "postgresql+psycopg2://app:pw@db/flowpilot",
    "REDIS_URL": "redis://redis/0",
    "SECRET_KEY": "s" * 32,
    "ENCRYPTION_KEYS": f"k1:{'A' * 43}=",
    "PUBLIC_URL": "https://desk.example.com",
    "TRUSTED_PROXIES": "1",
}
DEVELOPMENT = PRODUCTION | {
    "FLOWPILOT_DEV": "1",
    "PUBLIC_URL": "http://127.0.0.1:8000",
    "SECRET_KEY": "dev-" + "s" * 32,
    "ENCRYPTION_KEYS": f"dev-k1:{'A' * 43}=",
    "DEMO_DATA": "1",
}


def test_production_starts_with_its_five_addresses_and_secrets() -> None:
    found = settings.load(PRODUCTION)
    assert (found.is_https, found.dev, found.demo_data, found.billing) == (True, False, False, "manual")
    assert found.escalation_ai_assessment_timeout_seconds == 45


def test_development_may_do_what_production_may_not() -> None:
    found = settings.load(DEVELOPMENT)
    assert (found.dev, found.is_https, found.demo_data) == (True, False, True)


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ENCRYPTION_KEYS", "TRUSTED_PROXIES"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_what_is_missing_or_empty_is_named(name: str, value: str | None, tmp_path: Path) -> None:
    environ = PRODUCTION | {"FLOWPILOT_DATA": str(tmp_path)} | ({name: value} if value is not None else {})
    if value is None:
        del environ[name]
    with pytest.raises(SettingsError, match=name):
        settings.load(environ)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "http://desk.example.com"),
        ("DEMO_DATA", "1"),
        ("SECRET_KEY", "dev-" + "s" * 32),
        ("ENCRYPTION_KEYS", "dev-k1"),
    ],
)
def test_production_refuses_what_make_run_made(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings.load(PRODUCTION | {name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "s" * 31),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("PUBLIC_URL", "desk.example.com"),
        ("PUBLIC_URL", "ftp://desk.example.com"),
        ("PUBLIC_URL", "https://desk.example.com/flowpilot"),
        ("PUBLIC_URL", "https://desk.example.com?a=b"),
        ("PUBLIC_URL", "https://sam@desk.example.com"),
        ("PUBLIC_URL", "https://desk.example.com:99999"),
        *(
            ("SMTP_URL", url)
            for url in ("mail.example.org", "http://mail", "smtp://", "smtp://mail:port", "smtps://m/?x")
        ),
        ("SMTP_URL", "smtp://flow:secret@mail.example.org"),
        *(("MAIL_FROM", sender) for sender in ("FlowPilot", "FlowPilot <flow@example.org>\nBcc: eve@example.org")),
        ("FLOWPILOT_DEV", "perhaps"),
        ("BILLING", "paypal"),
        ("LOG_LEVEL", "LOUD"),
        ("ESCALATION_AI_ASSESSMENT_TIMEOUT_SECONDS", "0"),
        ("ESCALATION_AI_ASSESSMENT_TIMEOUT_SECONDS", "nan"),
        ("REPLY_TIMEOUT_SECONDS", "soon"),
        ("DATABASE_POOL_SIZE", "0"),
        ("TRUSTED_PROXIES", "-1"),
        ("OUTBOX_LEASE_SECONDS", "0"),
        ("DEMO_AI_DELAY_MS", "1001"),
        ("ANTHROPIC_BASE_URL", "anthropic"),
        ("OUTBOUND_ALLOW_HOSTS", "http://chat.internal"),
        ("OUTBOUND_ALLOW_HOSTS", "chat.internal, *"),
        ("PSA_PACES", "connectwise=60"),
        ("PSA_PACES", "jira=60/60"),
        ("CONNECTWISE_CLIENT_ID", "two words"),
    ],
)
def test_a_value_that_makes_no_sense_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings.load(PRODUCTION | {name: value})


def test_hosts_that_may_be_called_are_separated_by_commas() -> None:
    assert settings.load(PRODUCTION).outbound_allow_hosts == frozenset()
    given = "Chat.internal, 127.0.0.1:9000,[::1]:9000,fd00::7,"
    found = settings.load(PRODUCTION | {"OUTBOUND_ALLOW_HOSTS": given}).outbound_allow_hosts
    assert found == {"chat.internal", "127.0.0.1:9000", "[::1]:9000", "fd00::7"}


def test_paces_of_ticket_systems_are_pairs() -> None:
    found = settings.load(PRODUCTION | {"PSA_PACES": "connectwise=600/60, autotask=5000/3600"}).psa_paces
    assert found == (("connectwise", (600, 60)), ("autotask", (5_000, 3_600)))


def test_browsers_may_name_hosts_of_the_own_network_only_in_development() -> None:
    given = {"OUTBOUND_ALLOW_HOSTS": "127.0.0.1"}
    assert settings.load(PRODUCTION | given).push_allow_hosts == frozenset()
    assert settings.load(DEVELOPMENT | given).push_allow_hosts == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("HTTPS://Desk.Example.COM", "https://desk.example.com"),
        ("https://desk.example.com:443", "https://desk.example.com"),
        ("https://desk.example.com/", "https://desk.example.com"),
        ("HTTPS://DESK.example.com:443/", "https://desk.example.com"),
        ("https://desk.example.com:8443/", "https://desk.example.com:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://[2001:DB8::1]:443", "https://[2001:db8::1]"),
    ],
)
def test_the_public_url_is_kept_as_a_browser_writes_an_origin(given: str, origin: str) -> None:
    assert settings.load(PRODUCTION | {"PUBLIC_URL": given}).public_url == origin


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        settings.load({"FLOWPILOT_DATA": str(tmp_path), "PORT": "0"})
    assert all(name in str(refused.value) for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PORT"))


@pytest.mark.parametrize("keys", ["k1", "k1:", "k1:short", ":" + "A" * 43 + "=", f"k1:{'A' * 43}=,k2"])
def test_production_refuses_keys_that_could_not_decrypt(keys: str) -> None:
    with pytest.raises(SettingsError, match="ENCRYPTION_KEYS"):
        settings.load(PRODUCTION | {"ENCRYPTION_KEYS": keys})


def test_a_refusal_does_not_tell_the_secret() -> None:
    with pytest.raises(SettingsError) as refused:
        settings.load(PRODUCTION | {"SECRET_KEY": "short-but-secret"})
    assert "short-but-secret" not in str(refused.value)


def test_printed_settings_show_no_secret() -> None:
    given = {"ANTHROPIC_API_KEY": "sk-secret", "SMTP_URL": "smtps://flow:mail-secret@mail.example.org"}
    printed = repr(settings.load(PRODUCTION | given))
    for secret in (
        "mail-secret",
        PRODUCTION["SECRET_KEY"],
        PRODUCTION["ENCRYPTION_KEYS"],
        ":pw@",
        "sk-secret",
        "redis://",
    ):
        assert secret not in printed


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_a_plain_postgresql_address_means_our_driver(scheme: str) -> None:
    found = settings.load(PRODUCTION | {"DATABASE_URL": f"{scheme}://app:p%40w@db:5432/flowpilot?sslmode=require"})
    assert found.database_url == "postgresql+psycopg2://app:p%40w@db:5432/flowpilot?sslmode=require"


def test_beside_make_run_the_data_folder_says_where_the_servers_are(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("\n".join(f"{name}={value}" for name, value in DEVELOPMENT.items()))
    found = settings.load({"FLOWPILOT_DATA": str(tmp_path), "LOG_LEVEL": "DEBUG"})
    assert (found.redis_url, found.dev, found.log_level) == (DEVELOPMENT["REDIS_URL"], True, "DEBUG")


def test_the_environment_goes_before_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("\n".join(f"{name}={value}" for name, value in DEVELOPMENT.items()))
    found = settings.load({"FLOWPILOT_DATA": str(tmp_path), "REDIS_URL": "redis://mine/0"})
    assert found.redis_url == "redis://mine/0"


def test_with_a_database_of_its_own_the_data_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("FLOWPILOT_DEV=1\nDEMO_DATA=1\n")
    assert not settings.load(PRODUCTION | {"FLOWPILOT_DATA": str(tmp_path)}).dev


def test_a_dollar_in_the_data_folders_file_is_a_dollar(tmp_path: Path) -> None:
    lines = DEVELOPMENT | {"SECRET_KEY": "dev-$HOME-${HOME}-0123456789abcdef"}
    (tmp_path / "env").write_text("\n".join(f"{name}='{value}'" for name, value in lines.items()))
    assert settings.load({"FLOWPILOT_DATA": str(tmp_path)}).secret_key == lines["SECRET_KEY"]


def test_a_port_alone_decides_the_public_address() -> None:
    environ = {name: value for name, value in DEVELOPMENT.items() if name != "PUBLIC_URL"} | {"PORT": "9000"}
    assert settings.load(environ).public_url == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    "url",
    [
        *("s3://", "s3://key:secret@bucket", "s3://bucket?acl=public", "s3://bucket?endpoint=ftp://files"),
        *("file://relative/path", "file:///", "/srv/files", "https://bucket.example.com"),
    ],
)
def test_an_address_that_is_no_file_store_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="ATTACHMENTS_URL"):
        settings.load(PRODUCTION | {"ATTACHMENTS_URL": url})


def test_images_travel_to_their_store_encrypted_in_production() -> None:
    plain = {"ATTACHMENTS_URL": "s3://bucket/desk?endpoint=http%3A//files.internal"}
    with pytest.raises(SettingsError, match="ATTACHMENTS_URL"):
        settings.load(PRODUCTION | plain)
    assert settings.load(DEVELOPMENT | plain).file_store_url == plain["ATTACHMENTS_URL"]


def test_files_are_in_the_data_folder_without_another_address() -> None:
    found = settings.load(PRODUCTION | {"FLOWPILOT_DATA": "/var/lib/flowpilot"})
    assert found.file_store_url == "file:///var/lib/flowpilot/attachments"
