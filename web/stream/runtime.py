"""What one process needs to serve streams: its hub, its Redis connections, its slots, its disconnect watcher and its
watch over presence.
"""

from __future__ import annotations

import os

from models.core.outgoing.redis_client import connect
from web.stream.disconnects import DisconnectWatcher
from web.stream.hub import Hub
from web.stream.presence_watch import PresenceWatch
from web.stream.slots import StreamSlots

# One connection for the subscription; the others read replays and count streams.  Clients that open streams at the
# same time share them.
CONNECTIONS = 16


class StreamRuntime:
    """The stream state of the process `process_id`.  It connects to Redis on first use."""

    def __init__(self, redis_url: str) -> None:
        self.process_id = os.getpid()
        self.client = connect(redis_url, at_most=CONNECTIONS)
        self.hub = Hub(self.client)
        self.slots = StreamSlots(self.client)
        self.disconnects = DisconnectWatcher()
        self.presence = PresenceWatch(self.client)

    def close(self) -> None:
        """End all streams of this process and stop its threads."""
        self.hub.close()
        self.disconnects.close()
        self.slots.close()
        self.presence.close()
