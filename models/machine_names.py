"""Takes machines' names and addresses out of a text: they are of one client, and not of a problem."""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.library.recognition import recognise

DEVICE, ADDRESS, SHARE, ACCOUNT, DOMAIN = "the device", "an address", "a share", "an account", "the domain"
_LONGEST, _LONGEST_NAME = 40_000, 60
_NO_MACHINE = (
    "SHA|AES|RC|RFC|ISO|UTF|RSA|TLS|SSL|HTTP|HTTPS|WPA|MD|CVE|IPV|COM|LPT|TCP|UDP|CAT|MS|KB|SMB|PCI|USB|WIFI|SP"
)
_HOST = re.compile(rf"\b(?!(?:{_NO_MACHINE})-?\d)[A-Z]{{2,}}[A-Z0-9]*(?:-[A-Z0-9]+)*-?\d{{1,3}}\b")
_SHARE = re.compile(r"\\\\[\w.$-]+(?:\\[^\s\"'<>|,;)]+)*")
_ACCOUNT = re.compile(r"(?<![\\\w])(?!(?:HK[A-Z_]+|BUILTIN|AUTHORITY|NT)\\)[A-Z][A-Z0-9-]{1,14}\\(?!\\)[\w.$-]+")
_PROFILE = re.compile(r"(\\Users\\)[^\\\s\"']+", re.IGNORECASE)
_IPV4 = re.compile(r"(?<![\d.])(?!127\.|169\.254\.|0\.|255\.|8\.8\.|1\.1\.1\.)(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)")
_DOMAIN = re.compile(r"\b(?:[\w-]+\.)+(?:local|lan|internal|corp|intra|test)\b", re.IGNORECASE)


class Machines:
    """The machines of a session: those that its facts name, and what looks like a machine's name in its texts."""

    def __init__(self, named: Iterable[str], *, texts: Iterable[str]) -> None:
        found = {name.strip() for name in named if _is_name(name.strip())}
        for text in texts:
            found |= {match for match in _HOST.findall(text[:_LONGEST]) if not recognise(match)}
        spelt = "|".join(re.escape(name) for name in sorted(found, key=len, reverse=True))
        self._names = re.compile(rf"(?<![\w-])(?:the )?(?:{spelt})(?![\w-])", re.IGNORECASE) if spelt else None

    def removed_from(self, text: str) -> str:
        text = _PROFILE.sub("\\1\u2026", text)
        for pattern, word in ((_SHARE, SHARE), (_ACCOUNT, ACCOUNT), (_IPV4, ADDRESS), (_DOMAIN, DOMAIN)):
            text = pattern.sub(word, text)
        return self._names.sub(DEVICE, text) if self._names else text


def _is_name(value: str) -> bool:
    """Whether a noted machine is one by name: "dock" and "front desk printer" are not."""
    return 2 < len(value) <= _LONGEST_NAME and " " not in value and (any(map(str.isdigit, value)) or value.isupper())
