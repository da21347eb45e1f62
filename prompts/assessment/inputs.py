"""What the assessment of an escalated session is based on."""

from __future__ import annotations

from prompts.session import SessionInput


class AssessmentInput(SessionInput):
    """An escalated session, with the escalation's reason."""

    reason: str
    escalated_by: str
