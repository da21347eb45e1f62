"""Remind an engineer at a chosen time that a fix waits for verification."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from models import events
from models.ai_session import AiSession
from models.core import clock
from models.core.graphemes import cut
from models.core.unit_of_work import current
from models.fix_transitions import FixStatus
from models.jobs import Job, request
from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.notification import Notification, NotificationKind
from models.operations.notices import NewNotice, give_notice
from models.operations.notifications import subject_of
from models.queries.suggested_fixes import fixes_of
from models.suggested_fix import SuggestedFix
from models.user import User

NOTE_LENGTH = 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def request_reminder(fix: SuggestedFix) -> None:
    """Queue the fix's reminder for its time, unless it has none or it was sent already."""
    if fix.remind_at and not fix.reminded_at:
        request(Job.REMINDER_SEND, due=fix.remind_at, fix_id=fix.id, at=_stamp(fix.remind_at))


def renew_reminders(ai_session: AiSession) -> None:
    """Queue again the reminders of a session that is reopened: a closed session gets none."""
    for fix in fixes_of(ai_session):
        request_reminder(fix)


def send_reminder(ai_session: AiSession, fix: SuggestedFix, *, at: int) -> None:
    """Notify the handler or the owner of the session, if the fix still waits for the reminder of this time.

    `at` is the value that `request_reminder` passed.  Expects the session's row to be locked.
    """
    if not _is_due(fix, at) or ai_session.is_closed:
        return
    fix.reminded_at = clock.now()
    if recipient := _recipient(ai_session):
        notification = Notification(
            account_id=ai_session.account_id,
            user_id=recipient.id,
            ai_session_id=ai_session.id,
            kind=NotificationKind.FIX_REMINDER,
            title=f"Time to verify{subject_of(ai_session)}",
            link=f"/pilot/{ai_session.id}",
            note=cut(f"{fix.title}: {fix.pending_reason}", NOTE_LENGTH),
        )
        current().add(notification)
        events.notification_created(notification)
        _give_notice(ai_session, fix, notification, recipient)


def _give_notice(ai_session: AiSession, fix: SuggestedFix, notification: Notification, recipient: User) -> None:
    new = NewNotice(
        event=NoticeEvent.FIX_REMINDER,
        subject_kind=SubjectKind.AI_SESSION,
        subject_id=ai_session.id,
        occasion=f"{fix.id}.{_stamp(fix.reminded_at or clock.now())}",
        title=notification.title,
        link=notification.link,
        ai_session_id=ai_session.id,
        more={"note": notification.note},
    )
    give_notice(new, people=[recipient])


def _is_due(fix: SuggestedFix, at: int) -> bool:
    is_same = fix.remind_at is not None and _stamp(fix.remind_at) == at
    return is_same and fix.status == FixStatus.APPLIED_PENDING and fix.reminded_at is None


def _recipient(ai_session: AiSession) -> User | None:
    """Whoever works on the session; None if both people have left."""
    people = (ai_session.handler, ai_session.user)
    return next((person for person in people if person and person.can_work), None)


def _stamp(moment: datetime) -> int:
    """Milliseconds, because a job's arguments are ids and numbers."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)
