"""Events about what is posted to and created in the PSA."""

from __future__ import annotations

from models.events.publishing import publish_in_session
from models.events.types import EventType
from models.psa_push import PsaPush


def psa_push_changed(push: PsaPush) -> None:
    """The note, its status change or its time entry has another state, or another reason for waiting."""
    data = {"push_id": push.id, "occasion": push.occasion, "status": push.shown_state}
    publish_in_session(EventType.PSA_PUSH_CHANGED, push.ai_session_id, data)
