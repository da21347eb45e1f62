"""/notifications: the user's notifications."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.notification import Notification
from models.operations import notifications as operations
from models.queries.notifications import notifications_of
from schemas.notifications import NotificationListQuery, NotificationSchema, NotificationsSchema
from web.edge.access import MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

notifications = Resource("notifications", __name__, url_prefix="/notifications", description="Notifications.")


@notifications.route("", access=MEMBERS)
@notifications.arguments(NotificationListQuery, location="query")
@notifications.response(200, NotificationsSchema)
def list_notifications(query: dict[str, Any]) -> Any:
    """List the user's notifications, newest first"""
    return notifications_of(current_user(), **query)


@notifications.route("/<uuid:notification_id>/read", methods=["POST"], access=MEMBERS)
@notifications.response(200, NotificationSchema)
def mark_read(notification_id: UUID) -> Notification:
    """Mark a notification as read"""
    return operations.mark_read(notification_id, by=current_user())


@notifications.route("/read-all", methods=["POST"], access=MEMBERS)
@notifications.response(204)
def mark_all_read() -> None:
    """Mark all notifications as read"""
    operations.mark_all_read(by=current_user())
