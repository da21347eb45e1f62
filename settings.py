"""Every setting of FlowPilot: its environment variable, type, default and meaning.

The environment is read once, here; only web/gunicorn.conf.py also reads it (WEB_BIND, WEB_CONCURRENCY).  If
`DATABASE_URL` is not set, the file `env` in the data folder, which `make run` writes, supplies the missing variables.
That is how `flask --app web …` works next to `make run`.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from dotenv import dotenv_values
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

import setting_values

Billing = Literal["off", "manual", "stripe"]

DEV_SECRET_PREFIX = "dev-"  # noqa: S105 -- a prefix, no secret
SHORTEST_SECRET = 32
ENCRYPTION_KEY_BYTES = 32


class SettingsError(SystemExit):
    """The environment is not valid or not safe; the message says what to change.

    A SystemExit, so that web, workers and commands end with the message instead of a traceback.
    """


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one process.  Names end with the unit: `_seconds` or `_ms`."""

    database_url: str = field(repr=False)
    """The database address of the app's role, which owns nothing and is bound by row-level security."""
    redis_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    """Signs CSRF tokens.  At least 32 characters; production refuses a secret that `make run` generated."""
    database_owner_url: str | None = field(default=None, repr=False)
    """The database address of the owner role, only for `flask --app web db upgrade`."""
    encryption_keys: str = field(default="", repr=False)
    """The keys that encrypt secrets at rest: `key-id:base64` pairs of 32 bytes, separated by commas, newest first."""

    dev: bool = False
    """Allows http, generated secrets and demo logins.  Set by `make run` and `make test` only."""
    data: Path = Path(".data")
    """The folder for the state of the embedded servers and for mail."""
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    """The app's address, as a browser writes an origin.  It determines the cookie's name and Secure flag, and the
    allowed Origin."""
    trusted_proxies: int | None = None
    """The number of reverse proxies that set X-Forwarded-For.  Required in production: with too low a number, all
    clients would appear to be the proxy and share one login limit."""

    anthropic_api_key: str | None = field(default=None, repr=False)
    anthropic_base_url: str | None = None
    anthropic_model: str | None = None
    demo_ai_delay_ms: int = 15
    """The pause between the words of the built-in Demo AI."""
    escalation_ai_assessment_timeout_seconds: float = 45.0
    """How long an assessment may take, counted from the handoff, not from the start of the job."""
    reply_timeout_seconds: float = 180.0
    """How long a copilot reply may take before it is cut off."""
    preview_timeout_seconds: float = 60.0
    """How long the call for a preview may take; then the preview fails with `deadline`."""
    preview_debounce_seconds: float = 1.0
    """How long the job of a preview waits, so that requests and changes in this time cost one call."""

    documentation_timeout_seconds: float = 90.0
    """How long the copilot may take to write the documentation of a session; without it, the record's text stays."""
    client_update_timeout_seconds: float = 60.0
    """How long the copilot may take to write the text for a client."""

    smtp_url: str | None = field(default=None, repr=False)
    """The mail server: `smtp://host`, `smtps://user:password@host` (465) or `smtp+starttls://…` (587, encrypted or
    not at all), with user and password percent-encoded.  Without it, mail is written to the folder `mail` of the data
    folder."""
    mail_from: str = "FlowPilot <flowpilot@localhost>"
    """The sender of all mail."""

    messages_per_minute: int = 120
    """How many calls per minute one user may make that use the model (messages, new sessions, escalations, retries)."""
    account_messages_per_minute: int = 1_200
    """The same for all users of an account together."""

    attachments_url: str = field(default="", repr=False)
    """Where images and files of messages are stored: `file:///folder` for one machine, or
    `s3://bucket/prefix?endpoint=https://…&region=…`.  By default the folder `attachments` of the data folder."""

    outbound_allow_hosts: frozenset[str] = frozenset()
    """Hosts, as `host` or `host:port`, that addresses entered by an account's admins may name in addition to public
    hosts over https: for a chat server or a PSA in the same network."""

    connectwise_client_id: str = ""
    """The GUID that names FlowPilot's vendor to ConnectWise PSA (registered at developer.connectwise.com).  A
    connection may have its own."""
    psa_paces: tuple[tuple[str, tuple[int, int]], ...] = ()
    """How many calls in how many seconds a ticket system takes from us, for each tenant, where that differs from what
    the adapter assumes: (provider, (calls, seconds))."""

    metrics_token: str | None = field(default=None, repr=False)
    """The bearer token for /metrics.  Without it, /metrics answers only requests from this machine."""
    sentry_dsn: str | None = field(default=None, repr=False)
    """Where unexpected errors are reported, without content of chats, requests or personal data."""

    billing: Billing = "manual"
    demo_data: bool = False
    demo_psa_url: str | None = None
    """Where `make run` has started a simulated ticket system, to which it connects the demo's account."""
    log_level: str = "INFO"
    database_pool_size: int = 10
    request_timeout_seconds: float = 30.0
    """How long a request may take, and how long its body may take to arrive.  Open streams are exempt."""
    outbox_lease_seconds: float = 8.0
    """How long a job stays with a worker that no longer extends its lease."""

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def assessment_budget(self) -> timedelta:
        return timedelta(seconds=self.escalation_ai_assessment_timeout_seconds)

    @property
    def preview_debounce(self) -> timedelta:
        return timedelta(seconds=self.preview_debounce_seconds)

    @property
    def is_demo_ai(self) -> bool:
        """Whether the Demo AI answers, because there is no key."""
        return not self.anthropic_api_key

    @property
    def file_store_url(self) -> str:
        """`attachments_url`, or the address of the folder that is used without it."""
        return self.attachments_url or (self.data.absolute() / "attachments").as_uri()

    @property
    def push_contact(self) -> str:
        """Whom a push service asks about our messages: an https: address, or under `make run` the sender's mailto:."""
        return self.public_url if self.is_https else f"mailto:{parseaddr(self.mail_from)[1]}"

    @property
    def push_allow_hosts(self) -> frozenset[str]:
        """Hosts besides public ones that a browser may name as its push service.

        OUTBOUND_ALLOW_HOSTS opens the own network to an account's admins, and not to everybody who has a browser.
        """
        return self.outbound_allow_hosts if self.dev else frozenset()

    @property
    def host(self) -> str:
        """The host name of `public_url`, without a port."""
        return urlsplit(self.public_url).hostname or "flowpilot"


