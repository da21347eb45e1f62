"""The events of a session and of the rows that belong to it."""

from __future__ import annotations

from marshmallow import fields

from models.ai_session import SessionStatus
from models.case import CASE
from models.events import EventType
from models.fact import FactStatus
from models.fix_transitions import FixStatus
from models.hypothesis_rules import HypothesisState
from models.lane_item import LaneState
from models.preview import PreviewKind, PreviewStatus
from schemas.events.base import SessionEventSchema, named
from schemas.fields import one_of


class SessionChangedSchema(SessionEventSchema):
    """A session's status, people, title, client or ticket changed"""

    type = named(EventType.SESSION_CHANGED)
    status = fields.String(required=True, validate=one_of(SessionStatus))


class StepCreatedSchema(SessionEventSchema):
    """A session has a new step"""

    type = named(EventType.STEP_CREATED)
    step_id = fields.UUID(required=True)


class StepChangedSchema(SessionEventSchema):
    """The data of a step changed: a masked place was released for the copilot"""

    type = named(EventType.STEP_CHANGED)
    step_id = fields.UUID(required=True)


class FixChangedSchema(SessionEventSchema):
    """A fix was proposed, applied, or has another outcome"""

    type = named(EventType.FIX_CHANGED)
    fix_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(FixStatus))


class FactChangedSchema(SessionEventSchema):
    """A fact was added, edited, dismissed or restored"""

    type = named(EventType.FACT_CHANGED)
    fact_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(FactStatus))


class HypothesisChangedSchema(SessionEventSchema):
    """A possible cause was added, or its state or evidence changed"""

    type = named(EventType.HYPOTHESIS_CHANGED)
    hypothesis_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(HypothesisState))


class PreviewReadySchema(SessionEventSchema):
    """A preview of a session's resolution note, escalation package or case was written, or could not be"""

    type = named(EventType.PREVIEW_READY)
    preview_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=one_of([*PreviewKind, CASE]))
    status = fields.String(required=True, validate=one_of([PreviewStatus.READY, PreviewStatus.FAILED]))


class TaskLaneChangedSchema(SessionEventSchema):
    """An item of the task lane was asked, answered, done or skipped, or is no longer needed"""

    type = named(EventType.TASK_LANE_CHANGED)
    item_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=one_of(LaneState))
