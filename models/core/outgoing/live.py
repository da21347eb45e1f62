"""Publishes live events: the envelope, its Redis keys, and the script that publishes one.

An account has one channel, for open streams, and one short Redis stream, for clients that reconnect.  The position in
that Redis stream is the SSE id.  `web.stream` is the receiving side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from redis.client import Pipeline

from models.core.database.tables import JsonObject

# How many events of an account are kept for clients that reconnect, and for how long (seconds).
REPLAY_LENGTH = 1_000
REPLAY_SECONDS = 3_600
# How long (seconds) the id of a published event is kept, so that the sweeper does not publish it twice.
SEEN_SECONDS = REPLAY_SECONDS

# Keys: the published mark, the replay stream, the channel, and the running texts that end with this event.
# Arguments: envelope, replay length, replay seconds, seconds to keep the mark.
# The message on the channel is the position in the replay stream, a space, and the envelope.
PUBLISH = """
if not redis.call('SET', KEYS[1], 1, 'NX', 'EX', ARGV[4]) then return false end
for number = 4, #KEYS do redis.call('DEL', KEYS[number]) end
local id = redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], '*', 'e', ARGV[1])
redis.call('EXPIRE', KEYS[2], ARGV[3])
redis.call('PUBLISH', KEYS[3], id .. ' ' .. ARGV[1])
return id
"""

ESCALATIONS = "escalations"
# Every stream of the account receives this topic for its own use; no browser subscribes to it.
RIGHTS = "rights"

# After these events the step has the text, and a new stream must not show the reply as running.
_ENDS_OF_REPLIES = frozenset({"reply_finished", "reply_failed"})


def session_topic(ai_session_id: UUID) -> str:
    return f"session:{ai_session_id}"


def script_topic(script_session_id: UUID) -> str:
    return f"script:{script_session_id}"


def conversation_of(topic: str) -> UUID | None:
    """The session, or the session of the script builder, whose topic this is; None for a topic without replies."""
    kind, _, row_id = topic.partition(":")
    return UUID(row_id) if kind in ("session", "script") else None


def handoff_topic(handoff_id: UUID) -> str:
    return f"handoff:{handoff_id}"


def user_topic(user_id: UUID) -> str:
    return f"user:{user_id}"


def rights_topic(user_id: UUID) -> str:
    """Every stream of this user receives this topic for its own use; no browser subscribes to it."""
    return f"{RIGHTS}:{user_id}"


def channel_of(account_id: UUID) -> str:
    return f"fp:live:{account_id}"


def replay_key_of(account_id: UUID) -> str:
    return f"fp:replay:{account_id}"


def running_text_key_of(account_id: UUID, topic: str) -> str:
    """The key of the text of the reply that is being written in `topic`; see `running_text`."""
    return f"fp:running-text:{account_id}:{topic}"


def seen_key_of(event_id: UUID) -> str:
    return f"fp:seen:{event_id}"


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """An event (`type`, `data`) and its recipients.

    `topics`: streams subscribed to one of them receive it.  `audience`: if set, restricts the topic `escalations` to
    these user ids and admins, for handoffs that target one user.
    """

    type: str
    data: JsonObject
    topics: list[str]
    audience: list[str] | None = None

    def encode(self) -> bytes:
        return orjson.dumps({"type": self.type, "data": self.data, "topics": self.topics, "audience": self.audience})


def queue_up(pipe: Pipeline, publish: Any, *, account_id: UUID, event_id: UUID, envelope: Envelope) -> None:
    """Add to `pipe` the publication of an event that has an outbox row.  Redis ignores a second publication."""
    keys = [seen_key_of(event_id), replay_key_of(account_id), channel_of(account_id)]
    if envelope.type in _ENDS_OF_REPLIES:
        keys += [running_text_key_of(account_id, topic) for topic in envelope.topics]
    pipe.evalsha(publish.sha, len(keys), *keys, envelope.encode(), REPLAY_LENGTH, REPLAY_SECONDS, SEEN_SECONDS)


def ephemeral_message(envelope: Envelope) -> bytes:
    """The channel's message for an event that has no position in the replay stream."""
    return b"- " + envelope.encode()
