"""The life of a delivery: planned → sending → sent, or planned again after a failure, or failed, or canceled.

`sending` is committed before the call, so that a delivery is never called sent before it is, and a dead worker leaves a
trace.  Every function but `start_sending` expects a delivery that the job `job_id` is sending.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import select, update

from models import events
from models.core import clock
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.delivery import Channel, Delivery, DeliveryState, NotFailed
from models.handoff import Handoff, HandoffAlreadyClaimed, HandoffStatus, HandoffWithdrawn
from models.notice_event import WAITING_FOR_A_CLAIM, NoticeEvent
from models.operations import digests
from models.operations.notice_secrets import forget_secret
from models.operations.notices import be_patient, hold, request_sending
from models.preferences import preferences_of
from models.queries.account_settings import account_settings
from models.queries.deliveries import forsaken_among, is_pointless
from models.user import User


class Reason(Protocol):
    """Why a message was not sent: a stable code, and a sentence for people."""

    code: str
    message: str


MOST_UNKNOWN_OUTCOMES = 2
"""More copies of a message that may have arrived are not sent."""
_NOT_CONFIRMED = "Its receipt was not confirmed."
EARLY = timedelta(seconds=5)
"""A job may run a little before its delivery is due: the clocks of workers and of PostgreSQL differ."""


def start_sending(delivery_id: UUID, *, job_id: UUID) -> Delivery | None:
    """Mark it as being sent by this job, with one more attempt, and return it with its row locked.

    None if there is nothing to do: it was canceled or settled, it waits for a digest or for a later attempt, or another
    job is sending it.  What its person may not be told any more is canceled.
    """
    delivery = locked(Delivery, delivery_id)
    is_ours = delivery.state == DeliveryState.SENDING and delivery.job_id == job_id
    if not is_ours and not _is_due(delivery):
        return None
    if is_pointless(delivery) or _has_left(delivery):
        cancel(delivery)
        return None
    if delivery.event == NoticeEvent.DIGEST and not digests.gather(delivery):
        _cancel_or_wait(delivery)
        return None
    delivery.state, delivery.job_id = DeliveryState.SENDING, job_id
    delivery.attempts += 1
    delivery.next_attempt_at = None
    return delivery


def note_sent(delivery_id: UUID, *, job_id: UUID, remote_id: str | None = None) -> None:
    if delivery := _sending(delivery_id, job_id):
        delivery.state, delivery.sent_at, delivery.remote_id = DeliveryState.SENT, clock.now(), remote_id
        delivery.last_error = delivery.error_message = None
        forget_secret(delivery)
        _changed(delivery)


def note_sent_again(notice_id: UUID, channel_id: UUID) -> None:
    """An admin had it sent by hand: if it was given up, it has been sent now."""
    given_up = select(Delivery).where(
        Delivery.notice_id == notice_id,
        Delivery.channel_id == channel_id,
        Delivery.state.in_((DeliveryState.FAILED, DeliveryState.UNKNOWN)),
    )
    for delivery in db_session().scalars(given_up.with_for_update(of=Delivery)):
        delivery.state, delivery.sent_at = DeliveryState.SENT, clock.now()
        delivery.last_error = delivery.error_message = None
        events.delivery_changed(delivery)


def note_failed(delivery_id: UUID, *, job_id: UUID, code: str, message: str) -> None:
    """Give it up.  `retry_delivery` plans it again."""
    if delivery := _sending(delivery_id, job_id):
        _give_up(delivery, code=code, message=message)


def note_abandoned(delivery_id: UUID, *, code: str, message: str) -> None:
    """The job that sends it is dead: give it up, unless it is already sent or canceled."""
    delivery = locked(Delivery, delivery_id)
    if delivery.state in (DeliveryState.PLANNED, DeliveryState.SENDING):
        _give_up(delivery, code=code, message=message)


def _give_up(delivery: Delivery, *, code: str, message: str, state: DeliveryState = DeliveryState.FAILED) -> None:
    """A push message that one of the person's browsers took is sent, although others did not take it."""
    delivery.next_attempt_at = None
    if delivery.accepted_by:
        delivery.state, delivery.sent_at = DeliveryState.SENT, clock.now()
        delivery.last_error = delivery.error_message = None
    else:
        delivery.state, delivery.last_error, delivery.error_message = state, code, message
    forget_secret(delivery)
    _changed(delivery)


def try_later(delivery_id: UUID, *, job_id: UUID, at: datetime, code: str, message: str) -> None:
    """Plan it again for `at`, or for the end of quiet hours; canceled if its escalation was settled meanwhile."""
    delivery = _sending(delivery_id, job_id)
    if delivery is None:
        return
    delivery.last_error, delivery.error_message = code, message
    if is_pointless(delivery):
        cancel(delivery)
        return
    _plan(delivery, at)
    _changed(delivery)


def note_unknown(delivery_id: UUID, *, job_id: UUID, at: datetime | None, code: str, message: str) -> None:
    """It may have arrived.  It is planned once more for `at`, and then left to people; None: at once."""
    delivery = _sending(delivery_id, job_id)
    if delivery is None:
        return
    delivery.unknown_outcomes += 1
    if at and delivery.unknown_outcomes < MOST_UNKNOWN_OUTCOMES:
        try_later(delivery_id, job_id=job_id, at=at, code=code, message=message)
        return
    _give_up(delivery, code=code, message=_NOT_CONFIRMED, state=DeliveryState.UNKNOWN)


