"""The escalation queue and its count, by the same conditions.

The queue has two kinds of rows: open handoffs, and legacy sessions that were escalated before handoffs were rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    RowMapping,
    Select,
    Subquery,
    Uuid,
    and_,
    bindparam,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.sql.selectable import LateralFromClause

from models.ai_session import WAITING, AiSession, ConfidenceTier
from models.core.paging import Page, cut, decode
from models.core.unit_of_work import current, db_session
from models.handoff import AssessmentStatus, Handoff, HandoffStatus, Intent
from models.psa_ticket import PsaTicket
from models.queries.members import unable_to_work
from models.queries.psa_connections import current_connection_id
from models.session_state import tier_of
from models.titles import summary_of
from models.user import User

_HANDOFFS, _SESSIONS, _TICKETS = Handoff.__table__, AiSession.__table__, PsaTicket.__table__
_CREATED_BY, _TARGET = User.__table__.alias("created_by"), User.__table__.alias("target")
_USER, _ACCOUNT = bindparam("user_id", type_=Uuid()), bindparam("account_id", type_=Uuid())
_MOST = bindparam("most", type_=Integer())


@dataclass
class Named:
    id: UUID
    name: str


@dataclass
class Waiting:
    """A row of the queue.  `handoff_id` is None for a legacy session, whose `id` is the session's.

    `created_at` of a legacy session is when it last changed, because the time of the escalation was not stored.
    """

    id: UUID
    created_at: datetime
    handoff_id: UUID | None
    ai_session_id: UUID
    status: str
    title: str
    problem: str
    client_name: str | None
    psa_ticket_id: str | None
    reason: str | None
    step_count: int
    confidence_tier: ConfidenceTier
    assessment_status: str
    assessment_confidence: str | None
    priority: str | None
    """The linked ticket's; None while the copy of the PSA's tickets does not have it."""
    created_by: Named
    target_user: Named | None


def queue(user: User, *, newest_first: bool, limit: int, cursor: str | None) -> Page[Waiting]:
    """What `user` may claim: neither their own nor targeted at another person."""
    values: dict[str, Any] = {**_asking(user), "most": limit + 1}
    if cursor:
        values["after_at"], values["after_id"] = decode(cursor)
    statement = _queue(sees_all=user.is_admin, newest_first=newest_first, continues=cursor is not None)
    return cut([_waiting(row) for row in db_session().execute(statement, values).mappings()], limit=limit)


def count(user: User) -> int:
    return db_session().scalar(_count(sees_all=user.is_admin), _asking(user)) or 0


def _asking(user: User) -> Mapping[str, UUID]:
    return {"user_id": user.id, "account_id": current().account_id}


def _waiting(row: RowMapping) -> Waiting:
    values = dict(row)
    problem, score = values.pop("problem"), values.pop("confidence_score")
    created_by = Named(values.pop("created_by_id"), values.pop("created_by_name"))
    target_id, target_name = values.pop("target_id"), values.pop("target_name")
    return Waiting(
        **values,
        problem=summary_of(problem),
        confidence_tier=tier_of(score),
        created_by=created_by,
        target_user=Named(target_id, target_name) if target_id else None,
    )


@lru_cache
def _count(*, sees_all: bool) -> Select[Any]:
    handoffs = select(func.count()).select_from(_HANDOFFS).join(_SESSIONS, _is_of).where(*_open(sees_all=sees_all))
    legacy = select(func.count()).select_from(_SESSIONS).where(*_legacy(sees_all=sees_all))
    return select(handoffs.scalar_subquery() + legacy.scalar_subquery())


@lru_cache
def _queue(*, sees_all: bool, newest_first: bool, continues: bool) -> Select[Any]:
    """The first rows of each kind, and of these the first ones, with the people's names."""
    handoffs = _firsts(
        select(*_handoff_columns()).join(_SESSIONS, _is_of).where(*_open(sees_all=sees_all)),
        (_HANDOFFS.c.created_at, _HANDOFFS.c.id),
        newest_first=newest_first,
        continues=continues,
    )
    legacy = _firsts(
        select(*_legacy_columns()).where(*_legacy(sees_all=sees_all)),
        (_SESSIONS.c.updated_at, _SESSIONS.c.id),
        newest_first=newest_first,
        continues=continues,
    )
    both = union_all(handoffs, legacy).subquery()
    ticket = _ticket_of(both)
    named = select(
        *(one for one in both.c if one.name != "client_name"),
        func.coalesce(ticket.c.client_name, both.c.client_name).label("client_name"),
        ticket.c.priority,
        _CREATED_BY.c.name.label("created_by_name"),
        _TARGET.c.name.label("target_name"),
    )
    named = named.join(_CREATED_BY, _CREATED_BY.c.id == both.c.created_by_id)
    named = named.outerjoin(_TARGET, _TARGET.c.id == both.c.target_id).outerjoin(ticket, true())
    return _ordered(named, (both.c.created_at, both.c.id), newest_first=newest_first)


