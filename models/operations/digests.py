"""Deliveries that quiet hours or a digest hold back: what is due together is sent as one message.

A held delivery stays `planned`, so that a claim cancels it, until its digest is sent.  The digest is a delivery of its
own (`NoticeEvent.DIGEST`).  What it says is gathered again before each attempt, and the deliveries that it carries
follow its state.  A digest skips rows that are locked: a claim is canceling them, and the order of locks would differ.
What such a claim gives back, because it is rolled back, is settled by a later `digest.send`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, joinedload

from models import events
from models.core import clock, ids
from models.core.database.tables import JsonObject
from models.core.unit_of_work import current, db_session
from models.delivery import Channel, Delivery, DeliveryState
from models.jobs import Job, request
from models.notice import Notice, SubjectKind
from models.notice_event import WAITING_FOR_A_CLAIM, NoticeEvent
from models.operations.notices import plan_delivery, request_sending
from models.queries.deliveries import pointless_among
from models.user import User

EARLY = timedelta(seconds=5)
"""A job may run a little before its time: the clocks of workers and of PostgreSQL differ."""
AGAIN = timedelta(seconds=10)
OLDEST = timedelta(days=14)
"""Older digests have ended long ago, and nothing of them is left."""
MOST_ITEMS = 100
_WITH_NOTICE = joinedload(Delivery.notice)


def send_due(user_id: UUID) -> None:
    """Send what was held for the person until now: an escalation to them alone, the rest as one digest per channel."""
    person = db_session().get_one(User, user_id)
    _settle_leftovers(user_id)
    db_session().flush()
    due = _due(user_id).with_for_update(skip_locked=True, of=Delivery)
    found = db_session().scalars(due.execution_options(populate_existing=True)).all()
    for channel in (Channel.MAIL, Channel.PUSH):
        of_channel = [delivery for delivery in found if delivery.channel == channel]
        if person.is_gone:
            _settle(of_channel, DeliveryState.CANCELED)
        else:
            _send(person, channel, of_channel)
    _come_back_if_any(user_id, _due(user_id), _leftovers(user_id))


def give_up_due(user_id: UUID, *, code: str) -> None:
    """The job is dead, by a fault of ours: people see it, and can try each message again."""
    for delivery in db_session().scalars(_due(user_id).with_for_update(skip_locked=True, of=Delivery)).all():
        delivery.last_error, delivery.error_message = code, "FlowPilot could not send this. Try again."
        _settle([delivery], DeliveryState.FAILED)
    _come_back_if_any(user_id, _due(user_id))


def held_of(user: User) -> Select[Delivery]:
    """What is held for the person and not yet part of a digest."""
    return _held(user.id).with_for_update(skip_locked=True, of=Delivery)


def gather(digest: Delivery) -> bool:
    """Write what the digest says now, before an attempt.  False if it may carry nothing: see `is_over`."""
    joined = _joined(digest, DeliveryState.PLANNED, DeliveryState.SENDING)
    pointless = pointless_among(joined)
    carried = [delivery for delivery in joined if delivery.id not in pointless]
    _settle([delivery for delivery in joined if delivery.id in pointless], DeliveryState.CANCELED)
    for delivery in carried:
        delivery.state = DeliveryState.SENDING
    if carried:
        notice = db_session().get_one(Notice, digest.notice_id)
        notice.content = _content(carried)
    return bool(carried)


def is_over(digest: Delivery) -> bool:
    """Whether all that it carried was settled.  If not, a claim has it locked, and may still give it back."""
    db_session().flush()
    return not _is_any(_open().where(Delivery.digest_id == digest.id))


def put_off(digest: Delivery, *, is_news: bool) -> None:
    """After `gather`, but without an attempt: what it carries is planned again.  `is_news`: its error is another."""
    for delivery in _joined(digest, DeliveryState.SENDING):
        delivery.state = DeliveryState.PLANNED
        delivery.last_error, delivery.error_message = digest.last_error, digest.error_message
        if is_news:
            events.delivery_changed(delivery)


def close(digest: Delivery) -> None:
    """The digest has ended, in any way: what it carried and is still open is settled soon."""
    assert digest.user_id
    _come_back_if_any(digest.user_id, _open().where(Delivery.digest_id == digest.id))


def follow(digest: Delivery) -> None:
    """After an attempt: what the digest carried is sent, failed, or planned again, as the digest is."""
    states = {DeliveryState.SENDING} | ({DeliveryState.PLANNED} if digest.is_given_up else set())
    joined = _joined(digest, *states)
    pointless = pointless_among(joined) if digest.state == DeliveryState.PLANNED else set()
    for delivery in joined:
        delivery.last_error, delivery.error_message = digest.last_error, digest.error_message
        delivery.sent_at, delivery.attempts = digest.sent_at, delivery.attempts + 1
        is_settled = delivery.id in pointless
        _settle([delivery], DeliveryState.CANCELED if is_settled else DeliveryState(digest.state))
    if digest.state != DeliveryState.PLANNED:
        close(digest)


def _send(person: User, channel: Channel, found: Sequence[Delivery]) -> None:
    targeted = NoticeEvent.ESCALATION_TARGETED
    together = [delivery for delivery in found if delivery.event != targeted]
    alone = found if len(together) < 2 else [delivery for delivery in found if delivery.event == targeted]
    for delivery in alone:
        delivery.held_until = None
        request_sending(delivery)
    if len(together) < 2:
        return
    digest = _new_digest(person, channel, together)
    for delivery in together:
        delivery.digest_id = digest.id


def _new_digest(person: User, channel: Channel, together: Sequence[Delivery]) -> Delivery:
    notice = Notice(
        account_id=person.account_id,
        event=NoticeEvent.DIGEST,
        subject_kind=SubjectKind.USER,
        subject_id=person.id,
        occasion=str(ids.new_id()),
        content=_content(together),
    )
    current().add(notice)
    recipient = person.email if channel == Channel.MAIL else str(person.id)
    digest = plan_delivery(notice, channel, recipient, person=person)
    db_session().flush()
    return digest


def _content(carried: Sequence[Delivery]) -> JsonObject:
    """Oldest first.  `items`: title, link and time of each message; `n_more`: how many are not listed."""
    is_queue = all(delivery.event in WAITING_FOR_A_CLAIM for delivery in carried)
    items = [
        {
            "event": delivery.event,
            "title": delivery.notice.content["title"],
            "link": delivery.notice.content["link"],
            "at": clock.rfc3339(delivery.created_at),
        }
        for delivery in carried[:MOST_ITEMS]
    ]
    messages = "1 message" if len(carried) == 1 else f"{len(carried)} messages"
    return {
        "title": f"Your digest: {messages}",
        "link": "/escalations" if is_queue else "/",
        "items": items,
        "n_more": len(carried) - len(items),
    }


def _held(user_id: UUID) -> Select[Delivery]:
    return (
        select(Delivery)
        .options(_WITH_NOTICE)
        .where(
            Delivery.user_id == user_id,
            Delivery.state == DeliveryState.PLANNED,
            Delivery.held_until.is_not(None),
            Delivery.digest_id.is_(None),
        )
        .order_by(Delivery.created_at, Delivery.id)
    )


def _due(user_id: UUID) -> Select[Delivery]:
    return _held(user_id).where(Delivery.held_until <= clock.now() + EARLY)


def _joined(digest: Delivery, *states: DeliveryState) -> Sequence[Delivery]:
    query = select(Delivery).options(_WITH_NOTICE)
    query = query.where(Delivery.digest_id == digest.id, Delivery.state.in_(states))
    query = query.order_by(Delivery.created_at, Delivery.id).with_for_update(skip_locked=True, of=Delivery)
    return db_session().scalars(query.execution_options(populate_existing=True)).all()


def _settle(deliveries: Sequence[Delivery], state: DeliveryState) -> None:
    for delivery in deliveries:
        delivery.state = state
        events.delivery_changed(delivery)


def _open() -> Select[Delivery]:
    return select(Delivery).where(Delivery.state.in_((DeliveryState.PLANNED, DeliveryState.SENDING)))


def _leftovers(user_id: UUID) -> Select[Delivery]:
    """What is still open although its digest has ended: a claim had it locked then, and was rolled back."""
    digest = aliased(Delivery, flat=True)
    ended = select(digest.id).where(
        digest.subject_id == user_id,
        digest.event == NoticeEvent.DIGEST,
        digest.created_at > clock.now() - OLDEST,
        digest.state.not_in((DeliveryState.PLANNED, DeliveryState.SENDING)),
    )
    return _open().where(Delivery.user_id == user_id, Delivery.digest_id.in_(ended))


def _settle_leftovers(user_id: UUID) -> None:
    """Deliveries that the digest mentioned are sent with it; the others become due again."""
    query = _leftovers(user_id).with_for_update(skip_locked=True, of=Delivery)
    for delivery in db_session().scalars(query.execution_options(populate_existing=True)).all():
        digest = db_session().get_one(Delivery, delivery.digest_id)
        if digest.state in (DeliveryState.SENT, DeliveryState.UNKNOWN) and delivery.state == DeliveryState.SENDING:
            delivery.last_error, delivery.error_message = digest.last_error, digest.error_message
            delivery.sent_at, delivery.attempts = digest.sent_at, delivery.attempts + 1
            _settle([delivery], DeliveryState(digest.state))
        else:
            delivery.digest_id, delivery.held_until = None, clock.now()
            _settle([delivery], DeliveryState.PLANNED)


def _come_back_if_any(user_id: UUID, *queries: Select[Delivery]) -> None:
    """What is left now is locked, so its row must not be changed here: another job comes for it."""
    db_session().flush()
    if any(_is_any(query) for query in queries):
        request(Job.DIGEST_SEND, due=clock.now() + AGAIN, user_id=user_id)


def _is_any(query: Select[Delivery]) -> bool:
    return db_session().scalars(query.with_only_columns(Delivery.id).limit(1)).first() is not None
