"""Events about handoffs: who created, claimed or withdrew one, and whether its assessment is ready."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from models.ai_session import AiSession
from models.core import clock
from models.core.database.tables import JsonObject
from models.core.outgoing import live
from models.events.publishing import person, publish
from models.events.types import EventType
from models.handoff import Handoff
from models.user import User


def handoff_created(handoff: Handoff, ai_session: AiSession, *, client_name: str | None, priority: str | None) -> None:
    """`client_name` and `priority`: as the linked ticket has them, else the session's, if it has one."""
    data = {
        "handoff_id": handoff.id,
        "session_id": ai_session.id,
        "problem": ai_session.problem_summary,
        "created_by": person(handoff.created_by),
        "psa_ticket_id": ai_session.psa_ticket_id,
        "target_user_id": handoff.target_user_id,
        "row": _row_of(handoff, ai_session) | {"client_name": client_name, "priority": priority},
    }
    publish(EventType.HANDOFF_CREATED, [live.ESCALATIONS], data, audience=_audience(handoff))


def handoff_claimed(handoff: Handoff) -> None:
    _handoff_ended(EventType.HANDOFF_CLAIMED, handoff)


def legacy_session_claimed(ai_session: AiSession, winner: User, *, at: datetime, target_id: UUID | None) -> None:
    """`handoff_claimed` without a handoff, for a session that was escalated before handoffs were rows."""
    data = {
        "handoff_id": None,
        "session_id": ai_session.id,
        "claimed_by": person(winner),
        "claimed_at": clock.rfc3339(at),
        "created_by": None,
    }
    audience = [str(target_id)] if target_id else None
    publish(EventType.HANDOFF_CLAIMED, [live.ESCALATIONS, live.session_topic(ai_session.id)], data, audience=audience)


def handoff_withdrawn(handoff: Handoff) -> None:
    _handoff_ended(EventType.HANDOFF_WITHDRAWN, handoff)


def handoff_assessment_ready(handoff: Handoff, *, has_assessment: bool) -> None:
    """The assessment was stored, or given up: then `has_assessment` is False."""
    data = {"handoff_id": handoff.id, "session_id": handoff.ai_session_id, "has_assessment": has_assessment}
    publish(EventType.HANDOFF_ASSESSMENT_READY, _topics_of(handoff), data, audience=_audience(handoff))


def _row_of(handoff: Handoff, ai_session: AiSession) -> JsonObject:
    """The row of the queue as `GET /ai-sessions/escalations` answers it, so that a screen need not read it first.

    Those who receive the event may read the row.
    """
    target, assessment = handoff.target_user, handoff.ai_assessment_data or {}
    return {
        "handoff_id": str(handoff.id),
        "session_id": str(ai_session.id),
        "status": str(ai_session.status),
        "title": ai_session.title,
        "problem": ai_session.problem_summary,
        "created_by": person(handoff.created_by),
        "reason": handoff.reason,
        "step_count": ai_session.steps_on_record,
        "confidence_tier": str(ai_session.confidence_tier),
        "assessment_status": str(handoff.assessment_status),
        "assessment_confidence": assessment.get("confidence"),
        "psa_ticket_id": ai_session.psa_ticket_id,
        "target_user": person(target) if target else None,
        "escalated_at": clock.rfc3339(handoff.created_at),
    }


def _handoff_ended(event_type: EventType, handoff: Handoff) -> None:
    winner = handoff.claimed_by
    data = {
        "handoff_id": handoff.id,
        "session_id": handoff.ai_session_id,
        "claimed_by": person(winner) if winner else None,
        "claimed_at": clock.rfc3339(handoff.claimed_at) if handoff.claimed_at else None,
        "created_by": person(handoff.created_by),
    }
    audience = _audience(handoff)
    if audience is not None:
        # The escalator also sees how a targeted handoff ends.
        audience.append(str(handoff.created_by_id))
    publish(event_type, _topics_of(handoff), data, audience=audience)


def _topics_of(handoff: Handoff) -> list[str]:
    return [live.ESCALATIONS, live.session_topic(handoff.ai_session_id), live.handoff_topic(handoff.id)]


def _audience(handoff: Handoff) -> list[str] | None:
    """A targeted handoff concerns only its target (the stream adds the admins); None means everybody."""
    if handoff.target_user_id is None:
        return None
    return [str(handoff.target_user_id)]
