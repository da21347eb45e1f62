"""Events on their way to the browsers: the envelope, its Redis keys, and the script that publishes one.

An account has one channel (who listens now) and one short Redis stream (what a client that was away missed); the
stream's position is the SSE id.  `web.stream` is the listening side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from redis.client import Pipeline

from models.core.tables import JsonObject

# How many events of an account are kept for those who were away, and for how long (seconds).
REPLAY_LENGTH = 1_000
REPLAY_SECONDS = 3_600
# How long a published event is remembered, so that the sweeper's second look does not send it twice (seconds).
SEEN_SECONDS = REPLAY_SECONDS

# Keys: seen mark, stream, channel.  Arguments: envelope, replay length, replay seconds, seen seconds.
# The message on the channel is the stream's position, a space, the envelope.
PUBLISH = """
if not redis.call('SET', KEYS[1], 1, 'NX', 'EX', ARGV[4]) then return false end
local id = redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], '*', 'e', ARGV[1])
redis.call('EXPIRE', KEYS[2], ARGV[3])
redis.call('PUBLISH', KEYS[3], id .. ' ' .. ARGV[1])
return id
"""

ESCALATIONS = "escalations"


def session_topic(ai_session_id: UUID) -> str:
    return f"session:{ai_session_id}"


def user_topic(user_id: UUID) -> str:
    return f"user:{user_id}"


def channel_of(account_id: UUID) -> str:
    return f"fp:live:{account_id}"


def replay_key_of(account_id: UUID) -> str:
    return f"fp:replay:{account_id}"


def seen_key_of(event_id: UUID) -> str:
    return f"fp:seen:{event_id}"


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """What travels: flask-sse's message (`type`, `data`) and its routing.

    `topics` says which streams it belongs to.  `audience`, where set, narrows the topic `escalations` to these
    user ids (and admins): a targeted handoff is nobody else's business.
    """

    type: str
    data: JsonObject
    topics: list[str]
    audience: list[str] | None = None

    def encode(self) -> bytes:
        return orjson.dumps({"type": self.type, "data": self.data, "topics": self.topics, "audience": self.audience})


def queue_up(pipe: Pipeline, publish: Any, *, account_id: UUID, event_id: UUID, envelope: Envelope) -> None:
    """Add to `pipe` the publication of a recorded event; a second time is a no-op in Redis."""
    keys = [seen_key_of(event_id), replay_key_of(account_id), channel_of(account_id)]
    pipe.evalsha(publish.sha, 3, *keys, envelope.encode(), REPLAY_LENGTH, REPLAY_SECONDS, SEEN_SECONDS)


def publish_fleeting(client: Any, account_id: UUID, envelope: Envelope) -> None:
    """Send what is not replayed (a reply's delta): no position, no row.  Raises redis.RedisError."""
    client.publish(channel_of(account_id), b"- " + envelope.encode())
