"""Push messages: one delivery to all browsers of a person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from models.core import clock, curve
from models.core.crypto import CannotOpen, KeyRing
from models.core.graphemes import cut
from models.core.unit_of_work import db_session
from models.delivery import Delivery
from models.handoff import Handoff
from models.jobs import Job
from models.operations import push_subscriptions
from models.operations.push_keys import push_private_key
from models.push_subscription import PushSubscription
from models.queries.push_subscriptions import open_subscriptions
from tasks.actors.registry import actor
from tasks.actors.sending import give_up, send_delivery
from tasks.integrations.errors import CallFailed, Misconfigured, Refused
from tasks.integrations.push import Browser, BrowserGone, PushMessage, Urgency
from tasks.running import RunningJob

# More than ten browsers, five seconds each.
TIME_LIMIT_SECONDS = 150
KEEP_SECONDS = 4 * 3_600
"""How long a push service keeps the message for a device that is off: later than that, the mail and the bell tell."""
TITLE_LENGTH = 150
TEXT_LENGTH = 300
MOST_ITEMS = 4


class NoBrowser(Refused):
    code = "no_browser"
    message = "No browser of this person takes push messages any more."


@dataclass(frozen=True)
class _Batch:
    """A message and the browsers that have not taken it yet, by the id of their subscription."""

    delivery_id: UUID
    user_id: UUID
    message: PushMessage
    private_key: bytes
    browsers: dict[UUID, Browser]
    unreadable: list[UUID]
    """Subscriptions whose address cannot be decrypted any more; the browser subscribes again when its page opens."""
    is_taken: bool
    """An earlier attempt reached one of the person's browsers."""


@actor(Job.PUSH_SEND, when_dead=give_up, time_limit_seconds=TIME_LIMIT_SECONDS, may_repeat=True)
def send(job: RunningJob, delivery_id: UUID) -> None:
    """Push a notice to each browser of one person.

    Running twice is safe: the delivery's row says whether it was sent, and which browsers' push services took it.  If
    a worker dies between that and our commit, the second message has the same topic and tag, so it takes the place of
    the first on the screen.
    """
    compose = partial(_batch, key_ring=job.context.key_ring)
    send_delivery(job, delivery_id, compose=compose, call=partial(_send, job))


def _batch(delivery: Delivery, *, key_ring: KeyRing) -> _Batch:
    assert delivery.user_id is not None
    subscriptions = open_subscriptions(delivery.user_id)
    accepted_by = delivery.accepted_by or []
    waiting = [each for each in subscriptions if str(each.id) not in accepted_by]
    browsers = {each.id: _browser(each, key_ring) for each in waiting}
    return _Batch(
        delivery_id=delivery.id,
        user_id=delivery.user_id,
        message=_message(delivery),
        private_key=push_private_key(key_ring),
        browsers={each: browser for each, browser in browsers.items() if browser},
        unreadable=[each for each, browser in browsers.items() if not browser],
        is_taken=bool(accepted_by),
    )


def _browser(subscription: PushSubscription, key_ring: KeyRing) -> Browser | None:
    try:
        address = push_subscriptions.address_of(subscription, key_ring)
    except CannotOpen:
        return None
    return Browser(address.endpoint, address.p256dh, address.auth)


def _message(delivery: Delivery) -> PushMessage:
    content = delivery.notice.content
    # What is said about one subject replaces what was said before, at the push service and on the screen.
    topic = curve.to_text(delivery.subject_id.bytes)
    body = {
        "title": cut(content["title"], TITLE_LENGTH),
        "text": cut(_text(delivery), TEXT_LENGTH),
        "link": content["link"],
        "tag": topic,
        "at": clock.rfc3339(delivery.created_at),
    }
    return PushMessage(
        body=json.dumps(body, ensure_ascii=False).encode(),
        topic=topic,
        urgency=Urgency.HIGH if delivery.needs_open_handoff else Urgency.NORMAL,
        keep_seconds=KEEP_SECONDS,
    )


def _text(delivery: Delivery) -> str:
    """Below the title: why the session was escalated, or what a digest joins."""
    if items := delivery.notice.content.get("items"):
        return "\n".join(cut(item["title"], TITLE_LENGTH) for item in items[:MOST_ITEMS])
    if not (delivery.needs_open_handoff and delivery.handoff_id):
        return ""
    reason = db_session().get_one(Handoff, delivery.handoff_id).reason or ""
    return " ".join(reason.split())


def _send(job: RunningJob, batch: _Batch) -> None:
    """Raises CallFailed if a browser should be tried again, or if none took the message."""
    failures: list[CallFailed] = []
    gone = list(batch.unreadable)
    is_taken = batch.is_taken
    for subscription_id, browser in batch.browsers.items():
        try:
            job.context.pusher.send(batch.message, browser, private_key=batch.private_key)
        except BrowserGone:
            gone.append(subscription_id)
        except CallFailed as error:
            failures.append(error)
        else:
            is_taken = True
            with job.transaction():
                push_subscriptions.note_accepted(subscription_id, batch.delivery_id)
    if gone or not batch.browsers:
        with job.transaction():
            push_subscriptions.forget_subscriptions(gone, user_id=batch.user_id)
    _raise_for(failures, is_taken=is_taken)


def _raise_for(failures: list[CallFailed], *, is_taken: bool) -> None:
    passing = [error for error in failures if not isinstance(error, (Refused, Misconfigured))]
    if passing:
        raise max(passing, key=lambda error: error.after or 0)
    if not is_taken:
        raise failures[0] if failures else NoBrowser
