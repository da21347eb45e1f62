"""Ends a call at its deadline or when Stop is pressed, even while its socket is blocked in a read.

The SDK's timeouts apply to single reads, so a server that sends a byte or a ping now and then could keep a call going
for ever.  A thread (under gevent a greenlet) checks the control and shuts the socket down, which ends a blocked read
at once, on plain and on TLS sockets.  Closing the stream from another thread would not.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Protocol, Self

from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import AssistantError

JOIN_SECONDS = 1.0
"""A stop flag that is slow to read must not delay a finished answer; the thread then ends by itself."""

_CONNECTED = ("connect_tcp.complete", "start_tls.complete")


class NetworkStream(Protocol):
    """The part of httpcore2's network stream that is used here."""

    def get_extra_info(self, info: str) -> Any:
        """`socket` gives the socket."""


class Watchdog:
    """Watches one call from `with` to its end.  `stopped` is why it ended the call, or None."""

    def __init__(self, control: Control) -> None:
        self.stopped: type[AssistantError] | None = None
        self._control = control
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._stream: NetworkStream | None = None
        self._thread = threading.Thread(target=self._watch, name="assistant-watchdog", daemon=True)

    def trace(self, name: str, info: Mapping[str, Any]) -> None:
        """For httpcore2's `trace` extension, which passes the socket once it is connected, long before any headers."""
        if name.endswith(_CONNECTED):
            with self._lock:
                self._stream = info["return_value"]
                self._shut_down_if_stopped()

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
            stopped = self._control.must_stop()
            if stopped is not None:
                with self._lock:
                    self.stopped = stopped
                    self._shut_down_if_stopped()
                return

    def _shut_down_if_stopped(self) -> None:
        if self.stopped is not None and self._stream is not None:
            with suppress(OSError):  # it is closed already
                self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
