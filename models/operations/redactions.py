"""Releases a masked place of a step, because the engineer says that it is not a secret."""

from __future__ import annotations

from uuid import UUID

from models import events, redactions
from models.ai_session import AiSession
from models.audit_entry import AuditAction
from models.operations import audit
from models.step import Step
from models.user import User


def allow_redaction(ai_session: AiSession, step: Step, redaction_id: UUID, *, by: User) -> Step:
    """Let the copilot read this one place in later prompts; a prompt that was sent already does not change.

    The audit log names the place by its ids and never by its text.  A repeated call gives the same answer and changes
    nothing.  Expects the session's row to be locked.  Raises SessionClosed (409).
    """
    ai_session.check_open()
    if redactions.allow(step, redaction_id, by=by):
        kind = redactions.kind_of_redaction(step, redaction_id)
        ids = {"step_id": str(step.id), "redaction_id": str(redaction_id)}
        audit.record(AuditAction.REDACTION_ALLOWED, ai_session, by=by, kind=kind, **ids)
        ai_session.bump_state_version()
        events.step_changed(step)
    return step
