"""Error values of 32 bits: in hex, with and without 0x, split over lines, and as signed or unsigned decimals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.library.recognition.found import ERROR, KERBEROS, LDAP, PRINT, RDP, STOP, Found
from models.library.recognition.index import Index, unique
from models.library.signal import Signal

# A hex literal.  Only one of 64 bits that extends a negative value of 32 bits has more than eight digits.
_LITERAL: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:0[xX]|&[hH])([ \t\r\n]{0,3})([0-9A-Fa-f]{1,16})(?![0-9A-Za-z_-]|\u2026|\.\.)"
)
# The rest of a literal that a line's end or a blank has split; the middle may be split too.
_REST: Final = re.compile(r"[\s>\u00ad]{1,6}([0-9A-Fa-f]{1,7})(?![0-9A-Za-z_.:-])")
_BARE: Final = re.compile(r"(?<![0-9A-Za-z._:/\\{@+#-])([89A-Fa-f][0-9A-Fa-f]{7})(?![0-9A-Za-z_@-]|\.\w|:\d)")
_NEGATIVE: Final = re.compile(r"(?<![0-9A-Za-z._-])-(\d{7,10})(?![0-9A-Za-z_-]|\.\d)")
_UNSIGNED: Final = re.compile(r"(?<![0-9A-Za-z._+/-])([234]\d{9})(?![0-9A-Za-z_-]|\.\d)")
_WIDTH: Final = 8
_TINY: Final = 0x10
_NEAR: Final = 60
_PARTS: Final = 3

# Families whose short codes only mean something where the text is about them.
_NEEDS_CONTEXT: Final = {"kerberos": KERBEROS, "rdp": RDP, "ldap": LDAP}
_NEVER_HEX: Final = ("event", "tls", "http", "sip", "dns", "smtp")


def find_values(text: str, index: Index) -> Iterator[Found]:
    yield from _literals(text, index)
    yield from _bare(text, index)
    yield from _decimals(text, index)


def _literals(text: str, index: Index) -> Iterator[Found]:
    for match in _LITERAL.finditer(text):
        digits, end = match[2], match.end()
        joined = _joined(text, digits, end)
        if joined and (signals := index.of_value(int(joined[0], 16))):
            yield Found(match.start(), joined[1], unique(signals))
            continue
        if (match[1] and len(digits) != _WIDTH) or (value := _value(digits)) is None:
            continue
        if meant := meanings(text, match.start(), end, value, index):
            yield Found(match.start(), end, meant)


def _joined(text: str, digits: str, end: int) -> tuple[str, int] | None:
    """The eight digits of a literal that blanks split, and where they end."""
    for _ in range(_PARTS):
        rest = _REST.match(text, end) if len(digits) < _WIDTH else None
        if rest is None:
            return None
        digits, end = digits + rest[1], rest.end()
        if len(digits) == _WIDTH:
            return digits, end
    return None


def _value(digits: str) -> int | None:
    """Of 64 bits only what extends a value of 32 bits: with zeros, or with the sign."""
    whole = int(digits, 16)
    is_extended = len(digits) == 2 * _WIDTH and whole >> 31 == 0x1_FFFF_FFFF
    return whole & 0xFFFF_FFFF if is_extended or whole <= 0xFFFF_FFFF else None


def meanings(text: str, start: int, end: int, value: int, index: Index) -> tuple[Signal, ...]:
    """Every meaning that a hex number has at this place; the words around it rule some out."""
    found = index.of_value(value)
    if value <= 0xFFFF:
        found = [*found, *index.of_family(value, "win32", "smb", "ldap")]
    found = [one for one in found if _fits(one, text, start, end)]
    for context, families in (
        (STOP, ("stop",)),
        (KERBEROS, ("kerberos",)),
        (RDP, ("rdp",)),
        (PRINT, ("print", "win32")),
    ):
        narrowed = [one for one in found if one.family in families]
        if narrowed and value <= 0xFFFF and context.is_near(text, start, end):
            return unique(narrowed)
    if value <= _TINY:  # such a number is mostly the result of a program
        found = [one for one in found if one.family not in ("stop", "print")] or found
    return unique(found)


def _fits(signal: Signal, text: str, start: int, end: int) -> bool:
    needed = _NEEDS_CONTEXT.get(signal.family)
    is_short = len(signal.code) < len("0x10000")
    return signal.family not in _NEVER_HEX and (not is_short or needed is None or needed.is_near(text, start, end))


def _bare(text: str, index: Index) -> Iterator[Found]:
    """Eight hex digits without 0x.  Digits alone also need a word such as "error": they could be anything."""
    for match in _BARE.finditer(text):
        signals = index.of_value(int(match[1], 16))
        has_letters = not match[1].isdecimal()
        if signals and (has_letters or ERROR.is_near(text, match.start(), match.end(), before=_NEAR, after=_NEAR)):
            yield Found(match.start(), match.end(), unique(signals))


def _decimals(text: str, index: Index) -> Iterator[Found]:
    """A signed number of that size is nothing else; an unsigned one could be a phone number."""
    for match in _NEGATIVE.finditer(text):
        if signals := index.of_value(-int(match[1]) & 0xFFFF_FFFF):
            yield Found(match.start(), match.end(), unique(signals))
    for match in _UNSIGNED.finditer(text):
        value = int(match[1])
        signals = index.of_value(value) if value <= 0xFFFF_FFFF else []
        if signals and ERROR.is_near(text, match.start(), match.end()):
            yield Found(match.start(), match.end(), unique(signals))
