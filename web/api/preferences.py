"""/auth/preferences: what the signed-in person is told, when, and by which channel."""

from __future__ import annotations

from typing import Any

from models.operations.preferences import change_preferences
from models.preferences import preferences_of
from models.queries.reach import Reach, reach_of
from models.user import User
from schemas.preferences import PreferencesSchema, ReachSchema
from web.edge import identity
from web.edge.access import MEMBERS_UNGATED
from web.edge.resource import Resource

preferences = Resource(
    "preferences", __name__, url_prefix="/auth/preferences", description="What a person is told, when, and how."
)


@preferences.route("", access=MEMBERS_UNGATED)
@preferences.response(200, PreferencesSchema)
def read_preferences() -> dict[str, Any]:
    """Read all preferences, with the defaults of those that were never set"""
    return _document(identity.current_user())


@preferences.route("", methods=["PUT"], access=MEMBERS_UNGATED)
@preferences.arguments(PreferencesSchema)
@preferences.response(200, PreferencesSchema)
def write_preferences(given: dict[str, Any]) -> dict[str, Any]:
    """Change preferences; what is left out keeps its value

    Messages that wait for this person are planned again: what was switched off is canceled, and what is no longer held
    back is sent.
    """
    if given.get("quiet_hours"):
        given["quiet_hours"] = _stored_hours(given["quiet_hours"])
    return _document(change_preferences(identity.current_user(), given))


@preferences.route("/now", access=MEMBERS_UNGATED)
@preferences.response(200, ReachSchema)
def read_reach() -> Reach:
    """What would reach this person now: each event by each channel"""
    return reach_of(identity.current_user(), account_time_zone=_account_time_zone())


def _document(user: User) -> dict[str, Any]:
    document = preferences_of(user).document(account_time_zone=_account_time_zone())
    if hours := document["quiet_hours"]:
        document["quiet_hours"] = {"start": hours["from"], "end": hours["to"], "days": hours["days"]}
    return document


def _stored_hours(given: dict[str, Any]) -> dict[str, Any]:
    return {"from": given["start"], "to": given["end"], "days": sorted(set(given["days"]))}


def _account_time_zone() -> str:
    return identity.current().account.effective_settings.time_zone
