"""Who may see or change an attachment."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from models.ai_session import AiSession
from models.attachment import Attachment
from models.core.errors import NotFound
from models.core.unit_of_work import current, db_session
from models.queries.session_rows import SessionRow
from models.user import User


def attachment_of(ai_session: AiSession | SessionRow, attachment_id: UUID) -> Attachment:
    """An attachment of this session, which the caller may read.  Raises NotFound, also for another session's."""
    return _checked(_attachment(attachment_id), ai_session_id=ai_session.id)


def unused_attachment(attachment_id: UUID, *, ai_session_id: UUID | None, by: User, lock: bool = True) -> Attachment:
    """An upload of `by`, its row locked; `ai_session_id` is None before the first message.  Raises NotFound.

    Until a message uses it, only the person who uploaded it may change it.  The caller checks whether one does.
    """
    found = _checked(_attachment(attachment_id, lock=lock), ai_session_id=ai_session_id)
    if found.created_by_id != by.id:
        raise NotFound
    return found


def _checked(found: Attachment | None, *, ai_session_id: UUID | None) -> Attachment:
    if found is None or found.ai_session_id != ai_session_id or found.discarded_at is not None:
        raise NotFound
    return found


def _attachment(attachment_id: UUID, *, lock: bool = False) -> Attachment | None:
    """The query names `account_id` although row-level security does too, so that either of them suffices."""
    query = select(Attachment).where(Attachment.id == attachment_id, Attachment.account_id == current().account_id)
    return db_session().scalars(query.with_for_update() if lock else query).one_or_none()
