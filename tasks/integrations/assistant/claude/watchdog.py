"""Ends a call at its deadline or when somebody presses Stop, whatever its socket is waiting for.

The SDK's timeouts count single reads, so a slow drip or pings alone would keep a call going for ever.  A thread
(under gevent a greenlet) looks at the control and shuts the socket down, which wakes a blocked read at once, on plain
and on TLS sockets.  Closing the stream from another thread would not.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Protocol, Self

from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import AssistantErrorCode

JOIN_SECONDS = 1.0
"""A stop flag that is slow to read must not hold up a finished answer; the thread then ends by itself."""

_CONNECTED = ("connect_tcp.complete", "start_tls.complete")


class NetworkStream(Protocol):
    """The part of httpcore2's network stream that is used here."""

    def get_extra_info(self, info: str) -> Any:
        """`socket` gives the socket."""


class Watchdog:
    """Watches one call from `with` to its end.  `code` is why it cut the call off; None if it did not."""

    def __init__(self, control: Control) -> None:
        self.code: AssistantErrorCode | None = None
        self._control = control
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._stream: NetworkStream | None = None
        self._thread = threading.Thread(target=self._watch, name="assistant-watchdog", daemon=True)

    def trace(self, name: str, info: Mapping[str, Any]) -> None:
        """For httpcore2's `trace` extension: learns the socket once it is connected, long before any headers."""
        if name.endswith(_CONNECTED):
            with self._lock:
                self._stream = info["return_value"]
                self._cut_if_over()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join(JOIN_SECONDS)

    def _watch(self) -> None:
        while not self._over.wait(self._control.tick()):
            code = self._control.stop_code()
            if code is not None:
                with self._lock:
                    self.code = code
                    self._cut_if_over()
                return

    def _cut_if_over(self) -> None:
        if self.code is not None and self._stream is not None:
            with suppress(OSError):  # it is closed already
                self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
