"""Ring the bell of those who can help, note what became of it, mark as read."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import case, func, select, update

from models import events
from models.ai_session import AiSession, summarise
from models.core import clock, ids
from models.core.errors import NotFound
from models.core.unit_of_work import current, db_session
from models.delivery import Channel, Delivery, DeliveryState
from models.handoff import Handoff
from models.notification import Notification, NotificationKind
from models.user import ENGINEERS, User

PROBLEM_LENGTH = 70


def notify(recipients: Sequence[User], handoff: Handoff, ai_session: AiSession) -> list[Notification]:
    """A bell entry and its delivery row for everybody whom this escalation concerns.

    A bell is delivered by being written: its row is `sent` at once.
    """
    entries = [_ring(handoff, ai_session, recipient) for recipient in recipients]
    for entry in entries:
        events.notification_created(entry)
    return entries


def note_end(handoff: Handoff, note: str, *, claimed_by: UUID | None = None) -> None:
    """Say in the bell entries what became of the handoff, and cancel what is still planned to be sent.

    Whoever claimed it needs no telling: their own entry is read.
    """
    planned = update(Delivery).where(Delivery.handoff_id == handoff.id, Delivery.state == DeliveryState.PLANNED)
    canceled = planned.values(state=DeliveryState.CANCELED).returning(Delivery.id).cte("canceled")
    entries = update(Notification).where(Notification.handoff_id == handoff.id)
    if claimed_by:
        is_theirs = Notification.user_id == claimed_by
        read_at = func.coalesce(Notification.read_at, clock.now())
        entries = entries.values(
            note=case((is_theirs, Notification.note), else_=note),
            read_at=case((is_theirs, read_at), else_=Notification.read_at),
        )
    else:
        entries = entries.values(note=note)
    db_session().execute(entries.add_cte(canceled))


def mark_read(notification_id: UUID, *, by: User) -> Notification:
    """Raises NotFound, also for somebody else's."""
    notification = db_session().get(Notification, notification_id)
    if notification is None or notification.user_id != by.id:
        raise NotFound
    notification.mark_read()
    return notification


def mark_all_read(*, by: User) -> None:
    unread = update(Notification).where(Notification.user_id == by.id, Notification.read_at.is_(None))
    db_session().execute(unread.values(read_at=clock.now()))


def title_of(ai_session: AiSession, *, escalator: User) -> str:
    """`Escalation from {name} · #{ticket}: {problem}`, the ticket only where one is linked."""
    ticket = f" · #{ai_session.psa_ticket_id}" if ai_session.psa_ticket_id else ""
    return f"Escalation from {escalator.name}{ticket}: {summarise(ai_session.problem, PROBLEM_LENGTH)}"


def link_of(ai_session: AiSession) -> str:
    return f"/pilot/{ai_session.id}?pickup=true"


def recipients_of(target: User | None, *, by: User) -> Sequence[User]:
    """Active engineers and admins without the escalator; of a targeted handoff the target alone."""
    query = select(User).where(
        User.account_id == by.account_id,
        User.is_active.is_(True),
        User.deleted_at.is_(None),
        User.role.in_(ENGINEERS),
        User.id != by.id,
    )
    if target:
        query = query.where(User.id == target.id)
    return db_session().scalars(query.order_by(User.id)).all()


def _ring(handoff: Handoff, ai_session: AiSession, recipient: User) -> Notification:
    entry = Notification(
        id=ids.new_id(),
        account_id=handoff.account_id,
        user_id=recipient.id,
        handoff_id=handoff.id,
        kind=NotificationKind.ESCALATION,
        title=title_of(ai_session, escalator=handoff.created_by),
        link=link_of(ai_session),
    )
    delivery = Delivery(
        account_id=handoff.account_id,
        handoff_id=handoff.id,
        channel=Channel.BELL,
        recipient=str(recipient.id),
        state=DeliveryState.SENT,
        attempts=1,
        sent_at=clock.now(),
    )
    current().add(entry)
    current().add(delivery)
    return entry
