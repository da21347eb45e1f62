"""A person's preferences: which events reach them by which channel, quiet hours, digest, theme, shortcuts."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.delivery import Channel
from models.notice_event import Default, NoticeEvent
from models.preferences import PERSONAL_CHANNELS, Theme, can_choose
from models.queries.reach import Reaches
from models.quiet_hours import DAYS, Digest
from schemas.fields import Str, Time, TimeZone, one_of

_CLOCK_TIME = r"\A([01][0-9]|2[0-3]):[0-5][0-9]\Z"


def _flag(**options: Any) -> fields.Boolean:
    return fields.Boolean(truthy={True}, falsy={False}, **options)


def _clock_time(**options: Any) -> Str:
    """Hours and minutes as clocks show them in the person's time zone."""
    form = validate.Regexp(_CLOCK_TIME, error="Use a time such as 22:00.")
    return Str(validate=form, metadata={"examples": ["22:00"]}, **options)


def _channels_schema(name: str, channels: tuple[Channel, ...]) -> type[Schema]:
    """Whether an event reaches the person, one field for each channel that they can switch."""
    return Schema.from_dict({str(channel): _flag() for channel in channels}, name=name)


def _events_schema() -> type[Schema]:
    """One field for each event that a person can switch."""
    schemas: dict[tuple[Channel, ...], type[Schema]] = {}
    events: dict[str, fields.Field[Any]] = {}
    for event in NoticeEvent:
        channels = tuple(channel for channel in PERSONAL_CHANNELS if can_choose(event, channel))
        if not channels:
            continue
        name = "By" + "And".join(channel.capitalize() for channel in channels) + "Schema"
        schema = schemas.setdefault(channels, _channels_schema(name, channels))
        events[str(event)] = fields.Nested(schema)
    return Schema.from_dict(events, name="EventChoicesSchema")


class QuietHoursSchema(Schema):
    start = _clock_time(required=True, data_key="from")
    end = _clock_time(required=True, data_key="to")
    days = fields.List(
        fields.Integer(strict=True, validate=validate.Range(0, DAYS - 1)),
        required=True,
        validate=validate.Length(1, DAYS),
        metadata={
            "description": "The days on which the quiet hours begin; 0 is Monday.",
            "examples": [[0, 1, 2, 3, 4]],
        },
    )

    @validates_schema
    def refuse_never_ending(self, data: dict[str, Any], **_: Any) -> None:
        if data["start"] == data["end"] and len(set(data["days"])) == DAYS:
            raise ValidationError({"to": ["Quiet hours that never end would hold back everything for ever."]})


class PreferencesSchema(Schema):
    """What is left out keeps its value."""

    time_zone = TimeZone(metadata={"examples": ["Europe/Berlin"]})
    events = fields.Nested(_events_schema())
    quiet_hours = fields.Nested(
        QuietHoursSchema,
        allow_none=True,
        metadata={"description": "Mail and push wait until they end."},
    )
    targeted_passes_quiet_hours = _flag(
        metadata={"description": "Whether an escalation to this person is sent during quiet hours too."}
    )
    digest = Str(
        validate=one_of(Digest),
        metadata={"description": "Joins all mail and push messages but escalations to this person alone."},
    )
    digest_at = _clock_time()
    single_key_shortcuts = _flag()
    theme = Str(validate=one_of(Theme))


class EventReachSchema(Schema):
    event = fields.String(required=True, validate=one_of(NoticeEvent))
    channel = fields.String(required=True, validate=one_of(PERSONAL_CHANNELS))
    setting = fields.String(
        required=True,
        validate=one_of([Default.ALWAYS, Default.ON, Default.OFF]),
        metadata={"description": "`always` cannot be switched off; the others are what holds without a choice."},
    )
    reaches = fields.String(required=True, validate=one_of(Reaches))
    at = Time(required=True, allow_none=True, metadata={"description": "When it is sent, if that is later."})


class ReachSchema(Schema):
    at = Time(required=True)
    time_zone = fields.String(required=True)
    local_time = fields.String(required=True, metadata={"examples": ["23:10"]})
    weekday = fields.Integer(required=True, metadata={"description": "0 is Monday."})
    quiet_until = Time(required=True, allow_none=True)
    next_digest_at = Time(required=True, allow_none=True)
    items = fields.List(fields.Nested(EventReachSchema), required=True)
