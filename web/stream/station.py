"""What one process needs to stream: its hub, its Redis connections, its watch over hang-ups."""

from __future__ import annotations

import os

from models.core.redis_client import connect
from web.stream.departures import Departures
from web.stream.hub import Hub
from web.stream.places import Places

# The subscription's connection, and some for reading the past and counting streams, however many clients come at once.
CONNECTIONS = 16


class Station:
    """What one process needs to stream; connections are made when first needed."""

    def __init__(self, redis_url: str) -> None:
        self.process = os.getpid()
        self.client = connect(redis_url, at_most=CONNECTIONS)
        self.hub = Hub(self.client)
        self.places = Places(self.client)
        self.departures = Departures()

    def close(self) -> None:
        self.hub.close()
        self.departures.close()
        self.places.close()
