"""Tell an account's admins about the account itself: behind the bell, and by mail and push as each of them prefers."""

from __future__ import annotations

from uuid import UUID

from models import events
from models.core.database.tables import JsonObject
from models.core.unit_of_work import current
from models.delivery import Channel
from models.notice import SubjectKind
from models.notice_event import NoticeEvent
from models.notification import Notification, NotificationKind
from models.operations.notices import NewNotice, give_notice
from models.preferences import preferences_of
from models.queries.recipients import active_admins


def tell_admins(
    event: NoticeEvent,
    subject_kind: SubjectKind,
    subject_id: UUID,
    *,
    title: str,
    link: str,
    occasion: str = "",
    more: JsonObject | None = None,
) -> None:
    """`occasion` tells apart the times that the same happens to the same subject; nobody is told twice of one."""
    admins = active_admins()
    for admin in admins:
        if preferences_of(admin).wants(event, Channel.BELL):
            notification = Notification(
                account_id=current().account_id,
                user_id=admin.id,
                kind=NotificationKind(event),
                title=title,
                link=link,
            )
            current().add(notification)
            events.notification_created(notification)
    new = NewNotice(
        event=event,
        subject_kind=subject_kind,
        subject_id=subject_id,
        title=title,
        link=link,
        occasion=occasion,
        more=more or {},
    )
    give_notice(new, people=admins)
