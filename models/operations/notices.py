"""Plan who is told of an event by mail, push and chat.

The notice, its deliveries and the jobs that send them are rows of the current transaction: a rollback tells nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from models.core import clock
from models.core.database.tables import JsonObject
from models.core.unit_of_work import current
from models.delivery import Channel, Delivery
from models.jobs import Job, request
from models.notice import Notice, SubjectKind
from models.notice_event import NoticeEvent
from models.preferences import preferences_of
from models.queries.account_settings import account_settings
from models.queries.notification_channels import subscribers
from models.user import User

SENDING_JOBS = {
    Channel.MAIL: Job.MAIL_SEND,
    Channel.PUSH: Job.PUSH_SEND,
    Channel.SLACK: Job.CHANNEL_MESSAGE_SEND,
    Channel.TEAMS: Job.CHANNEL_MESSAGE_SEND,
    Channel.WEBHOOK: Job.CHANNEL_MESSAGE_SEND,
}

Wanted = tuple[User, Channel, str, datetime | None]
"""A person, the channel, the recipient as `Delivery.recipient` says, and until when it is held (None: it is not)."""


@dataclass(frozen=True, kw_only=True)
class NewNotice:
    """`title` begins every message; `link` is a path of the app.  `more`: what the event's templates show besides."""

    event: NoticeEvent
    subject_kind: SubjectKind
    subject_id: UUID
    title: str
    link: str
    occasion: str = ""
    handoff_id: UUID | None = None
    ai_session_id: UUID | None = None
    more: JsonObject = field(default_factory=dict)
    sealed: bytes | None = None
    """The part that holds a token, encrypted (see `models.core.crypto`)."""
    is_targeted: bool = False
    """About an escalation to one person, which quiet hours and digests treat differently."""
    mail_due: datetime | None = None
    """Mail is sent no earlier; None for at once."""


def give_notice(new: NewNotice, *, people: Sequence[User]) -> None:
    """Store the notice, and plan its deliveries: to `people` as each of them prefers, and to the channels of its event.

    If nobody wants to be told, nothing is stored.  The bell is not a delivery of a notice: the caller adds it.
    """
    wanted = list(_wanted(new, people))
    channels = list(subscribers(new.event))
    if not (wanted or channels):
        return
    notice = _stored(new)
    _plan_unheld(notice, new, [one for one in wanted if one[-1] is None])
    for person, channel, recipient, held_until in wanted:
        if held_until:
            plan_delivery(notice, channel, recipient, person=person, held_until=held_until)
    for subscriber in channels:
        plan_delivery(notice, Channel(subscriber.kind), str(subscriber.channel_id), channel_id=subscriber.channel_id)


def _plan_unheld(notice: Notice, new: NewNotice, wanted: Sequence[Wanted]) -> None:
    """As `plan_delivery`, for many at once."""
    rows: list[JsonObject] = []
    for person, channel, recipient, _ in wanted:
        due = new.mail_due if channel == Channel.MAIL else None
        rows.append(_columns(notice, channel, recipient, due=due) | {"user_id": person.id})
    current().add_values(Delivery, rows)
    for row in rows:
        request(SENDING_JOBS[row["channel"]], due=row["next_attempt_at"], delivery_id=row["id"])


def plan_delivery(
    notice: Notice,
    channel: Channel,
    recipient: str,
    *,
    person: User | None = None,
    channel_id: UUID | None = None,
    due: datetime | None = None,
    held_until: datetime | None = None,
) -> Delivery:
    """One delivery and its job.  `recipient` as `Delivery.recipient` says; `held_until` comes before `due`."""
    columns = _columns(notice, channel, recipient, due=due)
    delivery = Delivery(**columns, user_id=person.id if person else None, channel_id=channel_id)
    current().add(delivery)
    if held_until:
        hold(delivery, held_until)
    else:
        request_sending(delivery, due=due)
    return delivery


def _columns(notice: Notice, channel: Channel, recipient: str, *, due: datetime | None) -> JsonObject:
    return {
        "account_id": notice.account_id,
        "notice_id": notice.id,
        "handoff_id": notice.handoff_id,
        "event": notice.event,
        "subject_id": notice.subject_id,
        "occasion": notice.occasion,
        "channel": channel,
        "recipient": recipient,
        "next_attempt_at": due,
    }


def give_notice_to_address(new: NewNotice, address: str) -> None:
    """Store the notice, and plan its mail to somebody who need not be a user."""
    plan_delivery(_stored(new), Channel.MAIL, address)


def hold(delivery: Delivery, until: datetime) -> None:
    """Let a digest of its person send it, at this time."""
    assert delivery.user_id
    be_patient(delivery, until)
    delivery.held_until, delivery.next_attempt_at = until, None
    request(Job.DIGEST_SEND, due=until, user_id=delivery.user_id)


def be_patient(delivery: Delivery, until: datetime) -> None:
    """It may not be sent before: the time until then does not count towards the patience with its failures."""
    waits_from = delivery.held_until or clock.now()
    delivery.patient_from = (delivery.patient_from or delivery.created_at or waits_from) + (until - waits_from)


def request_sending(delivery: Delivery, *, due: datetime | None = None) -> None:
    request(SENDING_JOBS[Channel(delivery.channel)], due=due, delivery_id=delivery.id)


def _stored(new: NewNotice) -> Notice:
    notice = Notice(
        account_id=current().account_id,
        event=new.event,
        subject_kind=new.subject_kind,
        subject_id=new.subject_id,
        occasion=new.occasion,
        handoff_id=new.handoff_id,
        ai_session_id=new.ai_session_id,
        content={"title": new.title, "link": new.link, "is_targeted": new.is_targeted, **new.more},
        sealed_content=new.sealed,
    )
    current().add(notice)
    return notice


def _wanted(new: NewNotice, people: Sequence[User]) -> Iterator[Wanted]:
    """Who wants it by which channel, the recipient as `Delivery.recipient` says, and until when it is held."""
    is_any_held = any(preferences_of(person).holds_anything for person in people)
    account_time_zone = account_settings().time_zone if is_any_held else ""
    for person in people:
        preferences = preferences_of(person)
        for channel, recipient in _recipients(new.event, person):
            where, now = preferences.zone(account_time_zone), clock.now()
            until = preferences.held_until(new.event, channel, now, where, is_targeted=new.is_targeted)
            yield person, channel, recipient, until


def _recipients(event: NoticeEvent, person: User) -> Iterator[tuple[Channel, str]]:
    preferences = preferences_of(person)
    if preferences.wants(event, Channel.MAIL):
        yield Channel.MAIL, person.email
    if person.has_push and preferences.wants(event, Channel.PUSH):
        yield Channel.PUSH, str(person.id)
