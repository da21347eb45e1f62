"""Sessions for calls that only read them.  They are rows of a Core statement, at a third of the cost of ORM objects.

An operation that changes a session gets it from an accessor of `access` instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.sql.selectable import NamedFromClause

from models.ai_session import AiSession
from models.core.database.tables import JsonObject
from models.core.unit_of_work import current, db_session
from models.session_state import SessionRules
from models.user import Person, User

_SESSIONS = AiSession.__table__
_OWNER, _HANDLER = User.__table__.alias("owner"), User.__table__.alias("handler")


@dataclass
class SessionRow(SessionRules):
    """The columns of `AiSession`, under the same names, with the owner and the handler."""

    id: UUID
    user_id: UUID
    handler_id: UUID | None
    escalated_to_id: UUID | None
    parked_by_id: UUID | None
    title: str
    title_by: str
    problem: str
    client_name: str | None
    psa_ticket_id: str | None
    offers: JsonObject
    status: str
    confidence_score: float
    state_version: int
    step_count: int
    notice_count: int
    escalation_reason: str | None
    escalation_package: JsonObject | None
    resolution: str | None
    verified_by: str | None
    watch_until: datetime | None
    created_at: datetime
    updated_at: datetime
    last_activity_at: datetime
    user: Person
    handler: Person | None


_NAMES = tuple(SessionRow.__dataclass_fields__)[:-2]
_OF_A_PERSON = ("name", "role", "is_active", "deleted_at")
_OWNER_AT, _HANDLER_AT = len(_NAMES), len(_NAMES) + len(_OF_A_PERSON)


def session_row(ai_session_id: UUID) -> SessionRow | None:
    """The session with this id in the account.  Does not check whether the user may read it."""
    found = db_session().execute(_by_id(), {"id": ai_session_id, "account_id": current().account_id}).one_or_none()
    return row_of(found) if found else None


def select_rows() -> Select[Any]:
    """The statement behind `row_of`; a caller adds its conditions, and may append columns."""
    return (
        select(
            *(_SESSIONS.c[name] for name in _NAMES),
            *_columns_of(_OWNER),
            *_columns_of(_HANDLER),
        )
        .join(_OWNER, _OWNER.c.id == _SESSIONS.c.user_id)
        .outerjoin(_HANDLER, _HANDLER.c.id == _SESSIONS.c.handler_id)
    )


def row_of(found: Row[Any]) -> SessionRow:
    values = tuple(found)
    columns = dict(zip(_NAMES, values, strict=False))
    owner, handler = values[_OWNER_AT:_HANDLER_AT], values[_HANDLER_AT : _HANDLER_AT + len(_OF_A_PERSON)]
    handler_id = columns["handler_id"]
    return SessionRow(
        **columns,
        user=Person(columns["user_id"], *owner),
        handler=Person(handler_id, *handler) if handler_id else None,
    )


def _columns_of(person: NamedFromClause) -> Iterable[Any]:
    return (person.c[name].label(f"{person.name}_{name}") for name in _OF_A_PERSON)


@lru_cache
def _by_id() -> Select[Any]:
    return select_rows().where(_SESSIONS.c.id == bindparam("id"), _SESSIONS.c.account_id == bindparam("account_id"))
