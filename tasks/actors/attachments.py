"""Removes uploads that no message uses, and those that their uploader removed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import structlog

from models.attachment import Attachment
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.jobs import Job
from tasks.actors.registry import actor
from tasks.running import RunningJob

TIME_LIMIT_SECONDS = 60

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Removal:
    attachment_id: UUID
    keys: list[str]


def leave_attachment(attachment_id: UUID, *, code: str) -> None:
    """The job is dead: the row stays hidden and says what is left in the store, until the job is run again."""
    log.error("an attachment was not removed", attachment_id=str(attachment_id), code=code)


@actor(Job.ATTACHMENT_EXPIRE, when_dead=leave_attachment, time_limit_seconds=TIME_LIMIT_SECONDS)
def expire_attachment(job: RunningJob, attachment_id: UUID) -> None:
    """Remove the contents and then the row of an upload that no message uses.

    Running twice is safe: removing what is gone is no error, and the row goes last.  From the first transaction on the
    upload is hidden, so no message can take it while its contents disappear.  When the job is given up, the row stays.
    """
    with job.transaction():
        removal = _prepare(attachment_id)
    if removal is not None:
        for key in removal.keys:
            job.context.files.remove(key)
    with job.finish():
        if removal is not None and (attachment := db_session().get(Attachment, attachment_id)):
            db_session().delete(attachment)


def _prepare(attachment_id: UUID) -> _Removal | None:
    """None if a message uses it, or if another run has removed it."""
    if db_session().get(Attachment, attachment_id) is None:
        return None
    attachment = locked(Attachment, attachment_id)
    if attachment.step_id is not None or attachment.is_usable:
        return None
    attachment.discard()
    return _Removal(attachment.id, attachment.keys)
