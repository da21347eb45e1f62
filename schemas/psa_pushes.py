"""What became of a session's push to its ticket."""

from __future__ import annotations

from marshmallow import Schema, fields

from models.psa_operation import OperationState
from models.psa_push import NO_PSA, WRITE_UPS, PushState
from models.queries.psa_pushes import QUEUED
from schemas.fields import Time, one_of

_MESSAGE = {"description": "The error for people."}


class PushPartSchema(Schema):
    """A status change or a time entry, which has a state of its own."""

    status = fields.String(
        required=True,
        validate=one_of(
            [QUEUED, OperationState.SENT, OperationState.FAILED, OperationState.UNKNOWN, OperationState.SKIPPED]
        ),
    )
    error = fields.String(required=True, allow_none=True, metadata={"description": "A stable code."})
    error_message = fields.String(required=True, allow_none=True, metadata=_MESSAGE)


class PsaPushSchema(Schema):
    """The last push of the session's write-up to the ticket that it has now.

    `no_psa`: there was none, for want of a ticket or a PSA, or because nobody asked for it.
    """

    status = fields.String(
        required=True,
        validate=one_of([NO_PSA, PushState.QUEUED, PushState.SENT, PushState.FAILED, PushState.UNKNOWN]),
    )
    remote_id = fields.String(required=True, allow_none=True, metadata={"description": "The note's id in the PSA."})
    error = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "A stable code: why it failed or waits. With `sent`, `ticket_changed` says that the status"
            " was left alone, because somebody had changed the ticket since it was shown."
        },
    )
    error_message = fields.String(required=True, allow_none=True, metadata=_MESSAGE)
    status_change = fields.Nested(PushPartSchema, required=True, allow_none=True)
    time_entry = fields.Nested(PushPartSchema, required=True, allow_none=True)
    occasion = fields.String(required=True, allow_none=True, validate=one_of(WRITE_UPS))
    is_public = fields.Boolean(required=True, metadata={"description": "Whether the client sees the note."})
    ticket = fields.String(required=True, allow_none=True, metadata={"description": "The ticket's number."})
    requested_at = Time(required=True, allow_none=True)
    next_attempt_at = Time(required=True, allow_none=True, metadata={"description": "Null if it does not wait."})
    sent_at = Time(required=True, allow_none=True)
