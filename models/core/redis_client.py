"""How every process connects to Redis."""

from __future__ import annotations

import redis

MOST_CONNECTIONS = 50
CONNECT_TIMEOUT_SECONDS = 1
SOCKET_TIMEOUT_SECONDS = 5


def connect(url: str) -> redis.Redis:
    """A client that fails at once when Redis is away, instead of retrying for seconds inside a request."""
    pool = redis.BlockingConnectionPool.from_url(
        url,
        # Beyond this many a caller waits for a connection instead of failing.
        max_connections=MOST_CONNECTIONS,
        timeout=SOCKET_TIMEOUT_SECONDS,
        socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        socket_timeout=SOCKET_TIMEOUT_SECONDS,
        socket_keepalive=True,
    )
    return redis.Redis(connection_pool=pool)
