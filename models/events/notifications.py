"""Events about one person's notifications."""

from __future__ import annotations

from models.core.outgoing import live
from models.events.publishing import publish
from models.events.types import EventType
from models.notification import Notification


def notification_created(notification: Notification) -> None:
    data = {"notification_id": notification.id, "title": notification.title, "link": notification.link}
    publish(EventType.NOTIFICATION_CREATED, [live.user_topic(notification.user_id)], data)
