"""Decides whether text in the place of a secret is a secret, or an ordinary word, a variable or a placeholder."""

from __future__ import annotations

import re
from pathlib import Path

_HARMLESS = frozenset(Path(__file__).with_name("harmless_words.txt").read_text(encoding="utf-8").split())
"""Words that follow "password:" in ordinary sentences, forms and the output of tools."""

_PLACEHOLDER = re.compile(
    r"\$(?:\w+|(?:env|script|global|using):\w+|\{[^{}]*\}?|\(.*)(?:\.\w+(?:\(\))?)*"  # variables of shells
    r"|%\w+%|!\w+!|\{+[^{}]*\}*|<[^<>]*>?|\[[^\[\]]*\]?|\((?:[$A-Z]|\s).*|@\w[\w.]*\(.*|@[A-Za-z_]+"
    r"|[*•●xX.·_?#\u2013\u2014-]{2,}|(?:\\u25cf|&#\d+;|&bull;)+"
    r"|(?:your|my|the|some|new|old|insert|enter)[-_ ]?(?:[a-z]+[-_ ]?)?"
    r"(?:password|passwort|secret|token|key|value|pass|pwd)(?:[-_ ]?here)?"
    r"|(?:op|vault|keyvault|ssm|secretsmanager|https?|file|ref)://.*|arn:aws:.*|env:\w+"
    r"|(?:os|process|config|self|this|request|settings|secrets|var|local|data|module|credential|cred)\.[\w.\[\]()\"']+"
    r"|[a-z_]\w*(?:\.\w+)+\(.*"  # calls
    r"|(?:getenv|input|getpass|Get-\w+|Read-\w+|Optional|SecretStr)\b.*",
    re.IGNORECASE,
)

_ORDINARY = re.compile(
    r"0x[0-9a-f]{1,16}"  # error codes
    r"|\d{4}-\d\d-\d\d(?:T.*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?"  # dates and times
    r"|\d+(?:[.,]\d+)?(?:%|ms|s|sec|secs|min|mins|h|hrs?|d|days?|weeks?|months?|years?|[kmg]?b|x)"
    r"|v?\d+(?:\.\d+){1,4}(?::\d+)?(?:/\d+)?"  # versions and addresses
    r"|(?:[A-Za-z]:|\\|~?/)[\\/]?[\w.-]+(?:[\\/][^\\/]*)*"  # paths
    r"|[a-z]+://.*|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}"
    r"|KB\d{6,7}|CVE-\d{4}-\d+|S-1-[\d-]+|#\d+|[A-Z]{2,5}-\d{1,6}"
    r"|[\w-]+\.(?:exe|dll|ps1|bat|cmd|sh|log|txt|xml|json|ya?ml|msi|conf|cfg|ini|sys|evtx|zip|local|lan|internal|com|net|org)",
    re.IGNORECASE,
)

_SIGNS = frozenset("!@#$%^&*+=~?§€£&")
_JUDGED = 300
"""Characters of a value that are judged.  No placeholder or word is longer, and it limits the patterns' time."""


def is_argument(value: str) -> bool:
    """Whether the argument of a command's password option is a password, not a variable, a placeholder or `*`."""
    return value[:_JUDGED] != "*" and _PLACEHOLDER.fullmatch(value[:_JUDGED]) is None


def is_value(value: str) -> bool:
    """Whether what follows `password:` or `password=` is a password."""
    word = value[:_JUDGED].strip().rstrip(".,:;!?)").lower()
    return word not in _HARMLESS and is_argument(value) and not (len(value) < 40 and _ORDINARY.fullmatch(value))


def is_strong(value: str) -> bool:
    """Whether a word in running text ("the password is …") is a password: it has a digit or a symbol, and no other
    meaning.
    """
    head = value[:_JUDGED].rstrip(".,:;!?)")
    signs = any(character.isdigit() or character in _SIGNS for character in head)
    return len(head) >= 4 and signs and is_value(value) and _ORDINARY.fullmatch(head) is None


def is_very_strong(value: str) -> bool:
    """Whether a word right after "password" is one: long, with letters of both cases or a symbol, and a digit."""
    kinds = (str.islower, str.isupper, str.isdigit, _SIGNS.__contains__)
    present = [any(map(kind, value[:_JUDGED])) for kind in kinds]
    return len(value) >= 8 and present[2] and sum(present) >= 3 and is_strong(value)


def is_random(value: str) -> bool:
    """Whether a word right after "token" or "key" is one: long with letters and digits, or strong; host names
    have hyphens.
    """
    letters = any(map(str.isalpha, value[:_JUDGED]))
    digits = any(map(str.isdigit, value[:_JUDGED]))
    is_long = len(value) >= 20 and letters and digits and is_strong(value)
    return "-" not in value and (is_long or is_very_strong(value))
