"""The event of a delivery: mail, push and chat messages that were sent, failed or were canceled."""

from __future__ import annotations

from models.core.outgoing import live
from models.delivery import Delivery
from models.events.publishing import publish
from models.events.types import EventType


def delivery_changed(delivery: Delivery) -> None:
    """On the stream of the session, for a delivery of one of its handoffs; others interest nobody on a screen."""
    if delivery.handoff_id is None or delivery.notice.ai_session_id is None:
        return
    data = {
        "delivery_id": delivery.id,
        "handoff_id": delivery.handoff_id,
        "session_id": delivery.notice.ai_session_id,
        "state": delivery.state,
    }
    publish(EventType.DELIVERY_CHANGED, [live.session_topic(delivery.notice.ai_session_id)], data)
