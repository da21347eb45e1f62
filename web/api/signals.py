"""/signals: what a code means; /ai-sessions/{id}/signals: the codes of a session."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.core.errors import NotFound
from models.library.recognition import look_up
from models.queries import access
from models.queries.session_signals import signal_views_of
from schemas.signals import SessionSignalsSchema, SignalsSchema
from web.edge.access import MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

signals = Resource("signals", __name__, url_prefix="/signals", description="What codes and messages mean.")
session_signals = Resource(
    "session_signals",
    __name__,
    url_prefix="/ai-sessions/<uuid:session_id>/signals",
    description="The codes of a session.",
)


@signals.route("/<code>", access=MEMBERS)
@signals.response(200, SignalsSchema)
def read_signal(code: str) -> dict[str, Any]:
    """What a code means

    It takes every spelling: hexadecimal and decimal, signed and unsigned, names, `event 4740`, `550 5.7.708`.
    """
    if not (found := look_up(code)):
        raise NotFound("The library does not know this code.")
    return {"items": found}


@session_signals.route("", access=MEMBERS)
@session_signals.response(200, SessionSignalsSchema)
def list_signals(session_id: UUID) -> dict[str, Any]:
    """List the codes that the session's texts contain, with their meanings

    Of a very long session the newest messages are read.
    """
    return {"items": signal_views_of(access.session_to_read(session_id, by=current_user()))}
