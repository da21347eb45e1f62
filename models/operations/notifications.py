"""Mark notifications as read, and the parts that all kinds of notifications share.

Who gets one: `escalations.fan_out` and `closing_notices`.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Update, func, update

from models.ai_session import AiSession
from models.core import clock
from models.core.errors import NotFound
from models.core.unit_of_work import db_session
from models.notification import Notification, Outcome
from models.titles import summary_of
from models.user import User

PROBLEM_LENGTH = 70


def mark_read(notification_id: UUID, *, by: User) -> Notification:
    """Raises NotFound, also for another person's notification."""
    notification = db_session().get(Notification, notification_id)
    if notification is None or notification.user_id != by.id:
        raise NotFound
    notification.mark_read()
    return notification


def mark_all_read(*, by: User) -> None:
    unread = update(Notification).where(Notification.user_id == by.id, Notification.read_at.is_(None))
    db_session().execute(unread.values(read_at=clock.now()))


def with_outcome(notifications: Update, outcome: Outcome, *, by: User) -> Update:
    """Also record the outcome, and mark as read those that are unread."""
    now = clock.now()
    read_at = func.coalesce(Notification.read_at, now)
    return notifications.values(outcome=outcome, outcome_by_id=by.id, outcome_at=now, read_at=read_at)


def subject_of(ai_session: AiSession) -> str:
    """The end of a title: ` · #{ticket}: {problem}`, or without the ticket if none is linked."""
    ticket = f" · #{ai_session.psa_ticket_id}" if ai_session.psa_ticket_id else ""
    return f"{ticket}: {summary_of(ai_session.problem, PROBLEM_LENGTH)}"
