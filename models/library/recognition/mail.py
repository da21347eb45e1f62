"""SMTP statuses: a reply code with its enhanced code anywhere, either of them alone only in a text about mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.library.recognition.found import MAIL, SMTP, Found
from models.library.recognition.index import Index, unique
from models.library.signal import Signal

_BOTH: Final = re.compile(r"(?<![\w.,/-])([245]\d\d)[ -]{1,2}[#(]?([245]\.\d{1,3}\.\d{1,3})(?![\w]|\.\d)")
_ENHANCED: Final = re.compile(r"(?<![\w.,/$-])#?([245]\.\d{1,3}\.\d{1,3})(?![\w-]|\.\d)")
_VERSION: Final = re.compile(
    r"(?:\bversions?|\bver\.?|\bv|\bbuild|\brelease|\bupdate|\bupgrade[ds]?|\bfirmware|\bphp|\bmysql|\blinux|\bkernel|\bpowershell"
    r"|\bpython|\bwordpress|\bapp|\bclient|\bexim|\bpostfix|\bserver)[\s:=]{0,3}(?:to |from )?$",
    re.IGNORECASE,
)
_BASIC: Final = re.compile(
    r"\b(?:smtp|reply|respon[sd]e[ds]?|error|status|said|replied|returned|code|bounce|fehler)\b[^\n\d]{0,24}?(?<![\d.,])"
    r"([45]\d\d)(?![\w.]\d|\w|[-/:]\d)",
    re.IGNORECASE,
)
_BASIC_AFTER: Final = re.compile(
    r"(?:^|[\s:;(\"'])([45]\d\d)[ -](?=[A-Z][a-z]{2,20}\b|mailbox|user|relay|message|service)", re.MULTILINE
)
_AROUND: Final = 300
_BEFORE: Final = 30


def find_mail_statuses(text: str, index: Index) -> Iterator[Found]:
    for match in _BOTH.finditer(text):
        if signals := of_status(match[1], match[2], index):
            yield Found(match.start(), match.end(), unique(signals))
    for match in _ENHANCED.finditer(text):
        known = index.by_enhanced.get(match[1], ())
        is_version = _VERSION.search(text, max(0, match.start() - _BEFORE), match.start())
        if known and not is_version and _is_mail(text, match):
            yield Found(match.start(), match.end(), unique(known))
    for pattern in (_BASIC, _BASIC_AFTER):
        for match in pattern.finditer(text):
            signals = index.of_family(int(match[1]), "smtp")
            if signals and SMTP.is_near(text, match.start(), match.end()):
                yield Found(match.start(1), match.end(1), unique(signals))


def of_status(basic: str, enhanced: str, index: Index) -> list[Signal]:
    """Of the very pair, else of the enhanced code, which says more than the reply code."""
    return index.by_name.get(f"{basic} {enhanced}") or index.by_enhanced.get(enhanced) or []


def _is_mail(text: str, match: re.Match[str]) -> bool:
    return MAIL.is_near(text, match.start(), match.end(), before=_AROUND, after=_AROUND)
