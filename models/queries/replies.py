"""The copilot's replies of a session."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from models.ai_session import AiSession
from models.core.unit_of_work import db_session
from models.reply import UNFINISHED, Reply, ReplyStatus
from models.step import Step


def unfinished_replies(ai_sessions: Sequence[AiSession]) -> dict[UUID, Reply]:
    """By session id: the running reply, or the queued one if none is running."""
    query = (
        select(Reply)
        .where(Reply.ai_session_id.in_([row.id for row in ai_sessions]), Reply.status.in_(UNFINISHED))
        .order_by(Reply.created_at.desc(), Reply.id.desc())
    )
    return {reply.ai_session_id: reply for reply in db_session().scalars(query)}


def last_to_write(ai_session_id: UUID) -> UUID | None:
    """Who wrote the newest message, action or note: the person whom the copilot answers."""
    written = select(Step.author_id).where(Step.ai_session_id == ai_session_id, Step.author_id.is_not(None))
    return db_session().scalars(written.order_by(Step.index.desc()).limit(1)).one_or_none()


def queued_reply(ai_session_id: UUID) -> Reply | None:
    """The reply that has not begun, which will answer everything that was written until then."""
    queued = select(Reply).where(Reply.ai_session_id == ai_session_id, Reply.status == ReplyStatus.QUEUED)
    return db_session().scalars(queued).one_or_none()
