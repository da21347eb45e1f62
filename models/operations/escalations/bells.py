"""The notifications of an escalation: one for each recipient, which later says how the escalation ended."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import CTE, case, update

from models import events
from models.ai_session import AiSession
from models.core import clock
from models.core.database.tables import JsonObject
from models.core.unit_of_work import current, db_session
from models.delivery import BellDelivery, Channel, Delivery, DeliveryState
from models.handoff import Handoff
from models.notification import Notification, NotificationKind, Outcome
from models.operations.escalations.escalation_notices import created_event, waiting_title
from models.operations.notifications import subject_of, with_outcome
from models.user import User


def notify(recipients: Sequence[User], handoff: Handoff, ai_session: AiSession) -> None:
    """Add a notification and its delivery for each recipient.

    A notification needs no sending: it is delivered once it is stored, so its delivery is `sent` at once.
    """
    title = f"Escalation from {handoff.created_by.name}{subject_of(ai_session)}"
    link = f"/pilot/{ai_session.id}?pickup=true"
    same: JsonObject = {"account_id": handoff.account_id, "handoff_id": handoff.id}
    entry = {"ai_session_id": ai_session.id, "kind": NotificationKind.ESCALATION, "title": title, "link": link}
    rung = {"channel": Channel.BELL, "state": DeliveryState.SENT, "attempts": 1, "sent_at": clock.now()}
    added = [same | entry | {"user_id": recipient.id} for recipient in recipients]
    current().add_values(Notification, added)
    current().add_values(BellDelivery, [same | rung | {"recipient": str(recipient.id)} for recipient in recipients])
    for row in added:
        events.bell_rang(row["id"], row["user_id"], title=title, link=link, event=created_event(handoff))


def end(handoff: Handoff, outcome: Outcome, *, by: User) -> None:
    """Say in the notifications how the escalation ended, and cancel what is only planned to be sent about it.

    They count as read, because there is nothing left to do.  The one of `by` gets no note: `by` knows.
    """
    canceled = [_canceled(table, handoff, name) for table, name in ((BellDelivery, "bells"), (Delivery, "leaving"))]
    note = "withdrawn" if outcome == Outcome.WITHDRAWN else f"{outcome} by {by.name}"
    notifications = with_outcome(update(Notification).where(Notification.handoff_id == handoff.id), outcome, by=by)
    if outcome == Outcome.CLAIMED:
        notifications = notifications.values(note=case((Notification.user_id == by.id, Notification.note), else_=note))
    else:
        notifications = notifications.values(note=note)
    db_session().execute(notifications.add_cte(*canceled))


def notify_new_handler(handoff: Handoff, note: str) -> None:
    """The handler was given the session without asking for it: their notification is unread again and says why."""
    theirs = update(Notification).where(
        Notification.handoff_id == handoff.id, Notification.user_id == handoff.claimed_by_id
    )
    db_session().execute(theirs.values(note=note, read_at=None))


def notify_waiting(recipients: Sequence[User], handoff: Handoff, ai_session: AiSession, *, minutes: int) -> None:
    """A new notification for each recipient: nobody has claimed the escalation for this time."""
    added = [
        Notification(
            account_id=handoff.account_id,
            user_id=recipient.id,
            handoff_id=handoff.id,
            ai_session_id=ai_session.id,
            kind=NotificationKind.ESCALATION_WAITING,
            title=waiting_title(ai_session, minutes=minutes),
            link=f"/pilot/{ai_session.id}?pickup=true",
        )
        for recipient in recipients
    ]
    for notification in added:
        current().add(notification)
        events.notification_created(notification)


def _canceled(table: type[BellDelivery | Delivery], handoff: Handoff, name: str) -> CTE:
    planned = update(table).where(table.handoff_id == handoff.id, table.state == DeliveryState.PLANNED)
    return planned.values(state=DeliveryState.CANCELED, next_attempt_at=None).returning(table.id).cte(name)
