"""What a person has chosen about being told: which events reach them by which channel.

`users.preferences` stores only what was chosen; everything else has the defaults of `models.notice_event`.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.core.database.tables import JsonObject
from models.delivery import Channel
from models.notice_event import DEFAULTS, Default, NoticeEvent
from models.user import User


@dataclass(frozen=True)
class Preferences:
    stored: JsonObject

    def wants(self, event: NoticeEvent, channel: Channel) -> bool:
        """Whether `event` reaches the person by `channel` (bell, mail or push)."""
        default = Default(getattr(DEFAULTS[event], channel))
        if default in (Default.ALWAYS, Default.NEVER):
            return default == Default.ALWAYS
        chosen = self.stored.get("events", {}).get(event, {}).get(channel)
        return default == Default.ON if chosen is None else bool(chosen)


def preferences_of(user: User) -> Preferences:
    return Preferences(user.preferences)


def wants_any(user: User, event: NoticeEvent) -> bool:
    """Whether `event` reaches the person by anything that leaves the app."""
    return any(preferences_of(user).wants(event, channel) for channel in (Channel.MAIL, Channel.PUSH))
