"""The events of the copy of a PSA's tickets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from models.core import clock
from models.core.outgoing import live
from models.events.publishing import publish
from models.events.types import EventType


def psa_ticket_changed(number: str, *, ai_session_id: UUID | None = None, user_id: UUID | None = None) -> None:
    """On the stream of a session about the ticket, or of the user who is looking at it."""
    topic = live.session_topic(ai_session_id) if ai_session_id else live.user_topic(user_id) if user_id else None
    if topic:
        publish(EventType.PSA_TICKET_CHANGED, [topic], {"number": number, "session_id": ai_session_id})


def psa_ticket_created(
    user_id: UUID, request_id: UUID, *, number: str | None, code: str | None, message: str | None
) -> None:
    """To the person who asked for the ticket.  `code`: why there is none, which `message` says in words."""
    data = {"request_id": request_id, "number": number, "code": code, "message": message}
    publish(EventType.PSA_TICKET_CREATED, [live.user_topic(user_id)], data)


def psa_tickets_synced(user_ids: Sequence[str], *, synced_at: datetime | None, code: str | None) -> None:
    """On the streams of those who asked.  `code`: why the PSA could not be read; `synced_at` is then older."""
    topics = [live.user_topic(UUID(user_id)) for user_id in user_ids]
    if topics:
        data = {"synced_at": clock.rfc3339(synced_at) if synced_at else None, "code": code}
        publish(EventType.PSA_TICKETS_SYNCED, topics, data)
