"""The rows that belong to a session.  The right to the session is the right to them; the caller has checked it."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from models.ai_session import AiSession
from models.core.errors import NotFound
from models.core.unit_of_work import db_session
from models.fact import Fact
from models.hypothesis import Hypothesis
from models.lane_item import LaneItem
from models.queries.session_rows import SessionRow
from models.step import Step
from models.suggested_fix import SuggestedFix

Part = TypeVar("Part", Fact, Hypothesis, LaneItem, Step, SuggestedFix)


def fact_of(ai_session: AiSession | SessionRow, fact_id: UUID) -> Fact:
    """A fact of this session, dismissed ones included.  Raises NotFound, also for one of another session."""
    return _part(ai_session, Fact, fact_id)


def fix_of(ai_session: AiSession | SessionRow, fix_id: UUID) -> SuggestedFix:
    """A fix of this session.  Raises NotFound, also for one of another session."""
    return _part(ai_session, SuggestedFix, fix_id)


def hypothesis_of(ai_session: AiSession | SessionRow, hypothesis_id: UUID) -> Hypothesis:
    """A hypothesis of this session.  Raises NotFound, also for one of another session."""
    return _part(ai_session, Hypothesis, hypothesis_id)


def lane_item_of(ai_session: AiSession | SessionRow, item_id: UUID) -> LaneItem:
    """An item of this session's task lane, closed ones included.  Raises NotFound, also for one of another session."""
    return _part(ai_session, LaneItem, item_id)


def step_of(ai_session: AiSession | SessionRow, step_id: UUID) -> Step:
    """A step of this session.  Raises NotFound, also for one of another session."""
    return _part(ai_session, Step, step_id)


def step_with_redaction(ai_session: AiSession | SessionRow, redaction_id: UUID) -> Step:
    """The step of this session that lists this redaction.  Raises NotFound, also for one of another session."""
    lists_it = Step.data.contains({"redactions": [{"id": str(redaction_id)}]})
    step = db_session().scalars(select(Step).where(Step.ai_session_id == ai_session.id, lists_it)).one_or_none()
    if step is None:
        raise NotFound
    return step


def _part(ai_session: AiSession | SessionRow, table: type[Part], row_id: UUID) -> Part:
    row = db_session().get(table, row_id)
    if row is None or row.ai_session_id != ai_session.id:
        raise NotFound
    return row
