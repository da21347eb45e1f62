"""The patterns of secrets, specific before general: each names a kind and marks the secret in a group.

Replacing them is `prompts.redaction`.  Own rules, because detect-secrets marks ordinary words in prose and cuts values,
and presidio and scrubadub bring whole language models with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TAG = r"\[[a-z-]+-\d+ redacted\]"

_NOT_A_TAG = rf"(?!['\"]?{TAG})"
_HARMLESS = (
    "expired|expires|reset|resets|changed|correct|incorrect|wrong|invalid|valid|unknown|none|null|required|rejected"
    "|accepted|yes|no|ok|set|not|never|blank|empty|missing|policy|is|was|has|on|in|the|a|and|or|for"
)
_NOT_PROSE = rf"(?!(?:{_HARMLESS})\b(?![-_.!@#$%^&*]))"
_QUOTED_OR_WORD = r"(?:\"(?P<double>[^\"\r\n]{2,})\"|'(?P<single>[^'\r\n]{2,})'|(?P<bare>[^\s\"',;<>]{3,}))"
_DIGIT_OR_SIGN = r"(?=\S*[\d!@#$%^&*+=])"
_NAME_OF_ONE = (
    r"(?:pass(?:word|wd|phrase|code)|pwd|secret|token|psk|pre-?shared[ _-]?key|community(?:[ _-]string)?"
    r"|(?:api|access|account|client|shared|license|encryption|recovery|bitlocker)[ _-]?(?:key|secret|token))"
)


@dataclass(frozen=True)
class Rule:
    """One kind of secret.  The secret is the first group that matched, or the whole match without groups."""

    kind: str
    pattern: re.Pattern[str]


def _rule(kind: str, pattern: str, flags: int = re.IGNORECASE) -> Rule:
    return Rule(kind, re.compile(pattern, flags))


VENDOR_KEYS = (
    r"sk-ant-[\w-]{16,}"  # Anthropic
    r"|sk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{20,}"  # OpenAI
    r"|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}"
    r"|glpat-[\w-]{16,}"  # GitLab
    r"|xox[abeoprs]-[\w-]{10,}|(?<=hooks\.slack\.com/services/)[\w/]{20,}"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}"  # AWS
    r"|AIza[\w-]{30,}"  # Google
    r"|SG\.[\w-]{16,}\.[\w-]{16,}"  # SendGrid
)

RULES = (
    _rule("private-key", r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"),
    _rule("jwt", r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?", 0),
    _rule("api-key", rf"(?<![\w-])(?:{VENDOR_KEYS})", 0),
    _rule("password", rf"\b[a-z][a-z0-9+.-]*://[^\s:/@]+:{_NOT_A_TAG}([^\s@/]+)@"),
    _rule("token", rf"\b(?:bearer|basic)\s+{_NOT_A_TAG}([A-Za-z0-9._~+/=-]{{16,}})"),
    _rule(
        "storage-key", rf"\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|sig)={_NOT_A_TAG}([\w+/=%.-]{{16,}})"
    ),
    _rule(
        "password",
        rf"\bConvertTo-SecureString\s+(?:-String\s+)?{_NOT_A_TAG}(?!-){_QUOTED_OR_WORD}",
    ),
    _rule("password", rf"(?<![\w-])-(?:\w*password|pwd|passphrase)[ \t:]+{_NOT_A_TAG}(?![-$(]){_QUOTED_OR_WORD}"),
    _rule("password", rf"(?<!\w)/(?:p|pass|password|pwd):{_NOT_A_TAG}{_QUOTED_OR_WORD}"),
    _rule("password", rf"\bnet\s+use\s+(?:\S:\s+|\*\s+)?\\\\\S+\s+(?:/user:\S+\s+)?(?!/){_NOT_A_TAG}(\S+)"),
    _rule("password", rf"\bnet\s+user\s+(?!/)\S+\s+(?!/|\*){_NOT_A_TAG}(\S+)"),
    _rule("password", rf"\bsnmp-server\s+community\s+{_NOT_A_TAG}(\S+)"),
    _rule("password", rf"{_NAME_OF_ONE}[\"']?[ \t]*(?:=|:)[ \t]*{_NOT_A_TAG}{_NOT_PROSE}(?![$({{\[]){_QUOTED_OR_WORD}"),
    _rule("password", rf"{_NAME_OF_ONE}[ \t]+(?:is|was|to)[ \t]*:?[ \t]+{_NOT_A_TAG}{_DIGIT_OR_SIGN}{_QUOTED_OR_WORD}"),
)

CARD = re.compile(r"(?<![\d.-])[3-6](?:[ -]?\d){12,18}(?![\d-])")

CONTACT_RULES = (
    _rule("email", r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    _rule("phone", r"(?<![\w.])(?:\+|00)\d[\d ()/-]{7,}\d(?!\w)"),
)
