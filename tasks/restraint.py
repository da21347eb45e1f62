"""Holds back messages to an address that fails or is slow to answer, so that it does not take the time of the others.

Each worker process judges for itself, from its own calls: this only spares time, and nothing depends on it.  To an
address that fails, one message at a time is tried, at growing distances; the others wait in their rows.  The turns of
accounts (`tasks.turns`) are taken here too.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from uuid import UUID

from models.delivery import Channel
from tasks.integrations.errors import CallFailed
from tasks.turns import KIND_OF, Kind, Turns

SLOW_SECONDS = 1.0
"""An address whose call takes longer gets no second call beside it."""
SLOW_FOR_SECONDS = 60.0
"""How long that holds after a slow call that succeeded."""
PAUSE_SECONDS = 2.0
"""How long a message waits that is held back by a call under way."""
LONGEST_PAUSE_SECONDS = 60.0
"""Short, so that an address that works again soon gets what waits for it."""
LONGEST_RETRY_AFTER_SECONDS = 3_600.0
"""What an address asks for is not trusted beyond this."""
SWITCHED_OFF = frozenset({Channel.SLACK, Channel.TEAMS, Channel.WEBHOOK})
"""These are switched off after ten failures in a row, which longer pauses would only delay."""
MOST_ADDRESSES = 10_000
"""When so many have failed and were not tried again, they are forgotten."""

Clock = Callable[[], float]


@dataclass
class _Address:
    calls: int = 0
    """Under way."""
    began: float = 0.0
    """When the first of them began, by the monotonic clock."""
    failures: int = 0
    """In a row."""
    rests_until: float = 0.0
    slow_until: float = 0.0
    error: CallFailed | None = None
    """The last failure."""


@dataclass(frozen=True)
class Hold:
    """A message has to wait for so many seconds.

    `error`: how the address failed; None if it is only slow, or if others have their turn.
    """

    seconds: float
    error: CallFailed | None = None


class Restraint:
    """Safe to share between threads."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self.clock = clock
        self.turns = Turns(clock)
        self._addresses: dict[str, _Address] = {}
        self._lock = threading.Lock()

    def place(self) -> Place:
        """A place for one call, as a context manager; it is free again at its end."""
        return Place(self)

    def enter(self, key: str, *, although_it_rests: bool = False) -> Hold | None:
        """Count a call to this address, or say how long it has to wait.  `although_it_rests`: somebody asked for it."""
        with self._lock:
            if len(self._addresses) >= MOST_ADDRESSES:
                self._addresses = {name: one for name, one in self._addresses.items() if one.calls}
            address = self._addresses.setdefault(key, _Address())
            if hold := self._hold(address, although_it_rests=although_it_rests):
                return hold
            address.began = address.began if address.calls else self.clock()
            address.calls += 1
            return None

    def _hold(self, address: _Address, *, although_it_rests: bool) -> Hold | None:
        now = self.clock()
        if not although_it_rests and address.failures and now < address.rests_until:
            return Hold(_spread(address.rests_until - now), address.error)
        is_slow = address.calls and (now - address.began > SLOW_SECONDS or now < address.slow_until)
        if is_slow or (address.failures and address.calls):
            return Hold(_spread(PAUSE_SECONDS), address.error)
        return None

    def leave(self, key: str, error: CallFailed | None, *, began: float, longest_pause: float) -> None:
        """A call has ended, with this error if it failed.  The address rests for at most `longest_pause` seconds.

        It rests for longer if it said so itself (`Retry-After`).
        """
        now = self.clock()
        with self._lock:
            address = self._addresses.setdefault(key, _Address(calls=1))
            address.calls -= 1
            address.error = error
            if error is not None:
                address.failures += 1
                pause = min(2.0 ** min(address.failures, 10), longest_pause)
                asked = min(error.after or 0.0, LONGEST_RETRY_AFTER_SECONDS)
                address.rests_until = now + max(pause, asked)
                return
            address.failures = 0
            if now - began > SLOW_SECONDS:
                address.slow_until = now + SLOW_FOR_SECONDS
            if not address.calls and address.slow_until <= now:
                del self._addresses[key]


class Place:
    """One call's place.  `take` it before the call, and `note_failure` if the call fails."""

    def __init__(self, restraint: Restraint) -> None:
        self._restraint = restraint
        self._turn: tuple[Kind, UUID] | None = None
        self._key: str | None = None
        self._began = 0.0
        self._longest_pause = LONGEST_PAUSE_SECONDS
        self._error: CallFailed | None = None

    def take(self, channel: str, recipient: str, *, account_id: UUID, although_it_rests: bool = False) -> Hold | None:
        """None if the call may be made now.  `although_it_rests`: somebody asked for it."""
        key = f"{channel} {recipient}"
        kind = KIND_OF.get(channel)
        if kind and (hold := self.take_turn(kind, account_id=account_id)):
            return hold
        hold = self._restraint.enter(key, although_it_rests=although_it_rests)
        if hold is None:
            self._key, self._began = key, self._restraint.clock()
            if channel in SWITCHED_OFF:
                self._longest_pause = PAUSE_SECONDS
        return hold

    def take_turn(self, kind: Kind, *, account_id: UUID) -> Hold | None:
        """Only the account's turn, for a call that somebody asked for although the address may fail."""
        seconds = self._restraint.turns.take(kind, account_id)
        if seconds is not None:
            return Hold(seconds)
        self._turn = kind, account_id
        return None

    def note_failure(self, error: CallFailed) -> None:
        self._error = error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._turn is not None:
            self._restraint.turns.give_back(*self._turn)
        if self._key is not None:
            self._restraint.leave(self._key, self._error, began=self._began, longest_pause=self._longest_pause)


def _spread(seconds: float) -> float:
    """So that those who wait do not all come back in the same moment."""
    return seconds * random.uniform(1.0, 1.5)
