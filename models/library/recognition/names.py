"""Symbolic names, codes with letters (AADSTS50126, CAA20003), and messages of which the library knows the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.library.recognition.found import ACCOUNTING, DNS, ENTRA, RAS, SIP, TLS, VPN_CLIENT, Found
from models.library.recognition.index import Index, plain, unique
from models.library.signal import Signal

_NAME: Final = re.compile(r"(?<![\w.])[A-Za-z][A-Za-z0-9]{0,40}(?:_[A-Za-z0-9]{1,40}){1,12}(?!\w)")
_MIXED: Final = re.compile(r"(?<![\w.])(?:0[xX])?([A-Za-z]{1,8}\d{2,10}[A-Za-z]?)(?!\w|\.\w)")
_HEX: Final = re.compile(r"(?<![\w.])(?:0[xX])?([A-F][0-9A-F]{7})(?!\w)")
_DASHED: Final = re.compile(
    r"(?<![\w.-])([A-Z]{1,8}(?:-[A-Z0-9]{1,12}){1,4}|\d{5}-\d{1,5}(?: ?\(\d{1,3}\))?)(?![\w-]|\.\d)"
)
_AADSTS: Final = re.compile(r"(?<![A-Za-z0-9])AADSTS[\s:#-]{0,3}(\d{4,8})(?!\w)", re.IGNORECASE)
_ENTRA: Final = re.compile(
    r"(?:sign-?in (?:log|error)s?|entra|azure ad|aad|conditional access)[^\n]{0,60}?(?<![\w.-])(\d{5,7})(?![\w.-])",
    re.IGNORECASE,
)
_DOTTED: Final = re.compile(r"(?<![\w.])[A-Z]{4,12}(?:\.[A-Za-z]{2,32}){1,4}(?!\w)")
_CAPITALS: Final = re.compile(r"(?<![\w-])[A-Z]{5,20}(?![\w-])")
_CAMEL: Final = re.compile(r"(?<![\w.])[A-Z][a-z0-9]{1,20}(?:[A-Z][a-z0-9]{1,20}){1,8}(?!\w)")
_WORD: Final = re.compile(r"(?<![^\W_])[^\W\d_]{2,40}")
_BLANKS: Final = re.compile(r"\s{1,4}")
_LONGEST: Final = 160
_ACME: Final = re.compile(r"(?<![\w:])urn:ietf:params:acme:error:[A-Za-z]{2,24}(?!\w)")
# Names that are also ordinary words or the names of other things: single ones, and those of whole families.
_NEEDS: Final = {
    **dict.fromkeys(("REFUSED", "NOERROR", "NOTAUTH", "NOTZONE"), DNS),
    **dict.fromkeys(("H101", "H202", "H303", "H505"), ACCOUNTING),
    "PENDING": RAS,
}
_FAMILY_NEEDS: Final = {"aadsts": ENTRA, "entra": ENTRA, "tls": TLS, "vpn_client": VPN_CLIENT, "sip": SIP}
_SURE: Final = re.compile(r"AADSTS|[A-Z0-9_]{2,}_[A-Z0-9_]{2,}")


def find_names(text: str, index: Index) -> Iterator[Found]:
    for match in _AADSTS.finditer(text):
        if signals := index.by_name.get(f"AADSTS{match[1]}"):
            yield Found(match.start(), match.end(), unique(signals))
    for match in _ENTRA.finditer(text):
        if signals := index.by_name.get(f"AADSTS{match[1]}"):
            yield Found(match.start(1), match.end(1), unique(signals))
    for pattern in (_ACME, _NAME, _MIXED, _HEX, _DASHED, _DOTTED, _CAMEL, _CAPITALS):
        for match in pattern.finditer(text):
            signals = index.by_name.get(plain(match[match.lastindex or 0])) or index.by_name.get(plain(match[0])) or []
            if pattern in (_CAMEL, _CAPITALS):  # "LOCKED" is not the "Locked" of a web server
                signals = [one for one in signals if match[0] in (one.code, *one.names)]
            if meant := [one for one in signals if _fits(one, text, match.start(), match.end())]:
                yield Found(match.start(), match.end(), unique(meant))


def _fits(signal: Signal, text: str, start: int, end: int) -> bool:
    """Whether a name means the signal here; hex codes are for `values`, which knows when a short one counts."""
    name = text[start:end]
    needed = _NEEDS.get(name.upper())
    if needed is None and not _SURE.match(name):
        needed = _FAMILY_NEEDS.get(signal.family)
    is_hex = name[:2].lower() == "0x" and signal.code.startswith("0x")
    return not is_hex and (needed is None or needed.is_near(text, start, end))


def find_messages(text: str, index: Index) -> Iterator[Found]:
    """Messages of three words or more, wherever the lines break."""
    messages = index.messages
    for match in _WORD.finditer(text):
        for name in messages.get(match[0].upper(), ()):
            if end := _end_of(name, text, match.start()):
                start = match.start()
                if meant := [one for one in index.by_name[name] if _fits(one, text, start, end)]:
                    yield Found(start, end, unique(meant))
                break


def _end_of(name: str, text: str, start: int) -> int | None:
    """Where a message that begins at `start` ends, however its blanks are written."""
    piece = text[start : start + _LONGEST]
    place = 0
    for word in name.split(" "):
        if place and not (blank := _BLANKS.match(piece, place)):
            return None
        place = blank.end() if place and blank else place
        if piece[place : place + len(word)].upper().replace("\u2019", "'") != word:
            return None
        place += len(word)
    is_whole = place >= len(piece) or not (piece[place].isalnum() or piece[place] == "_")
    return start + place if is_whole else None
