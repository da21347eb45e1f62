"""The open connections to the mail server: few, each used for several messages, and none kept for long without use."""

from __future__ import annotations

import smtplib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from tasks.integrations.mail.errors import MailServerSlow, MailServerUnreachable

MOST_OPEN, MOST_MESSAGES = 4, 20
"""Connections at once for each process, and messages for each connection: more looks like abuse to some servers."""
IDLE_SECONDS = 5.0
# A mail that waits for a connection keeps a worker's thread from other jobs, so it soon waits in its row instead.
WAIT_SECONDS = 5.0
PAUSE_SECONDS, PROBE_SECONDS = 5.0, 40.0
"""After a failed connection nobody tries for a while; then one mail does, and the others wait for what it finds."""


@dataclass
class _Connection:
    smtp: smtplib.SMTP
    messages: int = 0
    closing: threading.Timer | None = None


class SmtpConnections:
    """Safe to share between threads, and between greenlets in a process that gevent has patched."""

    def __init__(self, connect: Callable[[], smtplib.SMTP], *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`monotonic`: seconds by a clock that is never set."""
        self._connect, self._monotonic = connect, monotonic
        self._places = threading.BoundedSemaphore(MOST_OPEN)
        self._idle: list[_Connection] = []
        self._lock = threading.Lock()
        self._closed_until: float | None = None
        """By the monotonic clock; None while the server answers."""

    @contextmanager
    def one(self) -> Iterator[smtplib.SMTP]:
        """A connection for one message.  It is kept for the next one unless the body raises.

        Waits while all are in use.  Raises MailServerSlow when none becomes free, MailServerUnreachable at once while
        the server is known to be down, and what `connect` raises.
        """
        self._check_not_down()
        if not self._places.acquire(timeout=WAIT_SECONDS):
            raise MailServerSlow
        try:
            with self._noting_outages():
                connection = self._reusable() or _Connection(self._connect())
                try:
                    yield connection.smtp
                except BaseException:
                    connection.smtp.close()
                    raise
            connection.messages += 1
            self._give_back(connection)
        finally:
            self._places.release()

    def close(self) -> None:
        """Close those that nobody uses."""
        while connection := self._take():
            _quit(connection.smtp)

    def _check_not_down(self) -> None:
        """Raises MailServerUnreachable unless the server answers, or it is time that one mail tries again."""
        now = self._monotonic()
        with self._lock:
            if self._closed_until is None:
                return
            if now < self._closed_until:
                raise MailServerUnreachable
            self._closed_until = now + PROBE_SECONDS

    @contextmanager
    def _noting_outages(self) -> Iterator[None]:
        try:
            yield
        except MailServerUnreachable:
            self._closed_until = self._monotonic() + PAUSE_SECONDS
            raise
        self._closed_until = None

    def _reusable(self) -> _Connection | None:
        """An open connection that still answers.

        A new one is opened only if there is none, so there are never more than MOST_OPEN.
        """
        while connection := self._take():
            with suppress(smtplib.SMTPException, OSError):
                if connection.smtp.rset()[0] == 250:
                    return connection
            connection.smtp.close()
        return None

    def _take(self) -> _Connection | None:
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection and connection.closing:
            connection.closing.cancel()
        return connection

    def _give_back(self, connection: _Connection) -> None:
        if connection.messages >= MOST_MESSAGES:
            _quit(connection.smtp)
            return
        connection.closing = threading.Timer(IDLE_SECONDS, self._close_if_idle, [connection])
        connection.closing.daemon = True
        with self._lock:
            self._idle.append(connection)
        connection.closing.start()

    def _close_if_idle(self, connection: _Connection) -> None:
        with self._lock:
            if connection not in self._idle:
                return
            self._idle.remove(connection)
        _quit(connection.smtp)


def _quit(smtp: smtplib.SMTP) -> None:
    """The messages are delivered already, so nothing depends on the answer."""
    try:
        smtp.quit()
    except (smtplib.SMTPException, OSError):
        smtp.close()
