"""Several threads with something to send, one round trip: whoever has the turn sends for all who came meanwhile."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Gathering(Generic[Item]):
    """`send` is called by one thread at a time, with everything that waits, in its order."""

    def __init__(self, send: Callable[[list[Item]], None]) -> None:
        self._send = send
        self._waiting: deque[Item] = deque()
        self._turn = threading.Lock()

    def pass_on(self, items: Iterable[Item]) -> None:
        """Returns when they are sent, by this thread or by another.

        Raises what `send` raises, in the thread that sent; what it was to send is not sent again.
        """
        self._waiting.extend(items)
        with self._turn:
            gathered = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if gathered:
                self._send(gathered)
