"""The attempt ledger: what was tried, with outcomes and evidence, oldest first.  `models.attempt_ledger` builds it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, RowMapping, Text, Uuid, bindparam, case, literal, null, or_, select, union_all
from sqlalchemy.dialects.postgresql import JSONB

from models.ai_session import AiSession
from models.attempt import Attempt
from models.attempt_ledger import attempts_among
from models.core.unit_of_work import db_session
from models.fact import MACHINES, Fact
from models.queries.session_rows import SessionRow
from models.queries.steps import Author, StepRow
from models.queries.suggested_fixes import fixes_of
from models.step import Step, StepKind
from models.suggested_fix import SuggestedFix
from models.user import User

_STEPS, _FACTS, _USERS = Step.__table__, Fact.__table__, User.__table__


def attempts_of(
    ai_session: AiSession | SessionRow, *, fixes: Iterable[SuggestedFix] | None = None, finds_machines: bool = True
) -> list[Attempt]:
    """The session's ledger; `fixes` saves a statement if the caller has read them.

    finds_machines: search the evidence for the machines of the facts.
    """
    steps, machines = _steps_and_machines(ai_session.id)
    machines = machines if finds_machines else []
    return attempts_among(fixes_of(ai_session) if fixes is None else fixes, steps, machines=machines)


def _steps_and_machines(ai_session_id: UUID) -> tuple[list[StepRow], list[str]]:
    rows: Sequence[RowMapping] = db_session().execute(_statement(), {"id": ai_session_id}).mappings().all()
    return [step_row(row) for row in rows if row["id"]], [row["content"] for row in rows if not row["id"]]


def step_row(row: RowMapping) -> StepRow:
    """A step from a row with its columns and the author's id and name."""
    author = Author(row["author_id"], row["author_name"]) if row["author_id"] else None
    columns = ("id", "index", "kind", "content", "data", "created_at")
    return StepRow(**{name: row[name] for name in columns}, author=author)


@lru_cache
def _statement() -> CompoundSelect[Any]:
    """The actions, the steps with evidence (without their texts), and the values of facts that name a machine."""
    asked = bindparam("id", type_=Uuid())
    is_action = _STEPS.c.kind == StepKind.ACTION
    steps = (
        select(
            _STEPS.c.id,
            _STEPS.c.index,
            _STEPS.c.kind,
            case((is_action, _STEPS.c.content), else_="").label("content"),
            _STEPS.c.data,
            _STEPS.c.created_at,
            _STEPS.c.author_id,
            _USERS.c.name.label("author_name"),
        )
        .outerjoin(_USERS, _USERS.c.id == _STEPS.c.author_id)
        .where(_STEPS.c.ai_session_id == asked, or_(is_action, _STEPS.c.data.has_key("evidence")))
    )
    facts = select(
        null().cast(Uuid()),
        literal(0),
        _FACTS.c.kind,
        _FACTS.c.value,
        null().cast(JSONB()),
        _FACTS.c.created_at,
        null().cast(Uuid()),
        null().cast(Text()),
    ).where(_FACTS.c.ai_session_id == asked, _FACTS.c.dismissed_at.is_(None), _FACTS.c.kind.in_(MACHINES))
    return union_all(steps, facts).order_by("index", "created_at")
