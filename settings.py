"""Every setting of FlowPilot: its variable, type, default and meaning, read from the environment once.

Nothing else reads `os.environ`, but gunicorn's own file (WEB_BIND, WEB_CONCURRENCY).  Where `DATABASE_URL` is not
set, the file `env` in the data folder (written by `make run`) supplies what is missing, so that
`flask --app web …` works beside it.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

Billing = Literal["off", "manual", "stripe"]

DEV_SECRET_PREFIX = "dev-"  # noqa: S105 -- a prefix, no secret
SHORTEST_SECRET = 32
ENCRYPTION_KEY_BYTES = 32


class SettingsError(SystemExit):
    """The environment asks for something FlowPilot will not start with; the message says what to change.

    A SystemExit, so that web, workers and commands all end with the message instead of a trace.
    """


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One process's settings.  Durations are seconds where the name says so, milliseconds where it says `_ms`."""

    database_url: str = field(repr=False)
    """Where the app's own role logs in; that role owns nothing and is bound by row-level security."""
    redis_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    """Signs CSRF tokens; at least 32 characters, and in production not one that `make run` made."""
    database_owner_url: str | None = field(default=None, repr=False)
    """The owner role's address, for `flask --app web db upgrade` alone."""
    encryption_keys: str = field(default="", repr=False)
    """`key-id:base64` pairs, comma-separated, newest first; they encrypt secrets at rest."""

    dev: bool = False
    """Set by `make run` and `make test` only: allows http, generated secrets and the demo logins."""
    data: Path = Path(".data")
    """Where the embedded servers keep their state."""
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    """Where people reach the app; decides the cookie's name, its Secure flag and the allowed Origin."""
    trusted_proxies: int | None = None
    """How many reverse proxies in front of us set X-Forwarded-For; production must say it, or every client would
    look like the proxy and share one login limit."""

    anthropic_api_key: str | None = field(default=None, repr=False)
    anthropic_base_url: str | None = None
    anthropic_model: str | None = None
    demo_ai_delay_ms: int = 15
    """Pause between the words of the built-in Demo AI."""
    escalation_ai_assessment_timeout_seconds: float = 45.0
    """Counted from the handoff, not from the job's start."""
    reply_timeout_seconds: float = 180.0
    """How long one copilot reply may take before it is cut off."""

    mail_from: str = "FlowPilot <flowpilot@localhost>"
    """The sender of all mail.  Without a mail server mail lands in the folder `mail` of the data folder."""

    messages_per_minute: int = 120
    """How often one person may make the model work (messages, new sessions, escalations, retries)."""
    account_messages_per_minute: int = 1_200
    """The same for all people of an account together."""

    metrics_token: str | None = field(default=None, repr=False)
    """What a Prometheus sends as bearer token for /metrics; without it /metrics answers this machine alone."""
    sentry_dsn: str | None = field(default=None, repr=False)
    """Where unexpected errors are reported, without anything of a chat, a request or a person."""

    billing: Billing = "manual"
    demo_data: bool = False
    log_level: str = "INFO"
    database_pool_size: int = 10
    outbox_lease_seconds: float = 8.0
    """How long a taken job stays with a worker that has gone silent."""

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def _with_driver(url: str) -> str:
    """A plain `postgresql://` (some hosts write `postgres://`) is psycopg 3 to SQLAlchemy 2.1; ours is psycopg2."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg2://{rest}" if scheme in ("postgres", "postgresql") else url


class _Environment(Schema):
    """The environment's variables and the setting each becomes."""

    class Meta:
        unknown = EXCLUDE

    database_url = fields.Function(deserialize=_with_driver, data_key="DATABASE_URL", required=True)
    database_owner_url = fields.Function(deserialize=_with_driver, data_key="DATABASE_OWNER_URL")
    redis_url = fields.String(data_key="REDIS_URL", required=True)
    secret_key = fields.String(data_key="SECRET_KEY", required=True, validate=validate.Length(min=SHORTEST_SECRET))
    encryption_keys = fields.String(data_key="ENCRYPTION_KEYS")
    dev = fields.Boolean(data_key="FLOWPILOT_DEV")
    data = fields.Function(deserialize=Path, data_key="FLOWPILOT_DATA")
    port = fields.Integer(data_key="PORT", validate=validate.Range(1, 65_535))
    public_url = fields.Url(data_key="PUBLIC_URL", require_tld=False)
    trusted_proxies = fields.Integer(data_key="TRUSTED_PROXIES", validate=validate.Range(0, 10))
    anthropic_api_key = fields.String(data_key="ANTHROPIC_API_KEY")
    anthropic_base_url = fields.Url(data_key="ANTHROPIC_BASE_URL", require_tld=False)
    anthropic_model = fields.String(data_key="ANTHROPIC_MODEL")
    demo_ai_delay_ms = fields.Integer(data_key="DEMO_AI_DELAY_MS", validate=validate.Range(0, 1_000))
    escalation_ai_assessment_timeout_seconds = fields.Float(
        data_key="ESCALATION_AI_ASSESSMENT_TIMEOUT_SECONDS", validate=validate.Range(0.5, 900)
    )
    reply_timeout_seconds = fields.Float(data_key="REPLY_TIMEOUT_SECONDS", validate=validate.Range(0.5, 900))
    metrics_token = fields.String(data_key="METRICS_TOKEN", validate=validate.Length(min=16))
    sentry_dsn = fields.Url(data_key="SENTRY_DSN", require_tld=False)
    mail_from = fields.String(data_key="MAIL_FROM")
    messages_per_minute = fields.Integer(data_key="MESSAGES_PER_MINUTE", validate=validate.Range(1, 100_000))
    account_messages_per_minute = fields.Integer(
        data_key="ACCOUNT_MESSAGES_PER_MINUTE", validate=validate.Range(1, 1_000_000)
    )
    billing = fields.String(data_key="BILLING", validate=validate.OneOf(["off", "manual", "stripe"]))
    demo_data = fields.Boolean(data_key="DEMO_DATA")
    log_level = fields.String(data_key="LOG_LEVEL", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]))
    database_pool_size = fields.Integer(data_key="DATABASE_POOL_SIZE", validate=validate.Range(1, 200))
    outbox_lease_seconds = fields.Float(data_key="OUTBOX_LEASE_SECONDS", validate=validate.Range(0.5, 600))


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings; `environ` defaults to the process's environment.

    Raises SettingsError with a message for the operator.
    """
    values = _with_data_folder(dict(os.environ if environ is None else environ))
    try:
        settings = Settings(**_Environment().load(values))
    except ValidationError as error:
        raise SettingsError(_in_words(error)) from error
    if not settings.dev:
        _refuse_development_values(settings)
    _check_keys(settings.encryption_keys)
    return settings


def _with_data_folder(environ: dict[str, str]) -> dict[str, str]:
    """The variables that say something (an empty one is unset), completed from the data folder's `env`."""
    values = {name: value.strip() for name, value in environ.items() if value.strip()}
    if "DATABASE_URL" not in values:
        found = dotenv_values(Path(values.get("FLOWPILOT_DATA", ".data")) / "env", interpolate=False)
        values = {name: value for name, value in found.items() if value} | values
    if "PORT" in values and "PUBLIC_URL" not in values:
        values["PUBLIC_URL"] = f"http://127.0.0.1:{values['PORT']}"
    return values


