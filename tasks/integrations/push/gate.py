"""Leaves a push service alone that does not answer, because each try takes a worker's thread for seconds.

How many pushes run at once is decided before (`tasks.turns`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tasks.integrations.outgoing import HostNotFound, NoAnswer, NotConnected
from tasks.integrations.push.errors import PushServiceBusy

PAUSE_SECONDS, PROBE_SECONDS = 20.0, 12.0
"""After a failed call nobody tries for a while; then one message does, and the others wait for what it finds."""
MOST_ORIGINS = 1_000
"""Browsers enter the addresses, so how many are remembered has a limit."""


class Gate:
    """Safe to share between threads, and between greenlets in a process that gevent has patched."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`monotonic`: seconds by a clock that is never set."""
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._closed_until: dict[str, float] = {}

    @contextmanager
    def passing(self, origin: str) -> Iterator[None]:
        """Around a call to a push service.  Raises PushServiceBusy while it is known to be down."""
        self._check_not_down(origin)
        try:
            yield
        except (HostNotFound, NotConnected, NoAnswer):
            self._close(origin)
            raise
        else:
            self._open(origin)

    def _check_not_down(self, origin: str) -> None:
        now = self._monotonic()
        with self._lock:
            until = self._closed_until.get(origin)
            if until is None:
                return
            if now < until:
                raise PushServiceBusy(after=until - now)
            self._closed_until[origin] = now + PROBE_SECONDS

    def _close(self, origin: str) -> None:
        with self._lock:
            if len(self._closed_until) >= MOST_ORIGINS:
                self._closed_until.clear()
            self._closed_until[origin] = self._monotonic() + PAUSE_SECONDS

    def _open(self, origin: str) -> None:
        with self._lock:
            self._closed_until.pop(origin, None)
