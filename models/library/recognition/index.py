"""The signals of the library by everything that a text may call them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Final, Literal

from models.library.loading import load_signals
from models.library.signal import Signal

_HEX: Final = re.compile(r"0x([0-9a-f]{1,8})", re.IGNORECASE)
_EVENT_NUMBER: Final = re.compile(r"(?:.{0,80}\s)?(\d{1,5})", re.DOTALL)
_ENHANCED: Final = re.compile(r"(?:(\d{3})[ -])?(\d\.\d{1,3}\.\d{1,3})")
_WORD: Final = re.compile(r"[^\W_]+")

FACILITY_WIN32: Final = 0x8007_0000
_NT_BIT: Final = 0x1000_0000
_ONLY_WITH_NUMBER: Final = ("http", "sip")
FEWEST_WORDS: Final = 3
"""Of a message that is looked for in prose; shorter ones are ordinary words."""


class Index:
    """Look-ups that cost the same however many signals there are."""

    def __init__(self, signals: Iterable[Signal]) -> None:
        self.signals = tuple(signals)

    @cached_property
    def by_hex(self) -> dict[int, list[Signal]]:
        """Signals whose code is written in hex, by its value."""
        return self._numbered(lambda signal: _HEX.fullmatch(signal.code), 16)

    @cached_property
    def by_decimal(self) -> dict[int, list[Signal]]:
        """Signals whose code is a decimal number, except events."""
        return self._numbered(
            lambda signal: signal.family != "event" and re.fullmatch(r"(-?\d{1,10})", signal.code), 10
        )

    @cached_property
    def events(self) -> dict[int, list[Signal]]:
        return self._numbered(lambda signal: signal.family == "event" and _EVENT_NUMBER.fullmatch(signal.code), 10)

    @cached_property
    def by_name(self) -> dict[str, list[Signal]]:
        """By code and names in upper case; a blank in a name is one space."""
        found: dict[str, list[Signal]] = defaultdict(list)
        for signal in self.signals:
            for name in dict.fromkeys(plain(name) for name in (signal.code, *signal.names)):
                found[name].append(signal)
        return dict(found)

    @cached_property
    def messages(self) -> dict[str, list[str]]:
        """Names that are messages of three words or more, in upper case, by their first word; the longest first."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, signals in self.by_name.items():
            words = name.split()
            if all(one.family in _ONLY_WITH_NUMBER for one in signals):
                continue
            if len(words) >= FEWEST_WORDS and (first := _WORD.match(words[0])):
                found[first[0]].append(name)
        return {word: sorted(names, key=len, reverse=True) for word, names in found.items()}

    @cached_property
    def by_enhanced(self) -> dict[str, list[Signal]]:
        """SMTP statuses by their enhanced code."""
        found: dict[str, list[Signal]] = defaultdict(list)
        for signal in self.signals:
            if signal.family in ("smtp", "exchange") and (match := _ENHANCED.fullmatch(signal.code)):
                found[match[2]].append(signal)
        return dict(found)

    def of_value(self, value: int) -> list[Signal]:
        """The meanings of an error value of 32 bits: its own, and what it wraps (a Win32 error, an NTSTATUS)."""
        found = list(self.by_hex.get(value, ()))
        if value & 0xFFFF_0000 == FACILITY_WIN32:
            found += self.of_family(value & 0xFFFF, "win32")
        elif value & _NT_BIT and value & 0x8000_0000:
            found += [one for one in self.by_hex.get(value & ~_NT_BIT, ()) if one.family == "ntstatus"]
        return found

    def of_family(self, number: int, *families: str) -> list[Signal]:
        """The signals of those families whose code is `number`, in hex or in decimal."""
        both = (*self.by_decimal.get(number, ()), *self.by_hex.get(number, ()))
        return [one for one in both if one.family in families]

    def _numbered(
        self, match: Callable[[Signal], re.Match[str] | Literal[False] | None], base: int
    ) -> dict[int, list[Signal]]:
        found: dict[int, list[Signal]] = defaultdict(list)
        for signal in self.signals:
            if matched := match(signal):
                found[int(matched[1], base)].append(signal)
        return dict(found)


@lru_cache(maxsize=1)
def library_index() -> Index:
    """Of the library's signals, made once in each process."""
    return Index(load_signals())


def plain(name: str) -> str:
    """A name in upper case, with single spaces and straight apostrophes."""
    return " ".join(name.upper().replace("\u2019", "'").split())


def unique(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Without repetitions, in order."""
    seen: dict[tuple[str, str, str | None], Signal] = {}
    for one in signals:
        seen.setdefault((one.family, one.code, one.source), one)
    return tuple(seen.values())


def sources_of(signals: Sequence[Signal]) -> set[str]:
    return {one.source for one in signals if one.source}
