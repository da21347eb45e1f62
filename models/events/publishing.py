"""Write an event as an outbox row of the current transaction, and the parts that several events share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from models.core import clock, ids, unit_of_work
from models.core.outgoing import live, outbox
from models.events.types import EventType
from models.user import User


def publish(
    event_type: EventType, topics: Sequence[str], data: dict[str, Any], *, audience: list[str] | None = None
) -> None:
    """Announce on `topics` what the current transaction has changed; a rollback discards the event too.

    `audience` restricts the topic `escalations` to these user ids (as text) and to admins; None: everybody.
    """
    unit = unit_of_work.current()
    event_id = ids.new_id()
    envelope = envelope_of(event_id, event_type, topics, data, audience=audience)
    unit.request(
        outbox.Row(
            id=event_id,
            account_id=unit.account_id,
            kind=outbox.Kind.EVENT,
            name=event_type,
            args={
                "type": envelope.type,
                "data": envelope.data,
                "topics": envelope.topics,
                "audience": envelope.audience,
            },
        )
    )


def publish_in_session(event_type: EventType, ai_session_id: UUID, data: dict[str, Any]) -> None:
    """Publish on the session's topic.  One stream can carry several sessions, so each event names its session."""
    publish(event_type, [live.session_topic(ai_session_id)], {"session_id": ai_session_id, **data})


def envelope_of(
    event_id: UUID,
    event_type: EventType,
    topics: Sequence[str],
    data: dict[str, Any],
    *,
    audience: list[str] | None = None,
) -> live.Envelope:
    """The event as it travels: `data` with the id, type and time that every event has, and UUIDs as text."""
    common = {"id": str(event_id), "type": str(event_type), "occurred_at": clock.rfc3339(clock.now())}
    plain = {name: str(value) if isinstance(value, UUID) else value for name, value in data.items()}
    return live.Envelope(type=str(event_type), data=common | plain, topics=list(topics), audience=audience)


def person(user: User) -> dict[str, str]:
    """`{id, name}`, the shape of every person in an event."""
    return {"id": str(user.id), "name": user.name}
