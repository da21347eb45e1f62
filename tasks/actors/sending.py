"""Sending one delivery: what the actors of mail, push and chat have in common.

A delivery has its own attempts and its own patience, so its job always ends done: the next attempt is another job.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from models.core import clock
from models.delivery import Delivery
from models.operations import deliveries
from tasks.integrations.errors import CallFailed, Misconfigured, OutOfBudget, Refused, UnknownOutcome
from tasks.restraint import Place
from tasks.running import RunningJob

Message = TypeVar("Message")

PATIENCE = timedelta(hours=24)
"""How long after its first attempt was possible a delivery is still tried."""
LONGEST_BACKOFF_SECONDS = 1_800.0
LONGEST_RETRY_AFTER_SECONDS = 3_600.0
SECOND_COPY_SECONDS = 60.0
"""How long to wait for a server that hangs before it gets the second and last copy."""
LONGEST_EXTRA_SECONDS = 300.0
"""How much longer a message to an address that fails is put off when it has been waiting for long."""


@dataclass(frozen=True)
class Attempt:
    """What decides when a delivery is tried again.  `number`: 1 for the first."""

    delivery_id: UUID
    number: int
    tried_since: datetime

    @classmethod
    def of(cls, delivery: Delivery) -> Attempt:
        return cls(delivery.id, delivery.attempts, delivery.tried_since)


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
            attempt = Attempt.of(delivery) if delivery else None
            message = compose(delivery) if delivery else None
        if message is None or attempt is None:
            with job.finish():
                return
        try:
            remote_id = call(message)
        except CallFailed as error:
            place.note_failure(error)
            with job.finish():
                record_failure(job, error, attempt)
        else:
            with job.finish():
                deliveries.note_sent(delivery_id, job_id=job.taken.id, remote_id=remote_id)


def begin(job: RunningJob, delivery_id: UUID, place: Place) -> Delivery | None:
    """`start_sending`; None if there is nothing to do, or if the delivery had to be put off.

    That is so while its address has to be left alone, and while others have their turn.  What somebody tries again by
    hand does not wait until the address has rested.  What has been put off for a day because its address fails is given
    up like what was tried for a day.
    """
    delivery = deliveries.start_sending(delivery_id, job_id=job.taken.id)
    if delivery is None:
        return None
    is_by_hand = delivery.is_tried_by_hand
    hold = place.take(
        delivery.channel, delivery.recipient, account_id=delivery.account_id, although_it_rests=is_by_hand
    )
    if hold is None:
        return delivery
    now, age, error = clock.now(), clock.now() - delivery.tried_since, hold.error
    if error and age > PATIENCE:
        deliveries.note_failed(delivery_id, job_id=job.taken.id, code=error.code, message=error.message)
        return None
    # Many that wait for one address would otherwise keep the workers busy with asking.
    extra = max(0.0, min(age.total_seconds() / 10, LONGEST_EXTRA_SECONDS)) if error else 0.0
    until = now + timedelta(seconds=hold.seconds + extra)
    deliveries.put_off(delivery, until, reason=None if is_by_hand else error)
    return None


def give_up(delivery_id: UUID, *, code: str) -> None:
    """The job is dead, by a fault of ours: people see it, and can try again."""
    deliveries.note_abandoned(delivery_id, code=code, message="FlowPilot could not send this. Try again.")


def record_failure(job: RunningJob, error: CallFailed, attempt: Attempt) -> None:
    """Plan the next attempt, or give up."""
    at = next_attempt(error, attempt)
    reason = {"code": error.code, "message": error.message}
    if isinstance(error, UnknownOutcome):
        deliveries.note_unknown(attempt.delivery_id, job_id=job.taken.id, at=at, **reason)
    elif at is None:
        deliveries.note_failed(attempt.delivery_id, job_id=job.taken.id, **reason)
    else:
        deliveries.try_later(attempt.delivery_id, job_id=job.taken.id, at=at, **reason)


def next_attempt(error: CallFailed, attempt: Attempt) -> datetime | None:
    """When to try again; None if another attempt would fail in the same way, or its time is over.

    An unknown outcome is tried once more: a second copy has the same Message-ID or id, by which it can be recognised.
    """
    if isinstance(error, (Refused, Misconfigured)) or (isinstance(error, OutOfBudget) and error.after is None):
        return None
    seconds = random.uniform(0.5, 1) * min(2.0**attempt.number, LONGEST_BACKOFF_SECONDS)
    if isinstance(error, UnknownOutcome):
        seconds = max(seconds, SECOND_COPY_SECONDS)
    if error.after is not None:
        seconds = max(seconds, min(error.after, LONGEST_RETRY_AFTER_SECONDS))
    at = clock.now() + timedelta(seconds=seconds)
    return at if at <= attempt.tried_since + PATIENCE else None
