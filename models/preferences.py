"""What a person has chosen about being told, and about how the app looks and listens to keys.

`users.preferences` stores only what was chosen, in the shape of the API; everything else has its default.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.core import time_zones
from models.core.database.tables import JsonObject
from models.delivery import Channel
from models.notice_event import DEFAULTS, Default, NoticeEvent
from models.quiet_hours import Digest, QuietHours, next_digest
from models.user import User


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


PERSONAL_CHANNELS = (Channel.BELL, Channel.MAIL, Channel.PUSH)
HELD_CHANNELS = frozenset({Channel.MAIL, Channel.PUSH})
"""What quiet hours and digests hold back.  The bell makes no noise."""
DEFAULT_DIGEST_AT = "08:00"


def can_choose(event: NoticeEvent, channel: Channel) -> bool:
    """Whether a person can switch `event` on and off for `channel`."""
    return _default(event, channel) in (Default.ON, Default.OFF)


@dataclass(frozen=True)
class Preferences:
    stored: JsonObject

    @property
    def time_zone(self) -> str | None:
        """The IANA name; None for that of the account."""
        return self.stored.get("time_zone")

    @property
    def quiet_hours(self) -> QuietHours | None:
        hours = self.stored.get("quiet_hours")
        if not hours:
            return None
        start, end = (time.fromisoformat(hours[name]) for name in ("from", "to"))
        return QuietHours(start=start, end=end, days=frozenset(hours["days"]))

    @property
    def digest(self) -> Digest:
        return Digest(self.stored.get("digest", Digest.OFF))

    @property
    def digest_at(self) -> time:
        return time.fromisoformat(self.stored.get("digest_at", DEFAULT_DIGEST_AT))

    @property
    def targeted_passes(self) -> bool:
        """Whether an escalation to this person is sent during quiet hours too."""
        return bool(self.stored.get("targeted_passes_quiet_hours", True))

    @property
    def theme(self) -> str | None:
        """A `Theme`; None if the person has not chosen, so that each browser keeps its own."""
        return self.stored.get("theme")

    @property
    def single_key_shortcuts(self) -> bool | None:
        """None if the person has not chosen, so that each browser keeps its own."""
        return self.stored.get("single_key_shortcuts")

    @property
    def holds_anything(self) -> bool:
        return self.quiet_hours is not None or self.digest != Digest.OFF

    def wants(self, event: NoticeEvent, channel: Channel) -> bool:
        """Whether `event` reaches the person by `channel` (bell, mail or push), now or later."""
        default = _default(event, channel)
        if default in (Default.ALWAYS, Default.NEVER):
            return default == Default.ALWAYS
        chosen = self.stored.get("events", {}).get(event, {}).get(channel)
        return default == Default.ON if chosen is None else bool(chosen)

    def held_until(
        self, event: NoticeEvent, channel: Channel, moment: datetime, where: ZoneInfo, *, is_targeted: bool = False
    ) -> datetime | None:
        """When a message of `moment` is sent because of quiet hours or a digest; None for at once.

        `where`: the person's time zone.  `is_targeted`: the event concerns an escalation to this person alone.  A
        digest that would come in quiet hours waits for their end.  Nothing holds back what cannot be switched off, such
        as a password reset.
        """
        if channel not in HELD_CHANNELS or not can_choose(event, channel):
            return None
        is_targeted = is_targeted or event == NoticeEvent.ESCALATION_TARGETED
        if is_targeted and self.targeted_passes:
            return None
        at = moment if is_targeted else next_digest(self.digest, self.digest_at, moment, where)
        at = self.quiet_until(at, where) or at
        return at if at > moment else None

    def retried_at(
        self, event: NoticeEvent, channel: Channel, moment: datetime, where: ZoneInfo, *, is_targeted: bool
    ) -> datetime | None:
        """Like `held_until`, for another attempt: quiet hours hold it back, but it does not wait for another digest."""
        if event == NoticeEvent.DIGEST:
            return self.quiet_until(moment, where)
        without_digest = Preferences(self.stored | {"digest": Digest.OFF})
        return without_digest.held_until(event, channel, moment, where, is_targeted=is_targeted)

    def quiet_until(self, moment: datetime, where: ZoneInfo) -> datetime | None:
        return self.quiet_hours.until(moment, where) if self.quiet_hours else None

    def zone(self, account_time_zone: str) -> ZoneInfo:
        return time_zones.zone(self.time_zone or account_time_zone)

    def document(self, *, account_time_zone: str) -> JsonObject:
        """All preferences with their defaults, in the shape of the API."""
        events = {
            event: {channel: self.wants(event, channel) for channel in PERSONAL_CHANNELS if can_choose(event, channel)}
            for event in NoticeEvent
        }
        return {
            "time_zone": self.time_zone or account_time_zone,
            "events": {event: channels for event, channels in events.items() if channels},
            "quiet_hours": self.stored.get("quiet_hours"),
            "targeted_passes_quiet_hours": self.targeted_passes,
            "digest": self.digest,
            "digest_at": self.stored.get("digest_at", DEFAULT_DIGEST_AT),
            "single_key_shortcuts": self.single_key_shortcuts is not False,
            "theme": self.theme or Theme.SYSTEM,
        }


def preferences_of(user: User) -> Preferences:
    return Preferences(user.preferences)


def merged(stored: JsonObject, given: JsonObject) -> JsonObject:
    """`stored` with what was given; of the events, only the given ones and only their given channels change."""
    events = dict(stored.get("events", {}))
    for event, channels in given.get("events", {}).items():
        events[event] = events.get(event, {}) | channels
    return stored | given | ({"events": events} if events else {})


def _default(event: NoticeEvent, channel: Channel) -> Default:
    return Default(getattr(DEFAULTS[event], channel))
