"""Tickets of sessions, and sessions of tickets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from models.ai_session import AiSession
from models.core.unit_of_work import current, db_session
from models.psa_ticket import PsaTicket
from models.queries.psa_connections import current_connection_id
from models.queries.session_lists import readable_by
from models.queries.session_rows import SessionRow
from models.user import User

_SESSIONS, _TICKETS = AiSession.__table__, PsaTicket.__table__


@dataclass(frozen=True)
class LinkedTicket:
    """What a session shows of its ticket.  `gone`: the PSA no longer has it."""

    number: str
    title: str
    status: str
    priority: str
    client_name: str
    is_closed: bool
    synced_at: datetime
    gone: bool
    merged_into: str | None


def ticket_of(ai_session: AiSession | SessionRow) -> LinkedTicket | None:
    """The session's ticket from the copy; None without one, and while the copy does not have it."""
    if ai_session.psa_ticket_id is None:
        return None
    values = {"account_id": current().account_id, "number": ai_session.psa_ticket_id}
    found = db_session().execute(_linked(), values).first()
    return LinkedTicket(*found) if found else None


def newest_sessions_of(numbers: Collection[str], *, by: User) -> dict[str, UUID]:
    """By ticket number, the newest session about it that `by` may read."""
    if not numbers:
        return {}
    values = {"numbers": list(numbers), "account_id": current().account_id, "user_id": by.id}
    found = db_session().execute(_newest(by_admin=by.is_admin), values)
    return {row.psa_ticket_id: row.id for row in found}


def merged_into() -> ColumnElement[str]:
    """The number of the ticket that one was merged into, or its id while the copy does not have that one."""
    other = _TICKETS.alias("other")
    number = select(other.c.number).where(
        other.c.account_id == _TICKETS.c.account_id,
        other.c.connection_id == _TICKETS.c.connection_id,
        other.c.remote_id == _TICKETS.c.merged_into,
    )
    return func.coalesce(number.correlate(_TICKETS).scalar_subquery(), _TICKETS.c.merged_into).label("merged_into")


@lru_cache
def _newest(*, by_admin: bool) -> Select[Any]:
    number = _SESSIONS.c.psa_ticket_id
    readable = readable_by(by_admin=by_admin).with_only_columns(number, _SESSIONS.c.id)
    of_these = readable.where(number == func.any(bindparam("numbers", type_=ARRAY(Text()))))
    newest_first = (number, _SESSIONS.c.created_at.desc(), _SESSIONS.c.id.desc())
    return of_these.ext(distinct_on(number)).order_by(*newest_first)


@lru_cache
def _linked() -> Select[Any]:
    account_id = bindparam("account_id", type_=Uuid())
    shown = ("number", "title", "status", "priority", "client_name", "is_closed", "synced_at")
    return (
        select(
            *(_TICKETS.c[name] for name in shown),
            _TICKETS.c.gone_at.is_not(None),
            merged_into(),
        )
        .where(
            _TICKETS.c.account_id == account_id,
            _TICKETS.c.connection_id == current_connection_id(account_id),
            _TICKETS.c.number == bindparam("number", type_=Text()),
        )
        .order_by(_TICKETS.c.gone_at.desc().nulls_first(), _TICKETS.c.remote_updated_at.desc())
        .limit(1)
    )
