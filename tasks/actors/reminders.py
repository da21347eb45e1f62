"""The reminder of a fix that waits for verification."""

from __future__ import annotations

from uuid import UUID

import structlog

from models.ai_session import AiSession
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.jobs import Job
from models.operations.fix_reminders import send_reminder
from models.suggested_fix import SuggestedFix
from tasks.actors.registry import actor
from tasks.running import RunningJob

log = structlog.get_logger(__name__)


def give_up(fix_id: UUID, at: int, *, code: str) -> None:
    """The job is dead.  Nobody waits for it: Home still shows the fix with the time that has passed."""
    log.warning("reminder.given_up", fix_id=str(fix_id), at=at, code=code)


@actor(Job.REMINDER_SEND, when_dead=give_up, time_limit_seconds=60)
def send_fix_reminder(job: RunningJob, fix_id: UUID, at: int) -> None:
    """Notify the session's handler or owner, unless the fix got another outcome or another time.

    Running twice is safe: `reminded_at` is set in the transaction that writes the notification, under the session's
    lock.
    """
    with job.finish():
        fix = db_session().get_one(SuggestedFix, fix_id)
        ai_session = locked(AiSession, fix.ai_session_id)
        db_session().refresh(fix)
        send_reminder(ai_session, fix, at=at)
