"""Who has a topic open."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates

from schemas.events.presence import PresentPersonSchema
from schemas.fields import Str
from schemas.quick import QuickSchema

LONGEST_TOPIC = 60
LONGEST_TOPICS = 4_000
_TOPIC = {
    "description": "`escalations`, `session:{id}` or `handoff:{id}`.",
    "examples": ["escalations"],
}
_TAB = {
    "description": "Tells the tabs of one person apart, so that closing one leaves the others shown.",
    "examples": ["4f1d"],
}


class PresenceSchema(Schema):
    topic = Str(required=True, longest=LONGEST_TOPIC, blank=False, metadata=_TOPIC)
    typing = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    tab = Str(load_default="", longest=LONGEST_TOPIC, metadata=_TAB)

    @validates("tab")
    def check_tab(self, tab: str, **_: Any) -> None:
        check_tab(tab)


class SignOffQuery(Schema):
    topic = Str(required=True, longest=LONGEST_TOPIC, blank=False, metadata=_TOPIC)
    tab = Str(
        load_default=None,
        longest=LONGEST_TOPIC,
        metadata=_TAB | {"description": "Only this tab; without it, all tabs of the person."},
    )

    @validates("tab")
    def check_tab(self, tab: str, **_: Any) -> None:
        check_tab(tab)


class PresenceQuery(Schema):
    topics = Str(
        required=True,
        longest=LONGEST_TOPICS,
        blank=False,
        metadata={
            "description": "A comma-separated list of `escalations`, `session:{id}`, `handoff:{id}`.",
            "examples": ["escalations"],
        },
    )


class TopicPeopleSchema(QuickSchema):
    topic = fields.String(required=True, metadata=_TOPIC)
    people = fields.List(fields.Nested(PresentPersonSchema), required=True)


class PresencesSchema(QuickSchema):
    items = fields.List(fields.Nested(TopicPeopleSchema), required=True)


def check_tab(tab: str | None) -> None:
    if tab and not (tab.isascii() and tab.replace("-", "").isalnum()):
        raise ValidationError("Letters, digits and hyphens only.")
