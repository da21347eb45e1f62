"""Keys, hashes of passwords, codes and card numbers that can be recognised by their shape."""

from __future__ import annotations

import re

from models.core.redaction.rule import Rule, rule

_PEM_NAME = r"[A-Z0-9\x20]{0,40}?PRIVATE\x20KEY(?:\x20BLOCK)?-{4,5}"
_DASH = r"[-\u2010\u2011\u2013\x20\t]"
_CODE = r"(?:[A-Za-z0-9]{4,10}(?:-[A-Za-z0-9]{4,10}){1,4}|\d{4}\x20\d{4}|\d{6,12}|(?=[a-z]{0,11}\d)[a-z0-9]{8,12})"
_BULLET = r"(?:\d{1,2}[.)] ?|[-*\u2022] )?"
_BRANDS = (
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|(?:5[1-5]|2[2-7])\d{14}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|[68]\d)\d{11}"  # Diners Club
    r"|(?:6\d|35)\d{14}"  # Discover, Maestro, UnionPay, JCB
)


def _base32(letters: str) -> str:
    """At least twelve characters, also in groups of four."""
    return rf"[{letters}2-7]{{4}}(?:[\x20-]?[{letters}2-7]{{4}}){{2,15}}[{letters}2-7]{{0,3}}={{0,6}}"


def _is_card(value: str) -> bool:
    """A length that the brand issues, and the check digit of ISO/IEC 7812-1, annex B."""
    number = re.sub(r"\D", "", value)
    return re.fullmatch(_BRANDS, number) is not None and _passes_luhn([int(digit) for digit in number])


def _passes_luhn(digits: list[int]) -> bool:
    doubled = [digit if index % 2 == 0 else digit * 2 for index, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


RULES: tuple[Rule, ...] = (
    rule(
        "private-key",
        "private key",
        rf"-{{4,5}}\x20?BEGIN\x20{_PEM_NAME}"
        rf"(?:(?:[^-]|-(?!---))*+-{{4,5}}\x20?END\x20{_PEM_NAME}"
        r"|(?:(?:\\[nr]|[\s>|\"'+,\\]){0,20}+[\w+/=]{16,}+)+)",  # cut off
        flags=0,
    ),
    rule("private-key", "private-lines:", r"Private-Lines: \d{1,3}\r?\n((?:[\w+/=]{4,}+(?:\r?\n|\Z))+)"),
    # WireGuard
    rule("private-key", "key", r"\b(?:Private|Preshared)[\x20_-]?Key ?[=:] ?\"?([A-Za-z0-9+/]{42,44}={0,2})(?![\w+/])"),
    # BitLocker: eight groups of six digits, on one line or broken between groups.
    rule("recovery-key", "", rf"(?<![\d-])\d{{6}}(?:{_DASH}{{0,2}}[\r\n>]{{0,3}}{_DASH}{{0,8}}\d{{6}}){{7}}(?![\d-])"),
    rule(
        "recovery-code",
        "code",
        r"\b(?:recovery|backup|scratch|emergency|rescue)[\x20_-]codes? ?"
        r"(?:\([^()\r\n]{0,60}+\)|(?:for|of)[^:\r\n]{1,60}+)?[\s:=>-]{1,9}+"
        rf"((?:{_BULLET}{_CODE}(?=[\s,;/|]|\.?\Z|\.\s)[\s,;/|]{{0,9}}+){{1,30}})",
    ),
    rule(
        "mfa-seed",
        "totp mfa 2fa otp authenticator",
        r"\b(?:totp|mfa|2fa|otp|authenticator)[\x20_-]{0,2}+(?:secret key|setup key|secret|seed|key) ?(?:is|[:=])? ?"
        rf"((?-i:{_base32('A-Z')}|{_base32('a-z')}))(?![a-z0-9])",
    ),
    rule(
        "code",
        "code pin otp puk",
        r"\b(?:(?:verification|security|one[\x20-]time|mfa|2fa|otp|sms|authenticator|door|alarm|unlock|access|puk)"
        r"[\x20-]codes?|otp|pin|puk) ?(?:is|was|[:=]) ?(\d{3}[\x20-]?\d{3}|\d{4,8})(?![\w-])",
    ),
    # crypt(3), as in /etc/shadow, and the types 5, 8 and 9 of Cisco and of Juniper.
    rule("password-hash", "$", r"\$(?:1|2[abxy]|5|6|7|8|9|y|gy|apr1|sha1|argon2id?|argon2i)\$[\w./$=,+-]{8,}"),
    # Dumps of the Windows account database.
    rule("password-hash", ":::", r":\d{1,9}:([0-9a-f]{32}:[0-9a-f]{32}):::"),
    rule("card", "", r"(?<![\d.-])[2-6](?:[\x20-]?\d){12,18}+(?![\d-])", is_secret=_is_card),
)
