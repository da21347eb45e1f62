"""Change what a person is told, and plan again what waits for them under the old preferences."""

from __future__ import annotations

from collections.abc import Sequence

from models.core import clock
from models.core.database.tables import JsonObject
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.delivery import Channel
from models.notice_event import NoticeEvent
from models.operations import digests
from models.operations.deliveries import cancel
from models.operations.notices import hold
from models.preferences import merged, preferences_of
from models.queries.account_settings import account_settings
from models.user import User


def change_preferences(user: User, given: JsonObject) -> User:
    """Store what was given; the rest keeps its value.  What waits for the person is held or sent as it now says."""
    user = locked(User, user.id)
    user.preferences = merged(user.preferences, given)
    _plan_again(user)
    return user


def switch_off(user: User, events: Sequence[NoticeEvent], channel: Channel) -> None:
    """Stop telling the person of `events` by `channel`, as the link in a mail does."""
    change_preferences(user, {"events": {str(event): {str(channel): False} for event in events}})


def _plan_again(user: User) -> None:
    preferences, now = preferences_of(user), clock.now()
    where = preferences.zone(account_settings().time_zone)
    for delivery in db_session().scalars(digests.held_of(user)).all():
        event, channel = NoticeEvent(delivery.event), Channel(delivery.channel)
        if not preferences.wants(event, channel):
            delivery.held_until = None
            cancel(delivery)
            continue
        is_targeted = bool(delivery.notice.content.get("is_targeted"))
        until = preferences.held_until(event, channel, now, where, is_targeted=is_targeted)
        if until != delivery.held_until:
            hold(delivery, until or now)
