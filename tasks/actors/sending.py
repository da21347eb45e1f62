"""Sending one delivery: what the actors of mail, push and chat have in common.

A delivery has its own attempts and its own patience, so its job always ends done: the next attempt is another job.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from models.core import clock
from models.delivery import Delivery
from models.operations import deliveries
from tasks.integrations.errors import CallFailed, Misconfigured, OutOfBudget, Refused
from tasks.restraint import Place
from tasks.running import RunningJob

Message = TypeVar("Message")

PATIENCE = timedelta(hours=24)
"""How long after it was planned a delivery is still tried."""
LONGEST_BACKOFF_SECONDS = 1_800.0
LONGEST_RETRY_AFTER_SECONDS = 3_600.0


def send_delivery(
    job: RunningJob,
    delivery_id: UUID,
    *,
    compose: Callable[[Delivery], Message | None],
    call: Callable[[Message], str | None],
) -> None:
    """Prepare, call, record.

    `compose` reads what the message needs, in the transaction that marks the delivery as being sent; it returns None
    after it has canceled the delivery.  `call` sends the message and returns the external system's id, if it gives
    one; it raises `CallFailed`.
    """
    with job.context.restraint.place() as place:
        with job.transaction():
            delivery = begin(job, delivery_id, place)
            planned_at = delivery.created_at if delivery else clock.now()
            attempts = delivery.attempts if delivery else 0
            message = compose(delivery) if delivery else None
        if message is None:
            with job.finish():
                return
        try:
            remote_id = call(message)
        except CallFailed as error:
            place.note_failure(error)
            with job.finish():
                _record_failure(job, delivery_id, error, attempts=attempts, planned_at=planned_at)
        else:
            with job.finish():
                deliveries.note_sent(delivery_id, job_id=job.taken.id, remote_id=remote_id)


def begin(job: RunningJob, delivery_id: UUID, place: Place) -> Delivery | None:
    """`start_sending`, unless the address has to be left alone for now: then the delivery is put off, and None."""
    delivery = deliveries.start_sending(delivery_id, job_id=job.taken.id)
    hold = place.take(delivery.channel, delivery.recipient) if delivery else None
    if delivery is None or hold is None:
        return delivery
    deliveries.put_off(delivery, clock.now() + timedelta(seconds=hold.seconds), reason=hold.error)
    return None


def give_up(delivery_id: UUID, *, code: str) -> None:
    """The job is dead, by a fault of ours: people see it, and can try again."""
    deliveries.note_abandoned(delivery_id, code=code, message="FlowPilot could not send this. Try again.")


def _record_failure(
    job: RunningJob, delivery_id: UUID, error: CallFailed, *, attempts: int, planned_at: datetime
) -> None:
    at = next_attempt(error, attempts=attempts, planned_at=planned_at)
    if at is None:
        deliveries.note_failed(delivery_id, job_id=job.taken.id, code=error.code, message=error.message)
    else:
        deliveries.try_later(delivery_id, job_id=job.taken.id, at=at, code=error.code, message=error.message)


def next_attempt(error: CallFailed, *, attempts: int, planned_at: datetime) -> datetime | None:
    """When to try again; None if another attempt would fail in the same way, or its time is over.

    An unknown outcome is tried again: a second copy has the same Message-ID or id, by which it can be recognised.
    """
    if isinstance(error, (Refused, Misconfigured)) or (isinstance(error, OutOfBudget) and error.after is None):
        return None
    seconds = random.uniform(0.5, 1) * min(2.0**attempts, LONGEST_BACKOFF_SECONDS)
    if error.after is not None:
        seconds = max(seconds, min(error.after, LONGEST_RETRY_AFTER_SECONDS))
    at = clock.now() + timedelta(seconds=seconds)
    return at if at <= planned_at + PATIENCE else None
