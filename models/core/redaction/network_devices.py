"""Passwords, keys and communities in configurations of routers, switches, firewalls and access points."""

from __future__ import annotations

from models.core.redaction.rule import Rule, rule
from models.core.redaction.values import is_strong, is_value

_FORM = (
    r"(?: (?:level \d{1,2}|\d|encrypted|plaintext|ciphertext|cipher|simple|hash|irreversible-cipher|sha(?:1|256|512)"
    r"|md5|enc|ascii|hex|clear|clear-text|local|remote)(?!\S)){0,3}"
)
"""Words before a value that say how it is encoded or where it applies: `7`, `ENC`, `level 15`."""

_KEYWORDS = frozenset(
    [
        *("address", "aging", "ask", "authentication", "complexity", "default", "encrypted", "encryption", "group"),
        *("history", "hostname", "local", "manager", "min-length", "minimum", "never", "none", "policy", "prompt"),
        *("recovery", "remote", "required", "timeout"),
    ]
)


def _is_no_keyword(value: str) -> bool:
    return value.lower() not in _KEYWORDS and is_value(value)


def _device(hints: str, pattern: str) -> Rule:
    return rule("password", hints, f"{pattern} <value>", is_secret=_is_no_keyword)


def _written(hints: str, pattern: str) -> Rule:
    """A rule for a value that may have such a word before it."""
    return _device(hints, pattern + _FORM)


RULES: tuple[Rule, ...] = (
    # Cisco, and vendors with the same syntax.
    _written("enable", r"\benable (?:secret|password|algorithm-type \w{1,20} secret)"),
    _written("username", r"\busername [\w.@\"-]{1,64}+ (?:[\w-]{1,20}+ ){0,4}?(?:secret|password)"),
    _device("password", r"<line> ?>? ?(?:\w{1,20} ){0,3}?password [05-9]"),
    _device("key", r"<line> ?>? ?(?:server-)?key [05-9]"),
    _written("-server", r"\b(?:tacacs|radius)-server(?: [\w.-]{1,40}+){0,4}? key"),
    _written("isakmp", r"\bisakmp key"),
    _written("digest-key", r"\bmessage-digest-key \d{1,3} md5"),
    _written("authentication-key", r"\bauthentication-key \d{1,5} (?:md5|sha1)"),
    _written("ppp", r"\bppp (?:chap|pap) password"),
    _written(
        "key-string pre-shared-key wpa-psk psksecret shared-secret",
        r"\b(?:key-string|pre-shared-key|wpa-psk|psksecret|shared-secret)(?! ?[=:])",
    ),
    _device("snmp-server", r"\bsnmp-server community(?: \d)?"),
    _device("snmp-server", r"\bsnmp-server host [\w.:-]{1,60}+(?: (?:traps?|informs?))? version (?:1|2c)"),
    _device("auth priv", r"\b(?:auth|priv) (?:md5|sha|sha-?\d{3}|des|3des|aes(?: (?:128|192|256)|-?\d{3})?)"),
    _device("neighbor", r"\bneighbor [\w.:-]{1,60}+ password(?: \d)?"),
    # HP and Aruba
    _device("password", r"\bpassword (?:manager|operator)(?: user-name \S{1,64}+)? (?:plaintext|sha1|sha256)"),
    # Fortinet, Juniper, VyOS
    _device(
        "set",
        r"\bset (?:[\w-]{1,30} ){0,6}?(?:password|passwd|secret|psksecret|passphrase|ppk-secret|pre-shared-secret"
        r"|encrypted-password|ascii-text|community)(?: ENC)?",
    ),
    rule(
        "password",
        "encrypted-password ascii-text secret",
        r"\b(?:encrypted-password|ascii-text|secret) (?=\"\$)<value>",
    ),
    rule("password", "snmp", r"\bsnmp (?:v[123]c? )?community <value>", is_secret=is_strong),
    # strongSwan
    rule("password", "psk", r"(?<![^\s:])psk (?=[\"'])<value>"),
)
