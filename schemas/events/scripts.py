"""The events of the script builder and of proposals to make a template."""

from __future__ import annotations

from marshmallow import fields, validate

from models.events import EventType
from models.templatization import TemplatizationStatus
from schemas.events.base import EventSchema, named
from schemas.fields import one_of


class ScriptChangedSchema(EventSchema):
    """The draft, a message or the status of a session of the script builder changed"""

    type = named(EventType.SCRIPT_CHANGED)
    script_session_id = fields.UUID(required=True)
    version = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=0),
        metadata={"description": "Counts its drafts; 0 before the first."},
    )


class TemplatizeReadySchema(EventSchema):
    """The template that the user asked for is proposed, or could not be written"""

    type = named(EventType.TEMPLATIZE_READY)
    templatization_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of([TemplatizationStatus.READY, TemplatizationStatus.FAILED]))
    code = fields.String(required=True, allow_none=True, metadata={"description": "Why there is no proposal."})
