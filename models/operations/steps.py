"""Add to a session's record."""

from __future__ import annotations

from sqlalchemy.orm.attributes import set_committed_value

from models.ai_session import AiSession
from models.core import clock
from models.core.tables import JsonObject
from models.core.unit_of_work import current
from models.events import step_created
from models.step import Step, StepKind
from models.user import User


def add_step(
    ai_session: AiSession, kind: StepKind, content: str, *, by: User | None = None, data: JsonObject | None = None
) -> Step:
    """The next entry.  Expects the session's row to be locked: its step count is the index."""
    ai_session.step_count += 1
    ai_session.updated_at = clock.now()
    step = Step(
        account_id=ai_session.account_id,
        ai_session_id=ai_session.id,
        index=ai_session.step_count,
        kind=kind,
        author_id=by.id if by else None,
        content=content,
        data=data or {},
    )
    set_committed_value(step, "author", by)
    current().add(step)
    step_created(step)
    return step
