"""How every process connects to Redis."""

from __future__ import annotations

import redis

MOST_CONNECTIONS = 50
CONNECT_TIMEOUT_SECONDS = 1
SOCKET_TIMEOUT_SECONDS = 5


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
    )
    # The client owns its pool: closing it hangs up.
    return redis.Redis.from_pool(pool)
