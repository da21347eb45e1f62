"""Secrets inside addresses: credentials, tokens and signatures as parameters, webhooks, one-time password seeds."""

from __future__ import annotations

from models.core.redaction.rule import Rule, rule
from models.core.redaction.values import is_argument

_PARAMETERS = (
    r"access_token|refresh_token|id_token|auth_?token|token|api[_-]?key|subscription-key|client_secret|secret|key"
    r"|sig|signature|x-amz-signature|x-amz-security-token|x-goog-signature|auth|code|assertion|samlresponse|ticket|sas"
    r"|password|passwd|pwd|pass|invite|reset"
)
_USER = r"\b[a-z][a-z0-9+.-]{0,30}+://[^\s:/@\"'<>]{0,200}+:"


def _is_password(value: str) -> bool:
    return value != "\u2026" and is_argument(value)


def _is_long_or_mixed(value: str) -> bool:
    """Whether the value may be a secret; `404` in `code=404` and `name` in `key=name` are too short."""
    return len(value) >= 16 or (len(value) >= 8 and any(map(str.isdigit, value)) and any(map(str.isalpha, value)))


RULES: tuple[Rule, ...] = (
    rule("password", "://", rf"{_USER}([^\s/\"'<>]{{1,300}})@", is_secret=_is_password),
    # A password that contains a slash, if a host name follows its "@".
    rule(
        "password",
        "://",
        rf"{_USER}([^\s@:\"'<>]{{1,200}}+)@(?=[\w.-]{{1,200}}(?:[:/,?\s]|\Z))",
        is_secret=_is_password,
    ),
    rule("mfa-seed", "otpauth", r"\botpauth(?:-migration)?://[^\s\"'<>]{0,400}?[?&](?:secret|data)=([\w%+/=-]{8,})"),
    rule("webhook", "hooks.slack.com", r"hooks\.slack\.com/(?:services|workflows|triggers)/([\w/-]{20,})"),
    rule("webhook", "webhook.office.com office.com/webhook", r"office\.com/webhookb?2?/([\w@/-]{20,})"),
    rule("webhook", "discord", r"discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/\d{5,25}/([\w-]{20,})"),
    rule(
        "webhook",
        "hooks.zapier.com make.com",
        r"(?:hooks\.zapier\.com/hooks/catch|hook\.[\w.]{2,20}\.?make\.com)/([\w/-]{8,})",
    ),
    rule("webhook", "api.telegram.org", r"api\.telegram\.org/bot([\w:-]{20,})"),
    rule("token", "=", rf"[?&#;](?:{_PARAMETERS})=([^\s&#\"'<>;,)\]]{{8,}})", is_secret=_is_long_or_mixed),
    rule(
        "storage-key",
        "accountkey= sharedaccesskey= sharedaccesssignature= sig=",
        r"\b(?:AccountKey|SharedAccessKey|sig)=([\w+/=%.-]{16,})",
        wraps=True,
    ),
    rule("storage-key", "sharedaccesssignature", r"\bSharedAccessSignature[\x20=]{1,3}([^\s;\"'<>]{16,})"),
)
