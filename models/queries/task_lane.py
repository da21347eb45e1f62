"""The task lane of a session: what is open, and what was closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select

from models.ai_session import AiSession
from models.core.unit_of_work import db_session
from models.lane_item import LaneItem, LaneState
from models.queries.session_rows import SessionRow
from models.reply import Reply, ReplyStatus
from models.step import Step

MOST_SHOWN = 100
"""A limit, because a long session has hundreds of closed items.  Open items are never left out."""


@dataclass(frozen=True)
class LaneItemView:
    """`is_waiting`: somebody answered it or did it, and no reply knows about that yet."""

    row: LaneItem
    is_waiting: bool


@dataclass(frozen=True)
class ItemWithAnswerIndex:
    """`answer_index`: the index of the step with the answer; None if there is no such step."""

    item: LaneItem
    answer_index: int | None


def lane_of(ai_session: AiSession | SessionRow) -> list[LaneItemView]:
    """All open items and the newest closed ones, in the order in which they were asked."""
    found = db_session().execute(_shown(), {"ai_session_id": ai_session.id}).all()
    return sorted((LaneItemView(item, bool(waits)) for item, waits in found), key=_place)


def lane_item_view_of(item: LaneItem) -> LaneItemView:
    row, waits = db_session().execute(_with_waiting().where(LaneItem.id == item.id)).one()
    return LaneItemView(row, bool(waits))


def open_items_of(ai_session: AiSession) -> Sequence[LaneItem]:
    """In the order in which they were asked."""
    query = select(LaneItem).where(LaneItem.ai_session_id == ai_session.id, LaneItem.state == LaneState.OPEN)
    return db_session().scalars(query.order_by(LaneItem.created_at, LaneItem.id)).all()


def skipped_items_of(ai_session: AiSession, *, limit: int) -> Sequence[LaneItem]:
    """The last ones that were skipped, oldest first."""
    query = select(LaneItem).where(LaneItem.ai_session_id == ai_session.id, LaneItem.state == LaneState.SKIPPED)
    newest_first = query.order_by(LaneItem.closed_at.desc(), LaneItem.id.desc()).limit(limit)
    return db_session().scalars(newest_first).all()[::-1]


def has_waiting_answers(ai_session: AiSession) -> bool:
    """Whether any answer is unknown to every reply that is queued, running or finished."""
    waiting = _with_waiting().where(LaneItem.ai_session_id == ai_session.id, _is_waiting()).limit(1)
    return db_session().execute(waiting).first() is not None


def items_with_answer_index(ai_session: AiSession) -> list[ItemWithAnswerIndex]:
    """All items of the session."""
    query = select(LaneItem, Step.index).outerjoin(Step, Step.id == LaneItem.answer_step_id)
    found = db_session().execute(query.where(LaneItem.ai_session_id == ai_session.id).order_by(LaneItem.created_at))
    return [ItemWithAnswerIndex(item, index) for item, index in found]


def _place(view: LaneItemView) -> tuple[Any, Any]:
    return view.row.created_at, view.row.id


@lru_cache
def _shown() -> Select[LaneItem, bool]:
    items = _with_waiting().where(LaneItem.ai_session_id == bindparam("ai_session_id"))
    open_first = (LaneItem.state != LaneState.OPEN, LaneItem.created_at.desc(), LaneItem.id.desc())
    return items.order_by(*open_first).limit(MOST_SHOWN)


def _with_waiting() -> Select[LaneItem, bool]:
    return select(LaneItem, _is_waiting().label("is_waiting")).outerjoin(Step, Step.id == LaneItem.answer_step_id)


def _is_waiting() -> ColumnElement[bool]:
    replies = Reply.ai_session_id == LaneItem.ai_session_id
    begun = Reply.status.in_((ReplyStatus.RUNNING, ReplyStatus.FINISHED))
    read = select(func.coalesce(func.max(Reply.read_steps), 0)).where(replies, begun).scalar_subquery()
    is_queued = exists().where(replies, Reply.status == ReplyStatus.QUEUED)
    return Step.index.is_not(None) & (Step.index > read) & ~is_queued
