"""Records what the calls to a model cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from models.ai_session import AiSession
from models.ai_usage import AiUsage
from models.core.unit_of_work import current, db_session
from models.operations.ai_budget_notices import notice_spending


def record_calls(
    calls: Iterable[Mapping[str, Any]], *, ai_session_id: UUID | None, user_id: UUID | None = None
) -> None:
    """Add one row per call, successful or not.  A call is a mapping with the columns of `AiUsage`.

    `user_id` is the person who asked; without it, the session's handler or owner counts as the one.  A call that
    belongs to no session names the person.
    """
    if user_id is None and ai_session_id is not None:
        user_id = _worker_of(ai_session_id)
    shared = {"account_id": current().account_id, "ai_session_id": ai_session_id, "user_id": user_id}
    added = [AiUsage(**shared, **call) for call in calls]
    if added:
        db_session().add_all(added)
        notice_spending()


def _worker_of(ai_session_id: UUID) -> UUID:
    ai_session = db_session().get_one(AiSession, ai_session_id)
    return ai_session.handler_id or ai_session.user_id
