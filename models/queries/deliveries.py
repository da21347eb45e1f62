"""Who was told of a handoff, by which channel, and whether it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from models.core.outgoing.outbox import OutboxRow, State
from models.core.unit_of_work import db_session
from models.delivery import BellDelivery, Channel, Delivery, DeliveryState
from models.handoff import Handoff, HandoffStatus
from models.notice_event import NoticeEvent
from models.user import User

MOST = 500
"""More are not shown: an account has fewer people and channels."""


@dataclass(frozen=True, kw_only=True)
class DeliveryView:
    """`recipient`: the name of the person (`user_id`) or channel.  `address`: a mail's, which only admins see.

    `is_retriable`: whether it can be tried again by hand now.
    """

    id: UUID
    event: str
    channel: str
    recipient: str
    user_id: UUID | None
    address: str | None
    state: str
    attempts: int
    last_error: str | None
    error_message: str | None
    next_attempt_at: datetime | None
    sent_at: datetime | None
    is_retriable: bool


def deliveries_of(handoff: Handoff, *, by: User) -> list[DeliveryView]:
    """Bells first, then what left the app, each in the order of the names."""
    return [*_bells(handoff), *_leaving(handoff, by=by)]


def view_of_delivery(delivery: Delivery, *, by: User, is_retriable: bool = False) -> DeliveryView:
    waits_until = delivery.held_until or delivery.next_attempt_at
    return DeliveryView(
        id=delivery.id,
        event=delivery.event,
        channel=delivery.channel,
        recipient=_name_of(delivery),
        user_id=delivery.user_id,
        address=delivery.recipient if delivery.channel == Channel.MAIL and by.is_admin else None,
        state=delivery.state,
        attempts=delivery.attempts,
        last_error=delivery.last_error,
        error_message=delivery.error_message,
        next_attempt_at=waits_until,
        sent_at=delivery.sent_at,
        is_retriable=is_retriable,
    )


def forsaken_among(deliveries: Sequence[Delivery]) -> set[UUID]:
    """The ids of those whose job ended without a word while it was sending them: they cannot end any more."""
    sending = [each for each in deliveries if each.state == DeliveryState.SENDING and not each.digest_id]
    if not sending:
        return set()
    query = select(OutboxRow.id).where(
        OutboxRow.id.in_([each.job_id for each in sending]), OutboxRow.state.not_in((State.DONE, State.DEAD))
    )
    alive = set(db_session().scalars(query))
    return {each.id for each in sending if each.job_id not in alive}


def pointless_among(deliveries: Sequence[Delivery]) -> set[UUID]:
    """The ids of those whose escalation is settled, so that nobody has to be told any more.  One statement."""
    waiting = {delivery.id: delivery.handoff_id for delivery in deliveries if delivery.needs_open_handoff}
    settled = select(Handoff.id).where(Handoff.id.in_(waiting.values()), Handoff.status != HandoffStatus.OPEN)
    found = set(db_session().scalars(settled)) if waiting else set()
    return {delivery_id for delivery_id, handoff_id in waiting.items() if handoff_id in found}


def is_pointless(delivery: Delivery) -> bool:
    """Whether its escalation is settled, so that nobody has to be told any more."""
    if not (delivery.needs_open_handoff and delivery.handoff_id):
        return False
    return db_session().get_one(Handoff, delivery.handoff_id).status != HandoffStatus.OPEN


def _name_of(delivery: Delivery) -> str:
    told = delivery.user or delivery.told_channel
    return told.name if told else delivery.channel


def _bells(handoff: Handoff) -> list[DeliveryView]:
    rows = db_session().scalars(select(BellDelivery).where(BellDelivery.handoff_id == handoff.id).limit(MOST)).all()
    names = _names([UUID(row.recipient) for row in rows])
    event = NoticeEvent.ESCALATION_TARGETED if handoff.target_user_id else NoticeEvent.ESCALATION_CREATED
    views = [
        DeliveryView(
            id=row.id,
            event=event,
            channel=row.channel,
            recipient=names.get(UUID(row.recipient), ""),
            user_id=UUID(row.recipient),
            address=None,
            state=row.state,
            attempts=row.attempts,
            last_error=row.last_error,
            error_message=None,
            next_attempt_at=row.next_attempt_at,
            sent_at=row.sent_at,
            is_retriable=False,
        )
        for row in rows
    ]
    return sorted(views, key=lambda view: view.recipient)


def _names(user_ids: Sequence[UUID]) -> dict[UUID, str]:
    found = db_session().execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {row.id: row.name for row in found}


def _leaving(handoff: Handoff, *, by: User) -> list[DeliveryView]:
    query = select(Delivery).where(Delivery.handoff_id == handoff.id).order_by(Delivery.created_at, Delivery.id)
    rows = db_session().scalars(query.limit(MOST)).all()
    forsaken, is_open = forsaken_among(rows), handoff.status == HandoffStatus.OPEN

    def is_retriable(row: Delivery) -> bool:
        return (row.is_given_up or row.id in forsaken) and (is_open or not row.needs_open_handoff)

    views = [view_of_delivery(row, by=by, is_retriable=is_retriable(row)) for row in rows]
    return sorted(views, key=lambda view: view.recipient)
