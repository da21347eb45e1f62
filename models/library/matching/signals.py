"""The guides that a code in a text speaks for."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from models.library.loading import load_guides
from models.library.recognition import look_up, recognise
from models.library.signal import Signal


def guides_by_code(text: str) -> dict[str, frozenset[str]]:
    """For each code recognised in the text, the guides that name it, or that one of its meanings names."""
    found = ((one.written, guides_of(signal)) for one in recognise(text) for signal in one.signals)
    guides: dict[str, frozenset[str]] = defaultdict(frozenset)
    for written, named in found:
        guides[written] |= named
    return {written: named for written, named in guides.items() if named}


def guides_of(signal: Signal) -> frozenset[str]:
    """The guides that the signal names, and those that name it."""
    known = load_guides().keys()
    return frozenset(known & set(signal.guides)) | naming_guides().get(signal, frozenset())


@cache
def naming_guides() -> dict[Signal, frozenset[str]]:
    """For each signal, the guides that list one of its spellings."""
    naming: dict[Signal, set[str]] = defaultdict(set)
    for guide in load_guides().values():
        for code in guide.signals:
            for signal in look_up(code):
                naming[signal].add(guide.id)
    return {signal: frozenset(guides) for signal, guides in naming.items()}