class _Environment(Schema):
    """The environment variables and the settings they become."""

    class Meta:
        unknown = EXCLUDE

    database_url = fields.Function(deserialize=setting_values.with_driver, data_key="DATABASE_URL", required=True)
    database_owner_url = fields.Function(deserialize=setting_values.with_driver, data_key="DATABASE_OWNER_URL")
    redis_url = fields.String(data_key="REDIS_URL", required=True)
    secret_key = fields.String(data_key="SECRET_KEY", required=True, validate=validate.Length(min=SHORTEST_SECRET))
    encryption_keys = fields.String(data_key="ENCRYPTION_KEYS")
    dev = fields.Boolean(data_key="FLOWPILOT_DEV")
    data = fields.Function(deserialize=Path, data_key="FLOWPILOT_DATA")
    port = fields.Integer(data_key="PORT", validate=validate.Range(1, 65_535))
    public_url = fields.Function(deserialize=setting_values.origin, data_key="PUBLIC_URL")
    trusted_proxies = fields.Integer(data_key="TRUSTED_PROXIES", validate=validate.Range(0, 10))
    anthropic_api_key = fields.String(data_key="ANTHROPIC_API_KEY")
    anthropic_base_url = fields.Url(data_key="ANTHROPIC_BASE_URL", require_tld=False)
    anthropic_model = fields.String(data_key="ANTHROPIC_MODEL")
    demo_ai_delay_ms = fields.Integer(data_key="DEMO_AI_DELAY_MS", validate=validate.Range(0, 1_000))
    escalation_ai_assessment_timeout_seconds = fields.Float(
        data_key="ESCALATION_AI_ASSESSMENT_TIMEOUT_SECONDS", validate=validate.Range(0.5, 900)
    )
    reply_timeout_seconds = fields.Float(data_key="REPLY_TIMEOUT_SECONDS", validate=validate.Range(0.5, 900))
    preview_timeout_seconds = fields.Float(data_key="PREVIEW_TIMEOUT_SECONDS", validate=validate.Range(0.5, 900))
    preview_debounce_seconds = fields.Float(data_key="PREVIEW_DEBOUNCE_SECONDS", validate=validate.Range(0, 60))
    attachments_url = fields.Function(deserialize=setting_values.file_store, data_key="ATTACHMENTS_URL")
    documentation_timeout_seconds = fields.Float(
        data_key="DOCUMENTATION_TIMEOUT_SECONDS", validate=validate.Range(0.5, 900)
    )
    client_update_timeout_seconds = fields.Float(
        data_key="CLIENT_UPDATE_TIMEOUT_SECONDS", validate=validate.Range(0.5, 900)
    )
    outbound_allow_hosts = fields.Function(deserialize=setting_values.hosts, data_key="OUTBOUND_ALLOW_HOSTS")
    connectwise_client_id = fields.String(data_key="CONNECTWISE_CLIENT_ID", validate=validate.Regexp(r"[!-~]{1,100}\Z"))
    psa_paces = fields.Function(deserialize=setting_values.paces, data_key="PSA_PACES")
    metrics_token = fields.String(data_key="METRICS_TOKEN", validate=validate.Length(min=16))
    sentry_dsn = fields.Url(data_key="SENTRY_DSN", require_tld=False)
    smtp_url = fields.Function(deserialize=setting_values.mail_server, data_key="SMTP_URL")
    mail_from = fields.Function(deserialize=setting_values.sender, data_key="MAIL_FROM")
    messages_per_minute = fields.Integer(data_key="MESSAGES_PER_MINUTE", validate=validate.Range(1, 100_000))
    account_messages_per_minute = fields.Integer(
        data_key="ACCOUNT_MESSAGES_PER_MINUTE", validate=validate.Range(1, 1_000_000)
    )
    billing = fields.String(data_key="BILLING", validate=validate.OneOf(["off", "manual", "stripe"]))
    demo_data = fields.Boolean(data_key="DEMO_DATA")
    demo_psa_url = fields.Url(data_key="DEMO_PSA_URL", require_tld=False)
    log_level = fields.String(data_key="LOG_LEVEL", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]))
    database_pool_size = fields.Integer(data_key="DATABASE_POOL_SIZE", validate=validate.Range(1, 200))
    request_timeout_seconds = fields.Float(data_key="REQUEST_TIMEOUT_SECONDS", validate=validate.Range(0.5, 300))
    outbox_lease_seconds = fields.Float(data_key="OUTBOX_LEASE_SECONDS", validate=validate.Range(0.5, 600))


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings; `environ` defaults to the process's environment.

    Raises SettingsError with a message for the operator.
    """
    values = _with_data_folder(dict(os.environ if environ is None else environ))
    try:
        settings = Settings(**_Environment().load(values))
    except ValidationError as error:
        raise SettingsError(_message_of(error)) from error
    if not settings.dev:
        _refuse_development_values(settings)
    _check_keys(settings.encryption_keys)
    return settings


def _with_data_folder(environ: dict[str, str]) -> dict[str, str]:
    """The variables that are not empty, completed from the file `env` of the data folder."""
    values = {name: value.strip() for name, value in environ.items() if value.strip()}
    if "DATABASE_URL" not in values:
        found = dotenv_values(Path(values.get("FLOWPILOT_DATA", ".data")) / "env", interpolate=False)
        values = {name: value for name, value in found.items() if value} | values
    if "PORT" in values and "PUBLIC_URL" not in values:
        values["PUBLIC_URL"] = f"http://127.0.0.1:{values['PORT']}"
    return values


def _message_of(error: ValidationError) -> str:
    problems = [f"{name}: {' '.join(map(str, messages))}" for name, messages in error.messages_dict.items()]
    return "FlowPilot does not start with these settings. " + "; ".join(problems)


def _refuse_development_values(settings: Settings) -> None:
    """Raises SettingsError for generated secrets, demo data or plain http, which are for `make run` only."""
    if not settings.is_https:
        raise SettingsError("PUBLIC_URL must be https:// (plain http is for `make run` only).")
    if settings.demo_data:
        raise SettingsError("DEMO_DATA is set: demo logins are public knowledge and exist only under `make run`.")
    if "endpoint=http:" in unquote(settings.attachments_url):
        raise SettingsError("ATTACHMENTS_URL: the endpoint must be https://, because images of clients travel to it.")
    if settings.smtp_url and settings.smtp_url.startswith("smtp://") and urlsplit(settings.smtp_url).password:
        raise SettingsError("SMTP_URL: smtp:// would send the password unencrypted; use smtps:// or smtp+starttls://.")
    if settings.trusted_proxies is None:
        raise SettingsError("TRUSTED_PROXIES is not set: say how many proxies stand in front (0 for none).")
    for name, secret in (("SECRET_KEY", settings.secret_key), ("ENCRYPTION_KEYS", settings.encryption_keys)):
        if secret.startswith(DEV_SECRET_PREFIX):
            raise SettingsError(f"{name} was generated by `make run` for development; generate one for production.")


def _check_keys(encryption_keys: str) -> None:
    """Raises SettingsError for a malformed key, which would otherwise fail only when the first secret is read."""
    for key in encryption_keys.split(","):
        key_id, _, encoded = key.strip().partition(":")
        try:
            is_right = bool(key_id) and len(base64.urlsafe_b64decode(encoded)) == ENCRYPTION_KEY_BYTES
        except ValueError:
            is_right = False
        if not is_right:
            raise SettingsError("ENCRYPTION_KEYS must be key-id:base64 pairs of 32 random bytes, separated by commas.")
