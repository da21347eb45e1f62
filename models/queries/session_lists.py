"""The lists of sessions: a user's own, and all that the user may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Row,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
    tuple_,
    union,
)

from models.ai_session import CLOSED, WAITING, AiSession, SessionStatus
from models.core import clock
from models.core.paging import Page, decode_position, encode_position
from models.core.unit_of_work import current, db_session
from models.fix_transitions import TERMINAL, FixStatus
from models.handoff import Handoff
from models.queries import session_search
from models.queries.members import unable_to_work
from models.queries.session_rows import SessionRow, row_of, select_rows
from models.step import Step
from models.suggested_fix import SuggestedFix
from models.user import User

_Listed = Select[Any]
_SESSIONS = AiSession.__table__

OPEN_FIX = tuple(status for status in FixStatus if status not in TERMINAL)


class Scope(StrEnum):
    MINE = "mine"
    READABLE = "readable"


def sessions_of(
    user: User,
    *,
    status: str | None = None,
    q: str | None = None,
    scope: str = Scope.MINE,
    fix_status: str | None = None,
    limit: int,
    cursor: str | None = None,
) -> Page[SessionRow]:
    """A page of sessions by last activity, newest first.  All pages show the order at the time of the first one.

    `mine`: `user` is owner, handler or legacy `picked_up_by`; `readable`: all that `access.may_read` allows.  `q`: only
    sessions that contain its words; `fix_status`: only open sessions whose active fix has this status.
    Raises Invalid (422) for a cursor that is not ours.
    """
    position = _Position.decoded(cursor) if cursor else None
    asked = _Asked(
        scope=Scope(scope),
        by_admin=user.is_admin,
        by_status=status is not None,
        by_words=q is not None,
        by_fix=fix_status is not None,
        continues=position is not None,
    )
    values: dict[str, Any] = {"status": status, "words": q, "fix_status": fix_status, "most": limit + 1}
    values |= {"user_id": user.id, "account_id": current().account_id, **(vars(position) if position else {})}
    rows = db_session().execute(_statement(asked), values).all()
    return _page(rows, limit=limit, as_of=position.as_of if position else None)


@dataclass(frozen=True)
class _Asked:
    """What the text of the statement depends on: it is built once for each of these."""

    scope: Scope
    by_admin: bool
    by_status: bool
    by_words: bool
    by_fix: bool
    continues: bool


_USER, _ACCOUNT = bindparam("user_id", type_=Uuid()), bindparam("account_id", type_=Uuid())
_MOST = bindparam("most", type_=Integer())


@lru_cache
def _statement(asked: _Asked) -> Select[Any]:
    """Each reason for which a session is listed is a scan of its own index that stops after one page.

    A single query with OR would read all sessions.
    """
    filters = [
        *([_SESSIONS.c.status == bindparam("status")] if asked.by_status else []),
        *(_by_fix() if asked.by_fix else []),
        *(_by_words() if asked.by_words else []),
    ]
    reasons = _reasons(asked)
    rows = [_unmoved(_listed(reason, asked).where(*filters), continues=asked.continues) for reason in reasons]
    if asked.continues:
        rows.append(_moved(_listed(or_(*reasons), asked).where(*filters)))
    listed = union(*rows).subquery()
    sessions = select_rows().add_columns(listed.c.at).join(listed, listed.c.id == _SESSIONS.c.id)
    return sessions.order_by(listed.c.at.desc(), listed.c.id.desc()).limit(_MOST)


@dataclass(frozen=True)
class _Position:
    """Where a page ended, in the order that the list had at `as_of`, when the first page was read."""

    as_of: datetime
    at: datetime
    id: UUID

    @classmethod
    def decoded(cls, cursor: str) -> Self:
        (as_of, at), row_id = decode_position(cursor, moments=2)
        return cls(as_of, at, row_id)


def _page(rows: Sequence[Row[Any]], *, limit: int, as_of: datetime | None) -> Page[SessionRow]:
    items = [row_of(row) for row in rows[:limit]]
    if len(rows) <= limit:
        return Page(items, None)
    last = rows[limit - 1]
    # A machine whose clock is ahead may have written the newest session.
    as_of = as_of or max(clock.now(), rows[0].at)
    return Page(items, encode_position(as_of, last.at, row_id=last.id))


def _position() -> ColumnElement[Any]:
    """The position of the last row that was read, in the order of the first page."""
    return tuple_(bindparam("at", type_=DateTime(timezone=True)), bindparam("id", type_=Uuid()))


def _unmoved(listed: _Listed, *, continues: bool) -> _Listed:
    """One page and one more row, of sessions that had no activity since the first page was read."""
    at = _SESSIONS.c.last_activity_at
    return _newest_rows(listed.where(tuple_(at, _SESSIONS.c.id) < _position()) if continues else listed, at)


def _moved(listed: _Listed) -> _Listed:
    """The same of the sessions that had activity since, at their position then; these are few."""
    as_of = bindparam("as_of", type_=DateTime(timezone=True))
    was_at = _activity_before(as_of)
    since = listed.where(_SESSIONS.c.last_activity_at > as_of, tuple_(was_at, _SESSIONS.c.id) < _position())
    return _newest_rows(since, was_at)


def _newest_rows(reason: _Listed, at: ColumnElement[datetime]) -> _Listed:
    return reason.add_columns(at.label("at")).order_by(at.desc(), _SESSIONS.c.id.desc()).limit(_MOST)


def _activity_before(moment: ColumnElement[datetime]) -> ColumnElement[datetime]:
    """The last activity of a session until `moment`; NULL if it was opened later."""
    steps = Step.__table__
    newest = select(func.max(steps.c.created_at)).where(
        steps.c.ai_session_id == _SESSIONS.c.id, steps.c.created_at <= moment
    )
    return newest.correlate(_SESSIONS).scalar_subquery()


def readable_by(*, by_admin: bool) -> Select[Any]:
    """The ids of all sessions that `:user_id` may read, for another statement to narrow."""
    asked = _Asked(Scope.READABLE, by_admin, by_status=False, by_words=False, by_fix=False, continues=False)
    return _listed(or_(*_reasons(asked)), asked)


def _reasons(asked: _Asked) -> list[ColumnElement[bool]]:
    """The rules of `access.may_read` as conditions; those of parked sessions are in `_listed`."""
    if asked.scope == Scope.READABLE and asked.by_admin:
        return [true()]
    mine = [
        _SESSIONS.c.user_id == _USER,
        _SESSIONS.c.handler_id == _USER,
        _SESSIONS.c.id.in_(session_search.picked_up_by(_USER)),
    ]
    if asked.scope == Scope.MINE:
        return mine
    handoffs = Handoff.__table__
    handed_over = select(handoffs.c.ai_session_id).where(
        handoffs.c.account_id == _ACCOUNT, handoffs.c.created_by_id == _USER
    )
    return [*mine, _SESSIONS.c.status.in_(WAITING), _SESSIONS.c.id.in_(handed_over)]


def _listed(reason: ColumnElement[bool], asked: _Asked) -> _Listed:
    """The sessions that are on the user's list for one reason.

    A parked session is only on the lists of its owner and of the person who parked it, and on an admin's if it is
    orphaned.
    """
    theirs = or_(_SESSIONS.c.user_id == _USER, _SESSIONS.c.parked_by_id == _USER)
    may_see_parked = or_(theirs, _is_orphaned()) if asked.by_admin else theirs
    return select(_SESSIONS.c.id).where(
        _SESSIONS.c.account_id == _ACCOUNT,
        reason,
        or_(_SESSIONS.c.status != SessionStatus.PARKED, may_see_parked),
    )


def _is_orphaned() -> ColumnElement[bool]:
    """`AiSession.is_orphaned` in SQL."""
    unable = unable_to_work(_ACCOUNT)
    handler_cannot = or_(_SESSIONS.c.handler_id.is_(None), _SESSIONS.c.handler_id.in_(unable))
    return and_(_SESSIONS.c.user_id.in_(unable), handler_cannot)


def _by_words() -> list[ColumnElement[bool]]:
    """The condition that a session matches the search words.  A CTE makes the search run once for all reasons."""
    found = session_search.matching(bindparam("words", type_=Text())).cte("found")
    return [_SESSIONS.c.id.in_(select(found.c.ai_session_id))]


def _by_fix() -> list[ColumnElement[bool]]:
    """The conditions for an open session whose active fix, the newest that is not terminal, has the wanted status."""
    fixes, wanted = SuggestedFix.__table__, bindparam("fix_status", type_=Text())
    newest = (
        select(fixes.c.status)
        .where(fixes.c.ai_session_id == _SESSIONS.c.id, fixes.c.status.not_in(TERMINAL))
        .order_by(fixes.c.created_at.desc(), fixes.c.id.desc())
        .limit(1)
    )
    having = select(fixes.c.ai_session_id).where(fixes.c.account_id == _ACCOUNT, fixes.c.status == wanted)
    return [
        _SESSIONS.c.status.not_in(CLOSED),
        _SESSIONS.c.id.in_(having),
        newest.correlate(_SESSIONS).scalar_subquery() == wanted,
    ]
