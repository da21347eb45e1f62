"""A session as one user sees it: its row and related values, read for a whole page in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import FromClause, Select, Uuid, bindparam, column, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.selectable import LateralFromClause

from models.ai_session import AiSession
from models.core.database.loading import detached
from models.core.paging import Page
from models.core.unit_of_work import current, db_session
from models.fix_transitions import TERMINAL
from models.handoff import Handoff, HandoffStatus
from models.queries import access
from models.queries.session_rows import SessionRow
from models.reply import UNFINISHED, Reply
from models.suggested_fix import SuggestedFix
from models.user import User


@dataclass
class UnfinishedReply:
    id: UUID
    status: str


@dataclass
class SessionView:
    row: AiSession | SessionRow
    offers: dict[str, str | None]
    active_fix: SuggestedFix | None
    reply: UnfinishedReply | None
    open_handoff_id: UUID | None
    can_write: bool
    can_hand_off: bool


@dataclass
class _Beside:
    """What a view adds to the row; of the unfinished replies the running one, or else the queued one."""

    active_fix: SuggestedFix | None
    reply: UnfinishedReply | None
    open_handoff_id: UUID | None


def views_of(rows: Sequence[AiSession | SessionRow], *, by: User) -> list[SessionView]:
    beside = _beside([row.id for row in rows])
    return [_view(row, beside[row.id], by) for row in rows]


def view_of(row: AiSession | SessionRow, *, by: User) -> SessionView:
    return views_of([row], by=by)[0]


def page_of_views(page: Page[SessionRow], *, by: User) -> Page[SessionView]:
    return Page(views_of(page.items, by=by), page.next_cursor)


def _view(row: AiSession | SessionRow, beside: _Beside, by: User) -> SessionView:
    can_write = access.may_write(row, by)
    return SessionView(
        row,
        offers={name: row.offers.get(name) for name in ("psa_ticket_id", "client_name")},
        active_fix=beside.active_fix,
        reply=beside.reply,
        open_handoff_id=beside.open_handoff_id,
        can_write=can_write,
        can_hand_off=can_write and not row.is_waiting,
    )


_FIXES, _REPLIES, _HANDOFFS = SuggestedFix.__table__, Reply.__table__, Handoff.__table__
_FIX_COLUMNS = tuple(one.name for one in _FIXES.columns)


def _beside(ai_session_ids: list[UUID]) -> dict[UUID, _Beside]:
    """By session id."""
    if not ai_session_ids:
        return {}
    db_session().flush()  # an operation may have changed what is read
    values = {"ids": ai_session_ids, "account_id": current().account_id}
    return {found[0]: _beside_of(tuple(found)) for found in db_session().execute(_statement(), values)}


def _beside_of(values: tuple[Any, ...]) -> _Beside:
    _, handoff_id, reply_id, reply_status, *fix = values
    named = dict(zip(_FIX_COLUMNS, fix, strict=True))
    return _Beside(
        active_fix=detached(SuggestedFix, named) if named["id"] else None,
        reply=UnfinishedReply(reply_id, reply_status) if reply_id else None,
        open_handoff_id=handoff_id,
    )


@lru_cache
def _statement() -> Select[Any]:
    """One row for each session, with its active fix, first unfinished reply and open handoff, or NULLs."""
    asked = (
        func.unnest(bindparam("ids", type_=ARRAY(Uuid())))
        .table_valued(column("id", Uuid()), name="asked")
        .render_derived()
    )
    fix = _first(
        _FIXES, asked, _FIXES.c.status.not_in(TERMINAL), order=(_FIXES.c.created_at.desc(), _FIXES.c.id.desc())
    )
    reply = _first(_REPLIES, asked, _REPLIES.c.status.in_(UNFINISHED), order=(_REPLIES.c.created_at, _REPLIES.c.id))
    handoff = _first(_HANDOFFS, asked, _HANDOFFS.c.status == HandoffStatus.OPEN, order=(_HANDOFFS.c.created_at,))
    columns = (handoff.c.id.label("handoff_id"), reply.c.id.label("reply_id"), reply.c.status.label("reply_status"))
    beside = asked.outerjoin(fix, true()).outerjoin(reply, true()).outerjoin(handoff, true())
    return select(asked.c.id.label("session_id"), *columns, *(fix.c[name] for name in _FIX_COLUMNS)).select_from(beside)


def _first(table: FromClause, asked: FromClause, is_wanted: Any, *, order: Sequence[Any]) -> LateralFromClause:
    wanted = (table.c.account_id == bindparam("account_id")) & (table.c.ai_session_id == asked.c.id) & is_wanted
    return select(table).where(wanted).order_by(*order).limit(1).lateral()
