"""How every process connects to Redis."""

from __future__ import annotations

import select
from typing import Any

import redis
from gevent import monkey

MOST_CONNECTIONS = 50
CONNECT_TIMEOUT_SECONDS = 1
SOCKET_TIMEOUT_SECONDS = 5


_poll: Any = monkey.get_original("select", "poll")


class QuickConnection(redis.Connection):
    """Asks the kernel itself whether something is left to read, as the pool wants to know before each use.

    gevent's poll runs its whole loop once for an answer that is there already: a seventh of a busy worker's time.
    """

    def can_read(self, timeout: float = 0) -> bool:
        """As redis-py's.  Raises redis.ConnectionError."""
        if timeout == 0 and self._sock is not None and not self._parser._reader.has_data():  # noqa: SLF001 -- as the parser's own check
            poller = _poll()
            poller.register(self._sock, select.POLLIN)
            if not poller.poll(0):
                return False
        return super().can_read(timeout)


def connect(url: str, *, at_most: int = MOST_CONNECTIONS) -> redis.Redis:
    """A client that fails at once when Redis is away, instead of retrying for seconds inside a request.

    With `at_most` connections in use a caller waits for one, where redis-py's usual pool refuses.
    """
    pool = redis.BlockingConnectionPool.from_url(
        url,
        max_connections=at_most,
        timeout=SOCKET_TIMEOUT_SECONDS,
        socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        socket_timeout=SOCKET_TIMEOUT_SECONDS,
        socket_keepalive=True,
        **({"connection_class": QuickConnection} if url.startswith("redis://") else {}),
    )
    # The client owns its pool: closing it hangs up.
    return redis.Redis.from_pool(pool)
