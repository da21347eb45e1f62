"""What a client receives when it connects while a reply is being written: `reply_started` and the text so far."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import redis
import structlog
from flask_sse import Message

from models import events
from models.core.outgoing import live, running_text
from web.stream import frames
from web.stream.deduplication import Deduplicator

log = structlog.get_logger(__name__)


def encoded_running_replies(
    client: redis.Redis, account_id: UUID, topics: Iterable[str], deduplicator: Deduplicator
) -> bytes:
    """The encoded events for each running reply in `topics`; empty when Redis does not answer.

    Call it after the client has joined the hub.  A piece published in between arrives twice; `deduplicator`, which
    this function updates, then drops the second copy.
    """
    conversations = [topic for topic in topics if live.conversation_of(topic)]
    try:
        running = running_text.read(client, account_id, conversations)
    except (redis.RedisError, ValueError) as error:
        log.warning("event stream starts without the running replies", error=repr(error))
        return b""
    envelopes = []
    for topic, text in running.items():
        deduplicator.note_text(text)
        envelopes += events.reply_so_far(text, topic)
    return b"".join(frames.encode(Message(one.data, type=one.type)) for one in envelopes)
