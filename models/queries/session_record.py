"""The steps and facts of a session in one statement, for the snapshot of a handoff."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, RowMapping, Text, Uuid, bindparam, case, null, select, union_all
from sqlalchemy.dialects.postgresql import JSONB

from models.core.unit_of_work import db_session
from models.fact import Fact
from models.step import Step, StepKind
from models.user import User

_STEPS, _FACTS, _USERS = Step.__table__, Fact.__table__, User.__table__


def steps_and_facts(ai_session_id: UUID) -> tuple[list[RowMapping], list[RowMapping]]:
    """Both oldest first, pinned facts before the others; without the system's steps and dismissed facts.

    A step has id, index, kind, content, data, author_id, author_name and created_at; a fact has kind, content, source.
    """
    rows: Sequence[RowMapping] = db_session().execute(_statement(), {"id": ai_session_id}).mappings().all()
    return [row for row in rows if row["source"] is None], [row for row in rows if row["source"] is not None]


@lru_cache
def _statement() -> CompoundSelect[Any]:
    asked = bindparam("id", type_=Uuid())
    steps = (
        select(
            _STEPS.c.index,
            _STEPS.c.id,
            _STEPS.c.kind,
            _STEPS.c.content,
            _STEPS.c.data,
            _STEPS.c.author_id,
            _USERS.c.name.label("author_name"),
            null().cast(Text()).label("source"),
            _STEPS.c.created_at,
        )
        .outerjoin(_USERS, _USERS.c.id == _STEPS.c.author_id)
        .where(_STEPS.c.ai_session_id == asked, _STEPS.c.kind != StepKind.SYSTEM)
    )
    facts = select(
        case((_FACTS.c.pinned, 0), else_=1).label("index"),
        _FACTS.c.id,
        _FACTS.c.kind,
        _FACTS.c.value.label("content"),
        null().cast(JSONB()).label("data"),
        null().cast(Uuid()).label("author_id"),
        null().cast(Text()).label("author_name"),
        _FACTS.c.source,
        _FACTS.c.created_at,
    ).where(_FACTS.c.ai_session_id == asked, _FACTS.c.dismissed_at.is_(None))
    return union_all(steps, facts).order_by("index", "created_at", "id")
