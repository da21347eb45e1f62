"""/ai-sessions/{id}/redactions: let the copilot read a place that was masked although it is no secret."""

from __future__ import annotations

from uuid import UUID

from models.ai_session import SessionClosed
from models.operations import redactions as operations
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.step import Step
from schemas.ai_sessions import StepSchema
from web.edge.access import ENGINEERS_ONLY
from web.edge.identity import current_user
from web.edge.resource import Resource

redactions = Resource(
    "redactions",
    __name__,
    url_prefix="/ai-sessions/<uuid:session_id>/redactions",
    description="Places in a session's messages that are masked before the copilot reads them.",
)


@redactions.route(
    "/<uuid:redaction_id>/allow",
    methods=["POST"],
    access=ENGINEERS_ONLY,
    errors=[OwnerOrHandlerRequired, SessionClosed],
)
@redactions.response(200, StepSchema)
def allow_redaction(session_id: UUID, redaction_id: UUID) -> Step:
    """Let the copilot read one masked place

    From the next prompt on, the copilot reads this place of this step.  Other places with the same text stay masked.
    A repeated call gives the same answer.
    """
    ai_session = access.workable_session(session_id, by=current_user())
    step = access.step_with_redaction(ai_session, redaction_id)
    return operations.allow_redaction(ai_session, step, redaction_id, by=current_user())
