"""Who is notified when a session is closed or reopened.

| it is     | new notifications for                | existing notifications of its escalations           |
| --------- | ------------------------------------ | --------------------------------------------------- |
| resolved  | its owner and its escalators, not by | those of claimed ones say so and count as read      |
| abandoned | nobody                               | the same                                            |
| reopened  | nobody                               | those that say "resolved" say "reopened"            |
"""

from __future__ import annotations

from sqlalchemy import update

from models import events
from models.ai_session import AiSession
from models.core import clock
from models.core.unit_of_work import current, db_session
from models.delivery import Channel
from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.notification import Notification, NotificationKind, Outcome
from models.operations.notices import NewNotice, give_notice
from models.operations.notifications import subject_of, with_outcome
from models.preferences import preferences_of
from models.queries.recipients import resolution_recipients
from models.user import User


def note_session_end(ai_session: AiSession, outcome: Outcome, *, by: User) -> None:
    """Say in the notifications of claimed escalations that the session is closed."""
    notifications = update(Notification).where(
        Notification.ai_session_id == ai_session.id,
        Notification.kind.in_((NotificationKind.ESCALATION, NotificationKind.ESCALATION_WAITING)),
        Notification.outcome.in_((Outcome.CLAIMED, Outcome.REOPENED)),
    )
    db_session().execute(with_outcome(notifications, outcome, by=by).values(note=f"{outcome} by {by.name}"))


def note_reopened(ai_session: AiSession, *, by: User) -> None:
    """Say in the notifications that report the session as resolved that it was reopened."""
    notifications = update(Notification).where(
        Notification.ai_session_id == ai_session.id, Notification.outcome == Outcome.RESOLVED
    )
    db_session().execute(with_outcome(notifications, Outcome.REOPENED, by=by).values(note=f"reopened by {by.name}"))


def notify_resolved(ai_session: AiSession, *, fixed_by: str | None, by: User) -> None:
    """Tell the owner and the escalators how the problem was solved (`fixed_by`, one line)."""
    recipients = resolution_recipients(ai_session, by=by)
    title = f"Resolved by {by.name}{subject_of(ai_session)}"
    for recipient in recipients:
        if not preferences_of(recipient).wants(NoticeEvent.SESSION_RESOLVED, Channel.BELL):
            continue
        notification = Notification(
            account_id=ai_session.account_id,
            user_id=recipient.id,
            ai_session_id=ai_session.id,
            kind=NotificationKind.SESSION_RESOLVED,
            title=title,
            link=f"/pilot/{ai_session.id}",
            note=fixed_by,
            outcome=Outcome.RESOLVED,
            outcome_by_id=by.id,
            outcome_at=clock.now(),
        )
        current().add(notification)
        events.notification_created(notification)
    new = NewNotice(
        event=NoticeEvent.SESSION_RESOLVED,
        subject_kind=SubjectKind.AI_SESSION,
        subject_id=ai_session.id,
        # A session that was reopened can be resolved again.
        occasion=str(ai_session.state_version),
        title=title,
        link=f"/pilot/{ai_session.id}",
        ai_session_id=ai_session.id,
        more={"fixed_by": fixed_by},
    )
    give_notice(new, people=recipients)
