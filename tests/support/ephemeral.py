"""Publish an event as a worker publishes a piece of a reply: without an outbox row, and without a position."""

from __future__ import annotations

from uuid import UUID

import redis

from models.core.outgoing import live


def publish_ephemeral(client: redis.Redis, account_id: UUID, envelope: live.Envelope) -> None:
    """Raises redis.RedisError."""
    client.publish(live.channel_of(account_id), live.ephemeral_message(envelope))
