"""The steps, facts and hypotheses of a session in one statement, for the snapshot of a handoff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, RowMapping, Text, Uuid, bindparam, case, literal, null, select, union_all
from sqlalchemy.dialects.postgresql import JSONB

from models.core.unit_of_work import db_session
from models.fact import Fact
from models.hypothesis import Hypothesis
from models.step import Step, StepKind
from models.user import User

_STEPS, _FACTS, _USERS = Step.__table__, Fact.__table__, User.__table__
_HYPOTHESES = Hypothesis.__table__


@dataclass(frozen=True)
class RecordRows:
    """Each oldest first, pinned facts before the others; without the system's steps and dismissed facts.

    A step has id, index, kind, content, data, author_id, author_name and created_at; a fact has id, kind, content,
    source; a hypothesis has id, its state as kind, its cause as content, its evidence as data, and source.
    """

    steps: list[RowMapping]
    facts: list[RowMapping]
    hypotheses: list[RowMapping]


def record_rows(ai_session_id: UUID) -> RecordRows:
    rows: Sequence[RowMapping] = db_session().execute(_statement(), {"id": ai_session_id}).mappings().all()
    parts = [[row for row in rows if row["part"] == part] for part in ("step", "fact", "hypothesis")]
    return RecordRows(*parts)


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
            literal("step").label("part"),
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
        literal("fact").label("part"),
    ).where(_FACTS.c.ai_session_id == asked, _FACTS.c.dismissed_at.is_(None))
    hypotheses = select(
        literal(0).label("index"),
        _HYPOTHESES.c.id,
        _HYPOTHESES.c.state,
        _HYPOTHESES.c.cause.label("content"),
        _HYPOTHESES.c.evidence.label("data"),
        null().cast(Uuid()).label("author_id"),
        null().cast(Text()).label("author_name"),
        _HYPOTHESES.c.source,
        _HYPOTHESES.c.created_at,
        literal("hypothesis").label("part"),
    ).where(_HYPOTHESES.c.ai_session_id == asked)
    return union_all(steps, facts, hypotheses).order_by("index", "created_at", "id")
