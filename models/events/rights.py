"""Events between processes, which no browser receives: an open stream checks at once whether it may continue."""

from __future__ import annotations

from models.core.outgoing import live
from models.events.publishing import publish
from models.events.types import EventType
from models.user import User


def rights_changed(user: User) -> None:
    """Make the open streams of `user` check their rights."""
    publish(EventType.RIGHTS_CHANGED, [live.rights_topic(user.id)], {"user_id": user.id})


def account_rights_changed() -> None:
    """Make all open streams of the account check their rights."""
    publish(EventType.RIGHTS_CHANGED, [live.RIGHTS], {"user_id": None})
