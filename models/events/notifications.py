"""Events about one person's notifications."""

from __future__ import annotations

from uuid import UUID

from models.core.outgoing import live
from models.events.publishing import publish
from models.events.types import EventType
from models.notice_event import NoticeEvent
from models.notification import Notification


def channel_tested(user_id: UUID, channel_id: UUID, *, result: str, message: str) -> None:
    """`result`: `ok`, or the code of what went wrong, which `message` says in words."""
    data = {"channel_id": channel_id, "result": result, "message": message}
    publish(EventType.CHANNEL_TESTED, [live.user_topic(user_id)], data)


def notification_created(notification: Notification, *, event: NoticeEvent | None = None) -> None:
    """`event`: what it is in the person's preferences; by default the event of the notification's kind."""
    event = event or NoticeEvent(notification.kind)
    title, link = notification.title, notification.link
    bell_rang(notification.id, notification.user_id, title=title, link=link, event=event)


def bell_rang(notification_id: UUID, user_id: UUID, *, title: str, link: str, event: NoticeEvent) -> None:
    """`notification_created`, for a notification of which only the values are there."""
    data = {"notification_id": notification_id, "event": event, "title": title, "link": link}
    publish(EventType.NOTIFICATION_CREATED, [live.user_topic(user_id)], data)
