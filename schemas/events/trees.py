"""The events of decision trees."""

from __future__ import annotations

from marshmallow import fields

from models.events import EventType
from models.tree_run import TreeRunState
from schemas.events.base import EventSchema, SessionEventSchema, named
from schemas.fields import one_of


class TreeRunChangedSchema(SessionEventSchema):
    """A run of a decision tree began in the session, or went on, back or to its end"""

    type = named(EventType.TREE_RUN_CHANGED)
    run_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(TreeRunState))


class TreeDraftReadySchema(EventSchema):
    """The copilot has drafted the tree that the user asked for, or could not"""

    type = named(EventType.TREE_DRAFT_READY)
    request_id = fields.UUID(required=True)
    tree_id = fields.UUID(required=True, allow_none=True, metadata={"description": "Null if there is none."})
    code = fields.String(
        required=True, allow_none=True, metadata={"description": "Why there is none; null if it is there."}
    )
