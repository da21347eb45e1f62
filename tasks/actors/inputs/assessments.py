"""What the assistant needs to assess an escalated session."""

from __future__ import annotations

from models.ai_session import AiSession
from models.handoff import Handoff
from tasks.actors.inputs.cases import cases_in
from tasks.actors.inputs.sessions import session_fields
from tasks.integrations.assistant import AssessmentInput


def assessment_input(ai_session: AiSession, handoff: Handoff) -> AssessmentInput:
    return AssessmentInput(
        **session_fields(ai_session),
        cases=cases_in(ai_session),
        reason=handoff.reason or "",
        escalated_by=handoff.created_by.name,
    )
