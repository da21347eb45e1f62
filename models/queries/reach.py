"""What would reach a person now: each event by each channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.core import clock
from models.delivery import Channel
from models.notice_event import DEFAULTS, Default, NoticeEvent
from models.preferences import PERSONAL_CHANNELS, Preferences, preferences_of
from models.quiet_hours import Digest, next_digest
from models.user import User


class Reaches(StrEnum):
    NOW = "now"
    LATER = "later"
    OFF = "off"


@dataclass(frozen=True, kw_only=True)
class EventReach:
    """`setting`: whether the person can switch it.  `at`: when it is sent, if it is later."""

    event: NoticeEvent
    channel: Channel
    setting: Default
    reaches: Reaches
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Reach:
    """`local_time` as the person's clocks show `at`, `weekday` 0 for Monday."""

    at: datetime
    time_zone: str
    local_time: str
    weekday: int
    quiet_until: datetime | None
    next_digest_at: datetime | None
    items: list[EventReach]


ABOUT_ESCALATIONS = frozenset(
    {
        NoticeEvent.ESCALATION_CREATED,
        NoticeEvent.ESCALATION_TARGETED,
        NoticeEvent.ESCALATION_CLAIMED,
        NoticeEvent.ESCALATION_WITHDRAWN,
        NoticeEvent.ESCALATION_WAITING,
        NoticeEvent.FIX_REMINDER,
    }
)
TO_ADMINS = frozenset(
    {
        NoticeEvent.CHANNEL_SWITCHED_OFF,
        NoticeEvent.PSA_CONNECTION_FAILING,
        NoticeEvent.AI_BUDGET_80,
        NoticeEvent.AI_BUDGET_REACHED,
        NoticeEvent.SUBSCRIPTION_CHANGED,
    }
)


def reach_of(user: User, *, account_time_zone: str) -> Reach:
    preferences, now = preferences_of(user), clock.now()
    where = preferences.zone(account_time_zone)
    local = now.astimezone(where)
    is_digest = preferences.digest != Digest.OFF
    digest_at = next_digest(preferences.digest, preferences.digest_at, now, where) if is_digest else None
    return Reach(
        at=now,
        time_zone=where.key,
        local_time=f"{local:%H:%M}",
        weekday=local.weekday(),
        quiet_until=preferences.quiet_until(now, where),
        next_digest_at=digest_at and (preferences.quiet_until(digest_at, where) or digest_at),
        items=list(_items(user, preferences, now, where)),
    )


def _items(user: User, preferences: Preferences, now: datetime, where: ZoneInfo) -> Iterator[EventReach]:
    for event in NoticeEvent:
        if not _concerns(event, user):
            continue
        for channel in PERSONAL_CHANNELS:
            setting = Default(getattr(DEFAULTS[event], channel))
            if setting == Default.NEVER:
                continue
            reaches, at = Reaches.OFF, None
            if preferences.wants(event, channel):
                at = preferences.held_until(event, channel, now, where)
                reaches = Reaches.LATER if at else Reaches.NOW
            yield EventReach(event=event, channel=channel, setting=setting, reaches=reaches, at=at)


def _concerns(event: NoticeEvent, user: User) -> bool:
    """Whether a person of this role can ever be told of it."""
    if event in (NoticeEvent.INVITATION, NoticeEvent.DIGEST):
        return False
    if event in TO_ADMINS:
        return user.is_admin
    return user.is_engineer or event not in ABOUT_ESCALATIONS
