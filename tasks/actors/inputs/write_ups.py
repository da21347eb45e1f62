"""What the assistant needs to write the documentation of a session and the text for its client."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.ai_session import AiSession
from models.core.unit_of_work import db_session
from models.operations.documentation_record import verification_of
from models.step import Step, StepKind
from tasks.actors.inputs.sessions import session_fields
from tasks.integrations.assistant import ClientUpdateInput, DocumentationInput, FixIn

_FOR_COLLEAGUES = ("notes", "pending_reason", "partial_notes", "failure_reason", "script", "decision")


def documentation_input(ai_session: AiSession) -> DocumentationInput:
    return DocumentationInput(
        **session_fields(ai_session),
        is_resolved=ai_session.closed_at is not None,
        resolution=ai_session.resolution,
        verification=verification_of(ai_session),
        escalation_reason=ai_session.escalation_reason,
    )


def client_update_input(ai_session: AiSession) -> ClientUpdateInput:
    """Without what is for colleagues only, so that the model cannot repeat it."""
    return ClientUpdateInput(
        **_for_client(ai_session),
        status=ai_session.status,
        resolution=ai_session.resolution,
        verification=verification_of(ai_session),
    )


def _for_client(ai_session: AiSession) -> dict[str, Any]:
    """The session's fields without notes, notes of outcomes, evidence, scripts, and summaries of any of these."""
    fields, notes = session_fields(ai_session), _ids_of_notes(ai_session)
    turns = [turn for turn in fields["turns"] if turn.step_id not in notes]
    fixes = [_without_notes(fix) for fix in fields["fixes"]]
    return fields | {"turns": turns, "fixes": fixes, "attempts": [], "summary": None}


def _without_notes(fix: FixIn) -> FixIn:
    return fix.model_copy(update=dict.fromkeys(_FOR_COLLEAGUES))


def _ids_of_notes(ai_session: AiSession) -> set[str]:
    notes = select(Step.id).where(Step.ai_session_id == ai_session.id, Step.kind == StepKind.NOTE)
    return {str(step_id) for step_id in db_session().scalars(notes)}