def put_off(delivery: Delivery, until: datetime, *, reason: Reason | None) -> None:
    """Plan it again without an attempt, because its address fails with others (`reason`) or is slow to answer."""
    is_news = reason is not None and reason.code != delivery.last_error
    delivery.attempts -= 1
    if reason:
        delivery.last_error, delivery.error_message = reason.code, reason.message
    _plan(delivery, until)
    if delivery.event == NoticeEvent.DIGEST:
        digests.put_off(delivery, is_news=is_news)
    if is_news:
        events.delivery_changed(delivery)


def cancel(delivery: Delivery) -> None:
    delivery.state, delivery.next_attempt_at = DeliveryState.CANCELED, None
    forget_secret(delivery)
    events.delivery_changed(delivery)
    if delivery.event == NoticeEvent.DIGEST:
        digests.close(delivery)


def cancel_planned(user: User, *, handoff: Handoff | None = None) -> None:
    """The person must not be told of this escalation, or of anything, any more.

    What is locked is left: somebody sends or cancels it at this moment, and no attempt is begun for who has left.
    """
    planned = select(Delivery).where(Delivery.user_id == user.id, Delivery.state == DeliveryState.PLANNED)
    if handoff:
        planned = planned.where(Delivery.handoff_id == handoff.id, Delivery.event.in_(WAITING_FOR_A_CLAIM))
    for delivery in db_session().scalars(planned.with_for_update(skip_locked=True, of=Delivery)).all():
        cancel(delivery)


def retry_delivery(delivery: Delivery) -> Delivery:
    """Plan a delivery that was given up again, at once.  Expects its row to be locked.

    If its person has left, it is canceled.  Raises NotFailed, and HandoffAlreadyClaimed or HandoffWithdrawn if nobody
    has to be told any more (409).
    """
    if not (delivery.is_given_up or forsaken_among([delivery])):
        raise NotFailed(detail={"state": delivery.state})
    if delivery.needs_open_handoff and delivery.handoff_id:
        _check_open(db_session().get_one(Handoff, delivery.handoff_id))
    if _has_left(delivery):
        cancel(delivery)
        return delivery
    delivery.state, delivery.next_attempt_at, delivery.job_id = DeliveryState.PLANNED, None, None
    delivery.held_until = delivery.digest_id = None
    delivery.patient_from, delivery.unknown_outcomes = clock.now(), 0
    delivery.last_error = delivery.error_message = None
    request_sending(delivery)
    events.delivery_changed(delivery)
    return delivery


def hasten_mail(handoff: Handoff) -> None:
    """Send at once what waits only for the assessment, because it is here (or will not come)."""
    waiting = (
        update(Delivery)
        .where(
            Delivery.handoff_id == handoff.id,
            Delivery.state == DeliveryState.PLANNED,
            Delivery.attempts == 0,
            Delivery.held_until.is_(None),
            Delivery.next_attempt_at > clock.now(),
        )
        .values(next_attempt_at=None)
        .returning(Delivery)
    )
    for delivery in db_session().scalars(waiting).all():
        request_sending(delivery)


def _cancel_or_wait(digest: Delivery) -> None:
    """There is nothing that it could say now."""
    if digests.is_over(digest):
        cancel(digest)
    else:
        _plan(digest, clock.now() + digests.AGAIN)


def _plan(delivery: Delivery, at: datetime) -> None:
    """Plan another attempt: at `at`, or when the quiet hours of its person end, together with what waits for that."""
    delivery.state, delivery.job_id = DeliveryState.PLANNED, None
    quiet_until = _quiet_until(delivery, at)
    if quiet_until and delivery.event != NoticeEvent.DIGEST:
        hold(delivery, quiet_until)
        return
    if quiet_until:
        be_patient(delivery, quiet_until)
    delivery.next_attempt_at = quiet_until or at
    request_sending(delivery, due=delivery.next_attempt_at)


def _quiet_until(delivery: Delivery, at: datetime) -> datetime | None:
    person = delivery.user
    if person is None or not preferences_of(person).holds_anything:
        return None
    preferences = preferences_of(person)
    return preferences.retried_at(
        NoticeEvent(delivery.event),
        Channel(delivery.channel),
        at,
        preferences.zone(account_settings().time_zone),
        is_targeted=bool(delivery.notice.content.get("is_targeted")),
    )


def _has_left(delivery: Delivery) -> bool:
    """Whether the person may not be told any more: deactivated, removed, or no engineer for what asks for one."""
    person = delivery.user
    if person is None:
        return False
    return person.is_gone or (delivery.event in WAITING_FOR_A_CLAIM and not person.is_engineer)


def _is_due(delivery: Delivery) -> bool:
    if delivery.state != DeliveryState.PLANNED or delivery.held_until is not None:
        return False
    return delivery.next_attempt_at is None or delivery.next_attempt_at <= clock.now() + EARLY


def _sending(delivery_id: UUID, job_id: UUID) -> Delivery | None:
    """The delivery with its row locked; None if this job is no longer the one that sends it."""
    delivery = locked(Delivery, delivery_id)
    return delivery if delivery.state == DeliveryState.SENDING and delivery.job_id == job_id else None


def _changed(delivery: Delivery) -> None:
    if delivery.event == NoticeEvent.DIGEST:
        digests.follow(delivery)
    events.delivery_changed(delivery)


def _check_open(handoff: Handoff) -> None:
    if handoff.status == HandoffStatus.CLAIMED:
        raise HandoffAlreadyClaimed(handoff)
    if handoff.status == HandoffStatus.WITHDRAWN:
        raise HandoffWithdrawn
