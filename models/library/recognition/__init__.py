"""Recognises the library's signals in what people write and paste, and looks a code up however it is spelt.

A bare number is never a signal.  The words around a number decide what it is; where they leave it open, every meaning
counts.  All patterns are bounded, and a look around a place reads a few hundred characters, so the time grows with the
length of the text and with nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from models.library.recognition.events import find_events
from models.library.recognition.found import Finder, Found
from models.library.recognition.index import Index, library_index
from models.library.recognition.mail import find_mail_statuses
from models.library.recognition.names import find_messages, find_names
from models.library.recognition.numbers import find_numbers
from models.library.recognition.spellings import meanings_of
from models.library.recognition.values import find_values
from models.library.signal import Signal

LONGEST_TEXT: Final = 64_000
"""How much (code points) of a text is read."""
MOST: Final = 100
"""How many places of a text are returned."""

# The first finder that recognises a place keeps it.
_FINDERS: Final[tuple[Finder, ...]] = (
    find_events,
    find_values,
    find_mail_statuses,
    find_names,
    find_numbers,
    find_messages,
)


@dataclass(frozen=True)
class Recognised:
    """A code as the text writes it, what it can mean, and where it is (start and end in code points, end excluded)."""

    written: str
    signals: tuple[Signal, ...]
    places: tuple[tuple[int, int], ...]


def recognise(text: str, *, index: Index | None = None) -> tuple[Recognised, ...]:
    """The codes of a text in the order in which they first occur; `index` stands for the library's own."""
    seen = text[:LONGEST_TEXT]
    grouped: dict[tuple[str, tuple[Signal, ...]], list[tuple[int, int]]] = {}
    for found in _apart(seen, index or library_index())[:MOST]:
        written = " ".join(seen[found.start : found.end].split())
        grouped.setdefault((written, found.signals), []).append((found.start, found.end))
    return tuple(Recognised(written, signals, tuple(places)) for (written, signals), places in grouped.items())


def look_up(code: str, *, index: Index | None = None) -> tuple[Signal, ...]:
    """The meanings of a code in any of its spellings; empty for one that the library does not know."""
    index = index or library_index()
    return meanings_of(code, index) or _distinct(one.signals for one in recognise(code, index=index))


def prepare() -> None:
    """Read the library now, so that no request has to wait for it."""
    index = library_index()
    for name in ("by_hex", "by_decimal", "events", "by_name", "messages", "by_enhanced"):
        getattr(index, name)


def _apart(text: str, index: Index) -> list[Found]:
    """What the finders found, without overlaps, in the order of the text."""
    taken = bytearray(len(text))
    kept = []
    for found in _all(text, index):
        if not any(taken[found.start : found.end]):
            taken[found.start : found.end] = b"\1" * (found.end - found.start)
            kept.append(found)
    return sorted(kept, key=lambda found: found.start)


def _all(text: str, index: Index) -> Iterator[Found]:
    for finder in _FINDERS:
        yield from finder(text, index)


def _distinct(groups: Iterable[tuple[Signal, ...]]) -> tuple[Signal, ...]:
    return tuple(dict.fromkeys(signal for group in groups for signal in group))
