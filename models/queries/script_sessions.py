"""Sessions of the script builder and their messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from models.core.paging import Page, page_of
from models.core.unit_of_work import current, db_session
from models.script_session import (
    UNFINISHED_MESSAGE,
    ScriptMessage,
    ScriptSession,
    ScriptSessionOrigin,
    ScriptSessionStatus,
)
from models.user import User


@dataclass(frozen=True)
class ScriptSessionView:
    """A session of the script builder with its messages, oldest first; other attributes are those of its row."""

    row: ScriptSession
    messages: Sequence[ScriptMessage]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def view_of(script_session: ScriptSession) -> ScriptSessionView:
    return ScriptSessionView(script_session, messages_of(script_session.id))


def script_sessions_of(
    user: User, *, status: ScriptSessionStatus | None, limit: int, cursor: str | None
) -> Page[ScriptSession]:
    """The person's standalone sessions, newest first; without `status`, those that were not discarded.

    Raises Invalid (422) for a cursor that is not ours.
    """
    wanted = _standalone(user)
    if status is None:
        wanted = wanted.where(ScriptSession.status != ScriptSessionStatus.ABANDONED)
    else:
        wanted = wanted.where(ScriptSession.status == status)
    return page_of(wanted, ScriptSession, limit=limit, cursor=cursor)


def count_open(user: User) -> int:
    """How many standalone sessions the person has open."""
    open_ones = _standalone(user).where(ScriptSession.status == ScriptSessionStatus.OPEN)
    return db_session().scalar(select(func.count()).select_from(open_ones.subquery())) or 0


def open_inline_session(ai_session_id: UUID, user: User) -> ScriptSession | None:
    """The person's open session of the script builder inside this AI session."""
    wanted = select(ScriptSession).where(
        ScriptSession.account_id == current().account_id,
        ScriptSession.user_id == user.id,
        ScriptSession.ai_session_id == ai_session_id,
        ScriptSession.status == ScriptSessionStatus.OPEN,
    )
    return db_session().scalars(wanted).one_or_none()


def messages_of(script_session_id: UUID) -> Sequence[ScriptMessage]:
    """All messages, oldest first."""
    return db_session().scalars(_messages(script_session_id).order_by(ScriptMessage.created_at, ScriptMessage.id)).all()


def last_message(script_session_id: UUID) -> ScriptMessage | None:
    newest_first = _messages(script_session_id).order_by(ScriptMessage.created_at.desc(), ScriptMessage.id.desc())
    return db_session().scalars(newest_first.limit(1)).one_or_none()


def unfinished_message(script_session_id: UUID) -> ScriptMessage | None:
    """The copilot's reply that is queued or being written."""
    unfinished = _messages(script_session_id).where(ScriptMessage.status.in_(UNFINISHED_MESSAGE))
    return db_session().scalars(unfinished).one_or_none()


def count_messages(script_session_id: UUID) -> int:
    return db_session().scalar(select(func.count()).select_from(_messages(script_session_id).subquery())) or 0


def _messages(script_session_id: UUID) -> Select[ScriptMessage]:
    return select(ScriptMessage).where(ScriptMessage.script_session_id == script_session_id)


def _standalone(user: User) -> Select[ScriptSession]:
    return select(ScriptSession).where(
        ScriptSession.account_id == current().account_id,
        ScriptSession.user_id == user.id,
        ScriptSession.origin == ScriptSessionOrigin.STANDALONE,
    )
