"""The events that people are told of outside the page, and by which channels unless they choose otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoticeEvent(StrEnum):
    """Stable names: preferences, rows and the API use them."""

    ESCALATION_CREATED = "escalation_created"
    ESCALATION_TARGETED = "escalation_targeted"
    ESCALATION_CLAIMED = "escalation_claimed"
    ESCALATION_WITHDRAWN = "escalation_withdrawn"
    ESCALATION_WAITING = "escalation_waiting"
    SESSION_RESOLVED = "session_resolved"
    FIX_REMINDER = "fix_reminder"
    PSA_PUSH_FAILED = "psa_push_failed"
    CHANNEL_SWITCHED_OFF = "channel_switched_off"
    PSA_CONNECTION_FAILING = "psa_connection_failing"
    AI_BUDGET_80 = "ai_budget_80"
    AI_BUDGET_REACHED = "ai_budget_reached"
    SUBSCRIPTION_CHANGED = "subscription_changed"
    DIGEST = "digest"
    """Several held messages in one; a person chooses when by `Digest` and quiet hours, not as an event."""
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 -- the name of an event
    NEW_DEVICE_LOGIN = "new_device_login"
    TOTP_CHANGED = "totp_changed"


class Default(StrEnum):
    """Whether an event goes out by a channel if the person has not chosen."""

    ALWAYS = "always"
    """Cannot be switched off."""
    ON = "on"
    OFF = "off"
    NEVER = "never"
    """Cannot be switched on."""


@dataclass(frozen=True)
class Defaults:
    """One event's row of the table.  `channels`: the account's channels (Slack, Teams, webhooks)."""

    bell: Default
    mail: Default
    push: Default
    channels: Default = Default.NEVER


_ALWAYS, _ON, _OFF, _NEVER = Default.ALWAYS, Default.ON, Default.OFF, Default.NEVER
_TO_ADMINS = Defaults(bell=_ON, mail=_ON, push=_OFF)
_BY_MAIL_ALONE = Defaults(bell=_NEVER, mail=_ALWAYS, push=_NEVER)

DEFAULTS: dict[NoticeEvent, Defaults] = {
    NoticeEvent.ESCALATION_CREATED: Defaults(bell=_ALWAYS, mail=_ON, push=_ON, channels=_ON),
    NoticeEvent.ESCALATION_TARGETED: Defaults(bell=_ALWAYS, mail=_ON, push=_ON, channels=_ON),
    NoticeEvent.ESCALATION_CLAIMED: Defaults(bell=_NEVER, mail=_OFF, push=_ON, channels=_OFF),
    NoticeEvent.ESCALATION_WITHDRAWN: Defaults(bell=_ALWAYS, mail=_OFF, push=_OFF, channels=_OFF),
    NoticeEvent.ESCALATION_WAITING: Defaults(bell=_ALWAYS, mail=_ON, push=_ON, channels=_ON),
    NoticeEvent.SESSION_RESOLVED: Defaults(bell=_ON, mail=_ON, push=_OFF),
    NoticeEvent.FIX_REMINDER: Defaults(bell=_ALWAYS, mail=_OFF, push=_ON),
    NoticeEvent.PSA_PUSH_FAILED: Defaults(bell=_ON, mail=_OFF, push=_OFF),
    NoticeEvent.CHANNEL_SWITCHED_OFF: _TO_ADMINS,
    NoticeEvent.PSA_CONNECTION_FAILING: _TO_ADMINS,
    NoticeEvent.AI_BUDGET_80: _TO_ADMINS,
    NoticeEvent.AI_BUDGET_REACHED: _TO_ADMINS,
    NoticeEvent.SUBSCRIPTION_CHANGED: _TO_ADMINS,
    NoticeEvent.DIGEST: Defaults(bell=_NEVER, mail=_ALWAYS, push=_ALWAYS),
    NoticeEvent.INVITATION: _BY_MAIL_ALONE,
    NoticeEvent.PASSWORD_RESET: _BY_MAIL_ALONE,
    NoticeEvent.NEW_DEVICE_LOGIN: _BY_MAIL_ALONE,
    NoticeEvent.TOTP_CHANGED: _BY_MAIL_ALONE,
}

WAITING_FOR_A_CLAIM = frozenset(
    {NoticeEvent.ESCALATION_CREATED, NoticeEvent.ESCALATION_TARGETED, NoticeEvent.ESCALATION_WAITING}
)
"""What is said about an open escalation: once it is settled, nothing of this is sent any more."""
