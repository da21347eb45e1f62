"""Switch off mail of one kind by the signed link in a mail."""

from __future__ import annotations

from sqlalchemy.exc import NoResultFound

from models.core.locking import locked
from models.core.unit_of_work import current
from models.delivery import Channel
from models.notice_event import NoticeEvent
from models.operations.preferences import switch_off
from models.preferences import can_choose
from models.unsubscribe_link import UnsubscribeLink
from models.user import User


def stop_mail(link: UnsubscribeLink) -> None:
    """The person gets no more mail about the event until they choose otherwise.  A repeated call changes nothing.

    The link in a digest stops mail about every event.  A link for mail that cannot be switched off, or of a person who
    is gone, changes nothing.
    """
    current().enter_account(link.account_id)
    stopped = [event for event in _events_of(link) if can_choose(event, Channel.MAIL)]
    if not stopped:
        return
    try:
        user = locked(User, link.user_id)
    except NoResultFound:
        return
    switch_off(user, stopped, Channel.MAIL)


def _events_of(link: UnsubscribeLink) -> list[NoticeEvent]:
    return list(NoticeEvent) if link.event == NoticeEvent.DIGEST else [link.event]
