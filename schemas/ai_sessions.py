"""A session and its steps, and the bodies and queries of the calls that open, change and list them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema
from webargs.fields import DelimitedList

from models.ai_session import ConfidenceTier, SessionStatus, TitleBy, VerifiedBy
from models.queries.session_lists import OPEN_FIX, Scope
from models.queries.session_parts import SessionPart
from models.step import LONGEST_MESSAGE
from schemas.attachments import attachment_ids
from schemas.attempts import AttemptsSchema
from schemas.facts import FactsSchema
from schemas.fields import Line, PageQuery, PersonSchema, Str, Time, one_of
from schemas.handoffs import STEP_COUNT, HandoffSchema
from schemas.psa_pushes import PsaPushSchema
from schemas.psa_tickets import LinkedTicketSchema
from schemas.quick import QuickSchema
from schemas.signals import SessionSignalsSchema
from schemas.steps import ReplySchema, StepSchema as StepSchema, StepsQuery as StepsQuery, StepsSchema as StepsSchema
from schemas.suggested_fixes import FixesSchema, FixSchema
from schemas.task_lane import TaskLaneSchema

LONGEST_TITLE = 120
VERIFIED_BY = {
    "description": "How the person who resolved it knows that it is solved: `tested` by the engineer, confirmed by the"
    " `client`, `watched` until `watch_until`, or `none`. Null if nobody was asked."
}


class OpenSessionSchema(Schema):
    problem = Str(required=True, longest=LONGEST_MESSAGE, blank=False)
    client_name = Line(load_default=None, allow_none=True, longest=200)
    psa_ticket_id = Line(load_default=None, allow_none=True, longest=64)
    attachment_ids = attachment_ids("Uploads of `POST /ai-sessions/attachments`.")


class DescribeSessionSchema(Schema):
    """Only the fields that are sent are changed."""

    title = Line(longest=LONGEST_TITLE, blank=False)
    client_name = Line(allow_none=True, longest=200)
    psa_ticket_id = Line(allow_none=True, longest=64)


def _check_parts(names: list[str]) -> None:
    """Validates the whole list, so that an error names the field and not the index of the wrong item."""
    if set(names) - set(SessionPart):
        raise ValidationError(f"Only these can be included: {', '.join(SessionPart)}.")


class SessionQuery(Schema):
    include = DelimitedList(
        Str(metadata={"enum": [str(part) for part in SessionPart]}),
        load_default=list,
        validate=_check_parts,
        metadata={"description": "Parts to add, in the shape that their own calls return; `steps` is the newest page."},
    )


class SessionListQuery(PageQuery):
    status = Str(load_default=None, validate=one_of(SessionStatus))
    scope = Str(
        load_default=Scope.MINE,
        validate=one_of(Scope),
        metadata={"description": "`mine`: the caller owns or handles them. `readable`: all that the caller may read."},
    )
    fix_status = Str(
        load_default=None,
        validate=one_of(OPEN_FIX),
        metadata={
            "description": "Only open sessions whose active fix has this status. With `applied_pending` they wait for"
            " verification; `active_fix` says for what and since when."
        },
    )
    q = Str(
        load_default=None,
        longest=200,
        metadata={"description": "Words that all occur in problem, title, client and ticket, or in one message."},
    )


class MessageSchema(Schema):
    content = Str(required=True, longest=LONGEST_MESSAGE, blank=False)


class PostMessageSchema(Schema):
    """A message needs text or an attachment."""

    content = Str(required=True, longest=LONGEST_MESSAGE)
    attachment_ids = attachment_ids("Uploads to this session that no message uses yet.")

    @validates_schema
    def refuse_nothing(self, data: dict[str, Any], **_: Any) -> None:
        if not data["content"].strip() and not data["attachment_ids"]:
            raise ValidationError({"content": ["This may not be empty."]})


class OffersSchema(Schema):
    """What the first message names and nobody has linked yet.

    PATCH the session with the value to link it, or with null to decline; both remove the offer.
    """

    psa_ticket_id = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Named in the first message. PATCH the session with it to link it, null to decline."},
    )
    client_name = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "A client of the account, named in the first message; linked or declined like a ticket."
        },
    )


class SessionSchema(QuickSchema):
    """`can_write` and `can_hand_off` say what the caller may do now."""

    id = fields.UUID(required=True, attribute="row.id")
    title = fields.String(required=True, attribute="row.title")
    title_by = fields.String(required=True, attribute="row.title_by", validate=one_of(TitleBy))
    problem = fields.String(required=True, attribute="row.problem")
    problem_summary = fields.String(required=True, attribute="row.problem_summary")
    client_name = fields.String(required=True, allow_none=True, attribute="row.client_name")
    status = fields.String(required=True, attribute="row.status", validate=one_of(SessionStatus))
    user = fields.Nested(PersonSchema, required=True, attribute="row.user")
    handler = fields.Nested(PersonSchema, required=True, allow_none=True, attribute="row.handler")
    escalated_to_id = fields.UUID(required=True, allow_none=True, attribute="row.escalated_to_id")
    psa_ticket_id = fields.String(required=True, allow_none=True, attribute="row.psa_ticket_id")
    offers = fields.Nested(OffersSchema, required=True)
    confidence_tier = fields.String(required=True, attribute="row.confidence_tier", validate=one_of(ConfidenceTier))
    state_version = fields.Integer(required=True, attribute="row.state_version")
    escalation_reason = fields.String(required=True, allow_none=True, attribute="row.escalation_reason")
    escalation_package = fields.Dict(required=True, allow_none=True, attribute="row.escalation_package")
    resolution = fields.String(required=True, allow_none=True, attribute="row.resolution")
    verified_by = fields.String(
        required=True, allow_none=True, attribute="row.verified_by", validate=one_of(VerifiedBy), metadata=VERIFIED_BY
    )
    watch_until = Time(required=True, allow_none=True, attribute="row.watch_until")
    step_count = fields.Integer(required=True, attribute="row.steps_on_record", metadata=STEP_COUNT)
    active_fix = fields.Nested(FixSchema, required=True, allow_none=True)
    reply = fields.Nested(ReplySchema, required=True, allow_none=True)
    open_handoff_id = fields.UUID(required=True, allow_none=True)
    can_write = fields.Boolean(required=True)
    can_hand_off = fields.Boolean(required=True)
    created_at = Time(required=True, attribute="row.created_at")
    updated_at = Time(required=True, attribute="row.updated_at")
    last_activity_at = Time(
        required=True,
        attribute="row.last_activity_at",
        metadata={"description": "When its newest step was created. The list is sorted by it."},
    )


class SessionsSchema(QuickSchema):
    items = fields.List(fields.Nested(SessionSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class PostedSchema(QuickSchema):
    step = fields.Nested(StepSchema, required=True)
    reply = fields.Nested(ReplySchema, required=True)


class AskedSchema(Schema):
    reply = fields.Nested(ReplySchema, required=True)


class StoppedSchema(Schema):
    reply = fields.Nested(ReplySchema, required=True, allow_none=True)


class SessionWithPartsSchema(SessionSchema):
    """The session with the parts that `include` names."""

    steps = fields.Nested(StepsSchema)
    fixes = fields.Nested(FixesSchema)
    facts = fields.Nested(FactsSchema)
    lane = fields.Nested(TaskLaneSchema)
    attempts = fields.Nested(AttemptsSchema)
    signals = fields.Nested(SessionSignalsSchema)
    handoff = fields.Nested(
        HandoffSchema, allow_none=True, metadata={"description": "The newest one; null if there is none."}
    )
    psa_push = fields.Nested(PsaPushSchema)
    ticket = fields.Nested(
        LinkedTicketSchema,
        allow_none=True,
        metadata={
            "description": "The linked ticket; null without one, and while the copy of the PSA does not have it."
        },
    )
