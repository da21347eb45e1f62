"""What a code means that somebody asks for by itself: here a number needs no words around it."""

from __future__ import annotations

import re
from typing import Final

from models.library.recognition.events import is_source
from models.library.recognition.index import Index, plain, unique
from models.library.recognition.mail import of_status
from models.library.recognition.numbers import bind_data
from models.library.signal import Signal

_HEX: Final = re.compile(r"(?:0x|&h)?([0-9a-f]{1,16})", re.IGNORECASE)
_DECIMAL: Final = re.compile(r"-?\d{1,10}")
_STATUS: Final = re.compile(r"(?:(\d{3})[ -])?#?(\d\.\d{1,3}\.\d{1,3})")
_EVENT: Final = re.compile(r"(.{1,80}?)[\s:#-]{1,3}(?:event[ -]?(?:id)?\s?)?(\d{1,5})", re.IGNORECASE)
_DATA: Final = re.compile(r"(?:data\s)?([0-9a-f]{3})", re.IGNORECASE)
_LONGEST: Final = 120
_WIDE: Final = 0xFFFF_FFFF


def meanings_of(code: str, index: Index) -> tuple[Signal, ...]:
    """Empty if the code is not a spelling of one signal or more by itself."""
    asked = " ".join(code[:_LONGEST].split())
    return unique(
        [
            *index.by_name.get(plain(asked), ()),
            *index.by_name.get(f"AADSTS{asked}", ()),
            *_numbers(asked, index),
            *_statuses(asked, index),
            *_events(asked, index),
            *_bind_data(asked, index),
        ]
    )


def _numbers(asked: str, index: Index) -> list[Signal]:
    together = asked.replace(" ", "")
    found: list[Signal] = []
    if _DECIMAL.fullmatch(asked):
        number = int(asked)
        found += [*index.by_decimal.get(number, ()), *index.events.get(number, ())]
        found += index.of_value(number & _WIDE) if abs(number) > 0xFFFF else []
    match = _HEX.fullmatch(together)
    if match and (together[1:2].lower() in ("x", "h") or len(together) == len("80070005")):
        value = int(match[1], 16)
        is_extended = len(match[1]) == len("FFFFFFFF80070005") and value >> 31 == 0x1_FFFF_FFFF
        value = value & _WIDE if is_extended else value
        found += index.of_value(value)
        found += index.of_family(value, "win32", "smb", "ldap") if value <= 0xFFFF else []
    return found


def _statuses(asked: str, index: Index) -> list[Signal]:
    match = _STATUS.fullmatch(asked)
    if match is None:
        return []
    return of_status(match[1], match[2], index) if match[1] else index.by_enhanced.get(match[2], [])


def _events(asked: str, index: Index) -> list[Signal]:
    match = _EVENT.fullmatch(asked)
    if match is None:
        return []
    known = index.events.get(int(match[2]), [])
    if found := [one for one in known if is_source(one, match[1])]:
        return found
    return index.of_family(int(match[2]), "sql") if match[1].upper().startswith("MSSQL") else []


def _bind_data(asked: str, index: Index) -> list[Signal]:
    match = _DATA.fullmatch(asked)
    return bind_data(match[1], index) if match else []
