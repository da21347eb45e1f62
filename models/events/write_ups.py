"""Events about the texts that a session becomes: its documentation and the client update."""

from __future__ import annotations

from models.client_update import ClientUpdate
from models.documentation import Documentation
from models.events.publishing import publish_in_session
from models.events.types import EventType


def documentation_ready(documentation: Documentation) -> None:
    """The job has ended, or a person has changed the text."""
    data = {"documentation_id": documentation.id, "status": documentation.status}
    publish_in_session(EventType.DOCUMENTATION_READY, documentation.ai_session_id, data)


def client_update_ready(client_update: ClientUpdate) -> None:
    """The job has ended, or a person has changed the text."""
    data = {"client_update_id": client_update.id, "status": client_update.status}
    publish_in_session(EventType.CLIENT_UPDATE_READY, client_update.ai_session_id, data)
