"""What one process needs to stream: its hub, its Redis connections, its watch over hang-ups."""

from __future__ import annotations

import os

import redis

from models.core.redis_client import CONNECT_TIMEOUT_SECONDS, SOCKET_TIMEOUT_SECONDS
from web.stream.departures import Departures
from web.stream.hub import Hub
from web.stream.places import Places

# The subscription's connection, and some for reading the past and counting streams, however many clients come at once.
CONNECTIONS = 16


class Station:
    """What one process needs to stream; connections are made when first needed."""

    def __init__(self, redis_url: str) -> None:
        self.process = os.getpid()
        self.client = _connect(redis_url)
        self.hub = Hub(self.client)
        self.places = Places(self.client)
        self.departures = Departures()

    def close(self) -> None:
        self.hub.close()
        self.departures.close()


def _connect(url: str) -> redis.Redis:
    """A thousand clients that return together wait their turn, where redis-py's usual pool refuses the 101st."""
    pool = redis.BlockingConnectionPool.from_url(
        url,
        max_connections=CONNECTIONS,
        timeout=SOCKET_TIMEOUT_SECONDS,
        socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        socket_timeout=SOCKET_TIMEOUT_SECONDS,
        socket_keepalive=True,
    )
    return redis.Redis.from_pool(pool)
