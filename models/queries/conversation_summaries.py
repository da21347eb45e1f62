"""The stored summary of a session's older turns."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from models.ai_session import AiSession
from models.conversation_summary import ConversationSummary
from models.core.unit_of_work import db_session
from models.step import Step, StepKind


def summary_row_of(ai_session_id: UUID) -> ConversationSummary | None:
    """The session's row; it may hold no summary yet."""
    query = select(ConversationSummary).where(ConversationSummary.ai_session_id == ai_session_id)
    return db_session().scalars(query).one_or_none()


def steps_to_summarise(ai_session: AiSession, *, after: int, recent: int, limit: int) -> Sequence[Step]:
    """The oldest steps of the conversation after the index `after`, without its `recent` newest ones."""
    of_session = (Step.ai_session_id == ai_session.id, Step.kind != StepKind.SYSTEM)
    newest = select(Step.index).where(*of_session).order_by(Step.index.desc()).limit(recent).subquery()
    first_recent = select(func.min(newest.c.index)).scalar_subquery()
    older = select(Step).where(*of_session, Step.index > after, Step.index < first_recent)
    return db_session().scalars(older.order_by(Step.index).limit(limit)).all()