def _in_words(error: ValidationError) -> str:
    problems = [f"{name}: {' '.join(map(str, messages))}" for name, messages in error.messages_dict.items()]
    return "FlowPilot does not start with these settings. " + "; ".join(problems)


def _refuse_development_values(settings: Settings) -> None:
    """Generated secrets, demo data and plain http belong to `make run` alone."""
    if not settings.is_https:
        raise SettingsError("PUBLIC_URL must be https:// (plain http is for `make run` only).")
    if settings.demo_data:
        raise SettingsError("DEMO_DATA is set: demo logins are public knowledge and exist only under `make run`.")
    if settings.trusted_proxies is None:
        raise SettingsError("TRUSTED_PROXIES is not set: say how many proxies stand in front (0 for none).")
    for name, secret in (("SECRET_KEY", settings.secret_key), ("ENCRYPTION_KEYS", settings.encryption_keys)):
        if secret.startswith(DEV_SECRET_PREFIX):
            raise SettingsError(f"{name} was generated by `make run` for development; generate one for production.")


def _check_keys(encryption_keys: str) -> None:
    """Each is an id and 32 bytes; a wrong one would be found out only when the first secret is to be read."""
    for key in encryption_keys.split(","):
        key_id, _, encoded = key.strip().partition(":")
        try:
            is_right = bool(key_id) and len(base64.urlsafe_b64decode(encoded)) == ENCRYPTION_KEY_BYTES
        except ValueError:
            is_right = False
        if not is_right:
            raise SettingsError("ENCRYPTION_KEYS must be key-id:base64 pairs of 32 random bytes, separated by commas.")
