"""Server-sent events, receiving side: one Redis subscription per process, one bounded queue per client.

The views in `web.api` decide who may open a stream and for which topics.  `models.core.outgoing.live` publishes the
events.  `docs/stream.md` describes the path of an event.
"""

from __future__ import annotations

from web.stream.blueprint import EventStream
from web.stream.subscriber import Subscriber
from web.stream.timing import StreamTiming

__all__ = ["EventStream", "StreamTiming", "Subscriber"]
