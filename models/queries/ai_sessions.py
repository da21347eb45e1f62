"""Sessions, their steps, facts and fixes, and the escalation queue."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, union

from models.ai_session import AiSession, SessionStatus
from models.core.errors import Invalid
from models.core.paging import Page, first_of, page_of
from models.core.unit_of_work import current, db_session
from models.fact import Fact
from models.handoff import Handoff, HandoffStatus
from models.queries import session_search
from models.reply import UNFINISHED, Reply
from models.step import Step
from models.suggested_fix import TERMINAL, SuggestedFix
from models.user import User


def sessions_of(user: User, *, status: str | None, q: str | None, limit: int, cursor: str | None) -> Page[AiSession]:
    """Those where `user` is owner, handler or legacy `picked_up_by`, parked ones of others left out; newest first.

    Each of the three is a walk along an index of its own, which ends with the page: an OR of them would read all.
    `q` narrows to those that hold its words.
    """
    matching = session_search.matching(q) if q is not None else None
    if q is not None and matching is None:
        return Page([], None)
    ways = [
        _narrowed(way, user, status=status, matching=matching)
        for way in (
            AiSession.user_id == user.id,
            AiSession.handler_id == user.id,
            AiSession.id.in_(session_search.picked_up_by(user.id)),
        )
    ]
    firsts = [first_of(way, AiSession, limit=limit, cursor=cursor) for way in ways]
    return page_of(select(AiSession).where(AiSession.id.in_(union(*firsts))), AiSession, limit=limit, cursor=cursor)


def _narrowed(
    way: ColumnElement[bool], user: User, *, status: str | None, matching: Select[UUID] | None
) -> Select[UUID]:
    """One of the ways in which a session is on a person's list."""
    query = select(AiSession.id).where(
        AiSession.account_id == current().account_id,
        way,
        or_(AiSession.status != SessionStatus.PARKED, AiSession.user_id == user.id, AiSession.parked_by_id == user.id),
    )
    if status:
        query = query.where(AiSession.status == status)
    return query if matching is None else query.where(AiSession.id.in_(matching))


def steps_of(ai_session: AiSession, *, limit: int, cursor: str | None) -> Page[Step]:
    """The record, oldest first; the cursor is the last index seen.  Raises Invalid (422) for another cursor."""
    query = select(Step).where(Step.ai_session_id == ai_session.id).order_by(Step.index).limit(limit + 1)
    if cursor:
        query = query.where(Step.index > _index(cursor))
    steps = db_session().scalars(query).all()
    return Page(steps[:limit], str(steps[limit - 1].index) if len(steps) > limit else None)


def all_steps(ai_session: AiSession) -> Sequence[Step]:
    return db_session().scalars(select(Step).where(Step.ai_session_id == ai_session.id).order_by(Step.index)).all()


def facts_of(ai_session: AiSession) -> Sequence[Fact]:
    """What we know, in the order in which it was learned."""
    query = select(Fact).where(Fact.ai_session_id == ai_session.id).order_by(Fact.created_at, Fact.id)
    return db_session().scalars(query).all()


def fixes_of(ai_session: AiSession) -> Sequence[SuggestedFix]:
    """Newest first."""
    return db_session().scalars(_fixes([ai_session.id])).all()


def active_fixes(ai_sessions: Sequence[AiSession]) -> dict[UUID, SuggestedFix]:
    """By session id: the newest fix that is not terminal, for a whole page of sessions in one query."""
    query = _fixes([row.id for row in ai_sessions]).where(SuggestedFix.status.not_in(TERMINAL))
    newest_last = reversed(db_session().scalars(query).all())
    return {fix.ai_session_id: fix for fix in newest_last}


def active_fix_of(ai_session: AiSession) -> SuggestedFix | None:
    return active_fixes([ai_session]).get(ai_session.id)


def unfinished_replies(ai_sessions: Sequence[AiSession]) -> dict[UUID, Reply]:
    """By session id: the running reply, or else the queued one."""
    query = (
        select(Reply)
        .where(Reply.ai_session_id.in_([row.id for row in ai_sessions]), Reply.status.in_(UNFINISHED))
        .order_by(Reply.created_at.desc(), Reply.id.desc())
    )
    return {reply.ai_session_id: reply for reply in db_session().scalars(query)}


def open_handoff_ids(ai_sessions: Sequence[AiSession]) -> dict[UUID, UUID]:
    """By session id: the handoff that waits for somebody."""
    query = select(Handoff.ai_session_id, Handoff.id).where(
        Handoff.ai_session_id.in_([row.id for row in ai_sessions]), Handoff.status == HandoffStatus.OPEN
    )
    return {row.ai_session_id: row.id for row in db_session().execute(query)}


def count_finished_attempts(ai_session: AiSession) -> int:
    query = select(func.count()).where(
        SuggestedFix.ai_session_id == ai_session.id, SuggestedFix.verified_at.is_not(None)
    )
    return db_session().scalar(query) or 0


def _index(cursor: str) -> int:
    if not cursor.isdecimal() or len(cursor) > 9:
        raise Invalid(detail={"cursor": ["This is not a cursor of ours."]})
    return int(cursor)


def _fixes(ai_session_ids: list[UUID]) -> Select[SuggestedFix]:
    return (
        select(SuggestedFix)
        .where(SuggestedFix.ai_session_id.in_(ai_session_ids))
        .order_by(SuggestedFix.created_at.desc(), SuggestedFix.id.desc())
    )
