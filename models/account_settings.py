"""The settings of an account: one line for each, with its type and its default.

`accounts.settings` stores only what an admin has set; `schemas.account.AccountSettingsSchema` has the allowed values.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from models.core.database.tables import JsonObject


@dataclass(frozen=True, kw_only=True)
class AccountSettings:
    time_unit_minutes: int = 5
    """The proposed time spent is rounded up to a multiple of this."""
    redact_contacts: bool = False
    """Whether e-mail addresses and phone numbers are masked in prompts, as secrets are."""
    images: bool = True
    """Whether engineers may attach images, and the copilot sees them.  Redaction cannot read an image."""
    ask_to_templatize: bool = True
    """Whether an engineer who resolved a session with a script that was run once is asked to make it a template."""
    time_zone: str = "UTC"
    """The IANA time zone of people who have not chosen their own, and of the days in analytics."""
    escalation_waiting_minutes: int = 15
    """After how many minutes without a claim the recipients of an escalation are told once more."""


def settings_from(stored: JsonObject) -> AccountSettings:
    """The settings with their defaults.  A stored setting that no longer exists is ignored."""
    names = {field.name for field in fields(AccountSettings)}
    return AccountSettings(**{name: value for name, value in stored.items() if name in names})
