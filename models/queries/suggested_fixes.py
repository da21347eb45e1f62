"""The fixes of a session."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Select, bindparam, func, select

from models.ai_session import AiSession
from models.core.unit_of_work import db_session
from models.queries.session_rows import SessionRow
from models.suggested_fix import SuggestedFix


def fixes_of(ai_session: AiSession | SessionRow) -> Sequence[SuggestedFix]:
    """Newest first."""
    return db_session().scalars(_of_session(), {"ai_session_id": ai_session.id}).all()


def by_ref(fixes: Sequence[SuggestedFix]) -> dict[str, SuggestedFix]:
    """The fixes, given newest first, by the short names of prompts: `F1` is the session's first fix, in every turn."""
    return {f"F{number}": fix for number, fix in enumerate(reversed(fixes), start=1)}


def active_fix_of(ai_session: AiSession) -> SuggestedFix | None:
    """The newest fix that is not terminal."""
    return next((fix for fix in fixes_of(ai_session) if not fix.is_terminal), None)


def count_finished_attempts(ai_session: AiSession) -> int:
    query = select(func.count()).where(
        SuggestedFix.ai_session_id == ai_session.id, SuggestedFix.verified_at.is_not(None)
    )
    return db_session().scalar(query) or 0


@lru_cache
def _of_session() -> Select[SuggestedFix]:
    fixes = select(SuggestedFix).where(SuggestedFix.ai_session_id == bindparam("ai_session_id"))
    return fixes.order_by(SuggestedFix.created_at.desc(), SuggestedFix.id.desc())
