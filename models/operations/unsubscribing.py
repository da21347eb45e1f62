"""Switch off mail of one kind by the signed link in a mail."""

from __future__ import annotations

from sqlalchemy.exc import NoResultFound

from models.core.locking import locked
from models.core.unit_of_work import current
from models.delivery import Channel
from models.notice_event import DEFAULTS, Default
from models.unsubscribe_link import UnsubscribeLink
from models.user import User


def stop_mail(link: UnsubscribeLink) -> None:
    """The person gets no more mail about the event until they choose otherwise.  A repeated call changes nothing.

    A link for mail that cannot be switched off, or of a person who is gone, changes nothing.
    """
    current().enter_account(link.account_id)
    if DEFAULTS[link.event].mail not in (Default.ON, Default.OFF):
        return
    try:
        user = locked(User, link.user_id)
    except NoResultFound:
        return
    events = user.preferences.get("events", {})
    of_event = events.get(link.event, {}) | {str(Channel.MAIL): False}
    user.preferences = user.preferences | {"events": events | {str(link.event): of_event}}
