"""Drops statements that name hosts, addresses, error codes, users or paths that the session does not contain.

Statements without such names are not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

_FILE_ENDING = re.compile(
    "exe|dll|msc|msi|log|txt|json|xml|yml|yaml|ps1|bat|cmd|sys|ini|conf|cfg|pst|ost|csv|evtx|inf|vbs|zip|sh|py",
    re.IGNORECASE,
)
_STANDARDS = (
    "SHA|AES|RC|RFC|ISO|UTF|RSA|TLS|SSL|HTTP|HTTPS|WPA|MD|PEAP|EAP|CVE|USB|IPV|COM|LPT|TCP|UDP|X|RAID|CAT"
    "|MS|MFA|SMB|PCI"
)
_ENTITY = re.compile(
    "|".join(
        (
            r"(?P<path>\\\\[\w.$-]+\\[^\s\"'<>|,;)]+|\b[A-Za-z]:\\[^\s\"'<>|,;)]*|(?<![\w/:.])/(?:[\w.-]+/)+[\w.-]*)",
            r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)",
            r"(?P<user>\b[A-Z][A-Z0-9-]{1,14}\\[\w.$-]+)",
            r"(?P<ipv4>(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d))",
            r"(?P<ipv6>(?<![\w:])(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F:]{1,})",
            r"(?P<code>\b0x[0-9a-fA-F]{4,16}\b|\b(?:AADSTS|KB|CVE-)\d[\d-]+\b)",
            r"(?P<numbered>(?i:\b(?:event(?: id)?|error(?: code)?|code) #?(?P<number>\d{2,6})\b))",
            rf"(?P<host>\b(?!(?:{_STANDARDS})-?\d)[A-Z]{{2,}}[A-Z0-9]*(?:-[A-Z0-9]+)*-?\d{{1,4}}\b)",
            r"(?P<fqdn>\b(?:[a-zA-Z0-9-]+\.)+(?P<ending>[a-zA-Z]{2,})\b)",
        )
    )
)


_OF_MACHINES_AND_PEOPLE = frozenset({"email", "user", "ipv4", "ipv6", "host"})
_NO_MACHINE = re.compile(r"(?:0|127|255)\.|(?:HKLM|HKCU|HKCR|HKU)\b", re.IGNORECASE)


def entities(text: str) -> set[str]:
    """The names in a text that can be checked, lower-cased."""
    found = set()
    for match in _ENTITY.finditer(text):
        if match.lastgroup and _FILE_ENDING.fullmatch(match.group("ending") or ""):
            continue
        found.add((match.group("number") or match.group()).rstrip(".,:;\\/").lower())
    return found


def machines_and_people(text: str) -> set[str]:
    """The names of machines, addresses and users in a text, as they are written; addresses of no machine are left out.

    Paths, codes and names with dots are not among them, because a script has many that are part of the system.
    """
    found = {match.group() for match in _ENTITY.finditer(text) if match.lastgroup in _OF_MACHINES_AND_PEOPLE}
    return {name for name in found if not _NO_MACHINE.match(name)}


class Ground:
    """All text of a session, to check an answer against; cases, guides and trees are no text of the session."""

    def __init__(self, session: BaseModel) -> None:
        self._text = normalised("\n".join(_texts(session.model_dump(exclude={"cases", "guides", "trees"}))))

    def holds(self, text: str) -> bool:
        """Whether the session contains every name in the text that can be checked."""
        return all(self._names(normalised(entity)) for entity in entities(text))

    def _names(self, entity: str) -> bool:
        """Whether the session contains the whole name: `PC-14` does not contain `PC-1`."""
        return re.search(rf"(?<!\w){re.escape(entity)}(?!\w)", self._text) is not None

    def mentions(self, text: str) -> bool:
        """Whether the session contains these words."""
        words = normalised(text)
        return bool(words) and words in self._text

    def grounded(self, items: Iterable[str]) -> list[str]:
        """The items that the session supports."""
        return [item for item in items if self.holds(item)]

    def grounded_prose(self, text: str) -> str:
        """The prose without the sentences that the session does not support."""
        if self.holds(text):
            return text
        return " ".join(sentence for sentence in re.split(r"(?<=[.!?])\s+", text) if self.holds(sentence))


def normalised(text: str) -> str:
    """The text for comparing: without regard to case, white space and the kind of quotation marks and brackets.

    A prompt has other brackets than its session where a text looks like a ref or a marker.
    """
    plain = text.translate(_PLAIN_QUOTES)
    return " ".join(plain.casefold().split())


_PLAIN_QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "[": "(", "]": ")"}
)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
