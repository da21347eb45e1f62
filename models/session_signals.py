"""The signals in a session's texts, each once, with every way in which it is written and where."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from models.library import Signal
from models.library.recognition import Recognised, recognise

MOST: Final = 60
"""How many signals of a session are returned, the first ones."""
MOST_SPELLINGS: Final = 6
_REMEMBERED: Final = 2_000

Where = TypeVar("Where")


@dataclass
class SessionSignal(Generic[Where]):
    """What a code of the session can mean; `written` as the texts have it, `where` the texts that have it."""

    signals: tuple[Signal, ...]
    written: list[str] = field(default_factory=list)
    where: list[Where] = field(default_factory=list)


def signals_among(texts: Iterable[tuple[Where, str]]) -> list[SessionSignal[Where]]:
    """The signals of texts, in the order in which they first occur."""
    found: dict[tuple[Signal, ...], SessionSignal[Where]] = {}
    for where, text in texts:
        for one in _recognised(text):
            known = found.setdefault(one.signals, SessionSignal(one.signals))
            if one.written not in known.written[:MOST_SPELLINGS]:
                known.written.append(one.written)
            if where not in known.where:
                known.where.append(where)
    return list(found.values())[:MOST]


# Texts do not change, and the same ones are read again with every reply and every look at the session.
_remembered: OrderedDict[bytes, tuple[Recognised, ...]] = OrderedDict()


def _recognised(text: str) -> tuple[Recognised, ...]:
    """Reading a long text takes a tenth of a second, so what was found is kept, under the text's hash."""
    key = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    if (known := _remembered.get(key)) is None:
        time.sleep(0)  # of a long session's many texts, other requests get their turn between two
        known = _remembered[key] = recognise(text)
        while len(_remembered) > _REMEMBERED:
            _remembered.popitem(last=False)
    return known
