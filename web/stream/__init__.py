"""Server-sent events, the listening side: one Redis subscription a process, a bounded queue a client.

Who may open a stream and with which topics is decided by the views in `web.api`; what is published, and how, lives in
`models.core.live`.  `docs/stream.md` tells the whole way of an event.
"""

from __future__ import annotations

from web.stream.blueprint import EventStream
from web.stream.pace import Pace
from web.stream.subscriber import Subscriber

__all__ = ["EventStream", "Pace", "Subscriber"]
