"""Events about a session as a whole."""

from __future__ import annotations

from models.ai_session import AiSession
from models.events.publishing import publish_in_session
from models.events.types import EventType


def session_changed(ai_session: AiSession) -> None:
    publish_in_session(EventType.SESSION_CHANGED, ai_session.id, {"status": ai_session.status})
