"""What is told on the live stream, past tense, with ids only: the reader fetches what it needs.

Each function writes one outbox row in the current transaction; the shapes are `schemas.events`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from models.ai_session import AiSession
from models.core import clock, ids, live, outbox, unit_of_work
from models.fact import Fact
from models.handoff import Handoff
from models.notification import Notification
from models.reply import Reply
from models.step import Step
from models.suggested_fix import SuggestedFix
from models.user import User


class EventType(StrEnum):
    HANDOFF_CREATED = "handoff_created"
    HANDOFF_CLAIMED = "handoff_claimed"
    HANDOFF_WITHDRAWN = "handoff_withdrawn"
    HANDOFF_ASSESSMENT_READY = "handoff_assessment_ready"
    NOTIFICATION_CREATED = "notification_created"
    STEP_CREATED = "step_created"
    REPLY_STARTED = "reply_started"
    REPLY_DELTA = "reply_delta"
    REPLY_FINISHED = "reply_finished"
    REPLY_FAILED = "reply_failed"
    FIX_CHANGED = "fix_changed"
    FACT_CHANGED = "fact_changed"
    SESSION_CHANGED = "session_changed"


def handoff_created(handoff: Handoff, ai_session: AiSession) -> None:
    data = {
        "handoff_id": handoff.id,
        "session_id": ai_session.id,
        "problem": ai_session.problem_summary,
        "created_by": _person(handoff.created_by),
        "psa_ticket_id": ai_session.psa_ticket_id,
        "target_user_id": handoff.target_user_id,
    }
    _publish(EventType.HANDOFF_CREATED, [live.ESCALATIONS], data, audience=_audience(handoff))


def handoff_claimed(handoff: Handoff) -> None:
    _handoff_ended(EventType.HANDOFF_CLAIMED, handoff)


def legacy_session_claimed(ai_session: AiSession, winner: User, *, at: datetime, target_id: UUID | None) -> None:
    """`handoff_claimed` without a handoff: the session waited since before handoffs were rows."""
    data = {
        "handoff_id": None,
        "session_id": ai_session.id,
        "claimed_by": _person(winner),
        "claimed_at": clock.rfc3339(at),
    }
    audience = [str(target_id)] if target_id else None
    _publish(EventType.HANDOFF_CLAIMED, [live.ESCALATIONS, live.session_topic(ai_session.id)], data, audience=audience)


def handoff_withdrawn(handoff: Handoff) -> None:
    _handoff_ended(EventType.HANDOFF_WITHDRAWN, handoff)


def handoff_assessment_ready(handoff: Handoff, *, has_assessment: bool) -> None:
    data = {"handoff_id": handoff.id, "session_id": handoff.ai_session_id, "has_assessment": has_assessment}
    _publish(EventType.HANDOFF_ASSESSMENT_READY, _account_and_session(handoff), data, audience=_audience(handoff))


def notification_created(notification: Notification) -> None:
    data = {"notification_id": notification.id, "title": notification.title, "link": notification.link}
    _publish(EventType.NOTIFICATION_CREATED, [live.user_topic(notification.user_id)], data)


def step_created(step: Step) -> None:
    _publish(EventType.STEP_CREATED, [live.session_topic(step.ai_session_id)], {"step_id": step.id})


def reply_started(reply: Reply) -> None:
    _publish(EventType.REPLY_STARTED, [live.session_topic(reply.ai_session_id)], {"reply_id": reply.id})


def reply_finished(reply: Reply) -> None:
    data = {"reply_id": reply.id, "step_id": reply.step_id}
    _publish(EventType.REPLY_FINISHED, [live.session_topic(reply.ai_session_id)], data)


def reply_failed(reply: Reply) -> None:
    """Failed or stopped; `code` says which and why."""
    data = {"reply_id": reply.id, "step_id": reply.step_id, "code": reply.code}
    _publish(EventType.REPLY_FAILED, [live.session_topic(reply.ai_session_id)], data)


def reply_delta(reply_id: UUID, ai_session_id: UUID, *, index: int, text: str) -> live.Envelope:
    """The one event with content, and no row: the saved step heals a lost one.  `index` counts from 0."""
    data = {"reply_id": reply_id, "index": index, "text": text}
    return _envelope(ids.new_id(), EventType.REPLY_DELTA, [live.session_topic(ai_session_id)], data)


def fix_changed(fix: SuggestedFix) -> None:
    data = {"fix_id": fix.id, "status": fix.status}
    _publish(EventType.FIX_CHANGED, [live.session_topic(fix.ai_session_id)], data)


def fact_changed(fact: Fact) -> None:
    _publish(EventType.FACT_CHANGED, [live.session_topic(fact.ai_session_id)], {"fact_id": fact.id})


def session_changed(ai_session: AiSession) -> None:
    data = {"session_id": ai_session.id, "status": ai_session.status}
    _publish(EventType.SESSION_CHANGED, [live.session_topic(ai_session.id)], data)


def _handoff_ended(event_type: EventType, handoff: Handoff) -> None:
    winner = handoff.claimed_by
    data = {
        "handoff_id": handoff.id,
        "session_id": handoff.ai_session_id,
        "claimed_by": _person(winner) if winner else None,
        "claimed_at": clock.rfc3339(handoff.claimed_at) if handoff.claimed_at else None,
    }
    _publish(event_type, _account_and_session(handoff), data, audience=_audience(handoff))


def _person(user: User) -> dict[str, str]:
    return {"id": str(user.id), "name": user.name}


def _account_and_session(handoff: Handoff) -> list[str]:
    return [live.ESCALATIONS, live.session_topic(handoff.ai_session_id)]


def _audience(handoff: Handoff) -> list[str] | None:
    """A targeted handoff is its target's business; admins hear everything all the same."""
    if handoff.target_user_id is None:
        return None
    return [str(handoff.target_user_id)]


def _publish(
    event_type: EventType, topics: Sequence[str], data: dict[str, Any], *, audience: list[str] | None = None
) -> None:
    unit = unit_of_work.current()
    event_id = ids.new_id()
    envelope = _envelope(event_id, event_type, topics, data, audience=audience)
    unit.request(
        outbox.Row(
            id=event_id,
            account_id=unit.account_id,
            kind=outbox.Kind.EVENT,
            name=event_type,
            args={
                "type": envelope.type,
                "data": envelope.data,
                "topics": envelope.topics,
                "audience": envelope.audience,
            },
        )
    )


def _envelope(
    event_id: UUID,
    event_type: EventType,
    topics: Sequence[str],
    data: dict[str, Any],
    *,
    audience: list[str] | None = None,
) -> live.Envelope:
    about = {"id": str(event_id), "type": str(event_type), "occurred_at": clock.rfc3339(clock.now())}
    plain = {name: str(value) if isinstance(value, UUID) else value for name, value in data.items()}
    return live.Envelope(type=str(event_type), data=about | plain, topics=list(topics), audience=audience)
