"""Counts and lists attachments."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from models.attachment import Attachment
from models.core.unit_of_work import current, db_session
from models.user import User


def attachment_count(ai_session_id: UUID) -> int:
    """How many the session has, those that no message uses included."""
    return db_session().scalar(select(func.count()).where(Attachment.ai_session_id == ai_session_id)) or 0


def unused_count(user: User) -> int:
    """How many uploads of `user` wait for a message."""
    query = select(func.count()).where(
        Attachment.created_by_id == user.id, Attachment.step_id.is_(None), Attachment.discarded_at.is_(None)
    )
    return db_session().scalar(query) or 0


def attachments_by_step(step_ids: Sequence[UUID]) -> dict[UUID, list[Attachment]]:
    """Those that these messages use, in the order in which they were uploaded."""
    query = select(Attachment).where(Attachment.step_id.in_(step_ids))
    found: dict[UUID, list[Attachment]] = {}
    for one in db_session().scalars(query.order_by(Attachment.created_at, Attachment.id)):
        assert one.step_id is not None
        found.setdefault(one.step_id, []).append(one)
    return found


def locked_attachments(attachment_ids: Sequence[UUID]) -> dict[UUID, Attachment]:
    """Those of the account with these ids, locked in the order of their ids."""
    query = select(Attachment).where(Attachment.id.in_(attachment_ids), Attachment.account_id == current().account_id)
    return {one.id: one for one in db_session().scalars(query.order_by(Attachment.id).with_for_update())}