def _ticket_of(rows: Subquery) -> LateralFromClause:
    """Client and priority of each row's ticket, which the PSA knows better than the session, or NULLs."""
    is_ours = and_(_TICKETS.c.account_id == _ACCOUNT, _TICKETS.c.connection_id == current_connection_id(_ACCOUNT))
    found = select(
        func.nullif(_TICKETS.c.client_name, "").label("client_name"),
        func.nullif(_TICKETS.c.priority, "").label("priority"),
    )
    newest_first = (_TICKETS.c.gone_at.desc().nulls_first(), _TICKETS.c.remote_updated_at.desc())
    return found.where(is_ours, _TICKETS.c.number == rows.c.psa_ticket_id).order_by(*newest_first).limit(1).lateral()


_is_of = _SESSIONS.c.id == _HANDOFFS.c.ai_session_id


def _handoff_columns() -> list[ColumnElement[Any]]:
    return [
        _HANDOFFS.c.id,
        _HANDOFFS.c.created_at,
        _HANDOFFS.c.id.label("handoff_id"),
        *_shown_of_session(),
        _HANDOFFS.c.reason,
        _HANDOFFS.c.assessment_status,
        _HANDOFFS.c.ai_assessment_data["confidence"].astext.label("assessment_confidence"),
        _HANDOFFS.c.created_by_id,
        _HANDOFFS.c.target_user_id.label("target_id"),
    ]


def _legacy_columns() -> list[ColumnElement[Any]]:
    return [
        _SESSIONS.c.id,
        _SESSIONS.c.updated_at.label("created_at"),
        null().cast(Uuid()).label("handoff_id"),
        *_shown_of_session(),
        _SESSIONS.c.escalation_reason.label("reason"),
        literal(AssessmentStatus.NOT_REQUESTED.value).label("assessment_status"),
        literal(None).label("assessment_confidence"),
        _SESSIONS.c.user_id.label("created_by_id"),
        _SESSIONS.c.escalated_to_id.label("target_id"),
    ]


def _shown_of_session() -> list[ColumnElement[Any]]:
    """Not the snapshot and the package, which contain whole chats: a row of the queue shows neither."""
    return [
        _SESSIONS.c.id.label("ai_session_id"),
        *(_SESSIONS.c[name] for name in ("status", "title", "problem", "client_name", "psa_ticket_id")),
        (_SESSIONS.c.step_count - _SESSIONS.c.notice_count).label("step_count"),
        _SESSIONS.c.confidence_score,
    ]


def _open(*, sees_all: bool) -> list[ColumnElement[bool]]:
    return [
        _SESSIONS.c.status.in_(WAITING),
        _HANDOFFS.c.account_id == _ACCOUNT,
        _HANDOFFS.c.status == HandoffStatus.OPEN,
        _HANDOFFS.c.intent == Intent.ESCALATE,
        _HANDOFFS.c.created_by_id != _USER,
        *_for_person(_HANDOFFS.c.target_user_id, sees_all=sees_all),
    ]


def _legacy(*, sees_all: bool) -> list[ColumnElement[bool]]:
    has_handoff = exists().where(_is_of, _HANDOFFS.c.status == HandoffStatus.OPEN)
    return [
        _SESSIONS.c.account_id == _ACCOUNT,
        _SESSIONS.c.status.in_(WAITING),
        _SESSIONS.c.user_id != _USER,
        ~has_handoff,
        *_for_person(_SESSIONS.c.escalated_to_id, sees_all=sees_all),
    ]


def _for_person(target: ColumnElement[UUID], *, sees_all: bool) -> list[ColumnElement[bool]]:
    """Exclude what is targeted at another person who can work; an admin sees that too."""
    if sees_all:
        return []
    return [or_(target.is_(None), target == _USER, target.in_(unable_to_work(_ACCOUNT)))]


def _firsts(
    rows: Select[Any], place: tuple[ColumnElement[Any], ...], *, newest_first: bool, continues: bool
) -> Select[Any]:
    if continues:
        seen = tuple_(bindparam("after_at", type_=DateTime(timezone=True)), bindparam("after_id", type_=Uuid()))
        rows = rows.where(tuple_(*place) < seen if newest_first else tuple_(*place) > seen)
    return _ordered(rows, place, newest_first=newest_first)


def _ordered(rows: Select[Any], place: tuple[ColumnElement[Any], ...], *, newest_first: bool) -> Select[Any]:
    return rows.order_by(*(column.desc() if newest_first else column for column in place)).limit(_MOST)
