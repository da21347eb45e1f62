"""Tickets of the account's PSA, as the copy of them has them."""

from __future__ import annotations

from marshmallow import Schema, fields

from models.psa_connection import PsaState
from models.psa_kinds import Provider
from schemas.fields import LONGEST_LINE, PageQuery, Str, Time, one_of
from schemas.quick import QuickSchema

_GONE = {"description": "The PSA no longer has it: it was deleted there."}
_MERGED = {"description": "The number of the ticket that it was merged into."}
_SYNCED = {"description": "When it was last read from the PSA."}


class TicketListQuery(PageQuery):
    q = Str(
        load_default=None,
        longest=200,
        metadata={
            "description": "Words that all occur in number, title, client and contact. The last one may be the"
            " beginning of a word, such as `#482`.",
            "examples": ["#48210"],
        },
    )
    status = Str(load_default=None, longest=LONGEST_LINE, metadata={"examples": ["In Progress"]})
    board = Str(load_default=None, longest=LONGEST_LINE, metadata={"examples": ["Help Desk"]})
    client = Str(load_default=None, longest=LONGEST_LINE, metadata={"examples": ["Acme Ltd"]})
    open = fields.Boolean(
        load_default=None,
        attribute="is_open",
        metadata={"description": "`true`: only open tickets. `false`: only closed ones. Without it: all."},
    )


class TicketSchema(QuickSchema):
    number = fields.String(required=True, metadata={"examples": ["48210"]})
    title = fields.String(required=True)
    client_name = fields.String(required=True)
    contact_name = fields.String(required=True)
    status = fields.String(required=True)
    priority = fields.String(required=True)
    board = fields.String(required=True)
    is_closed = fields.Boolean(required=True)
    updated_at = Time(required=True, attribute="remote_updated_at")
    synced_at = Time(required=True, metadata=_SYNCED)
    session_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "The newest session about it that the caller may read."},
    )
    gone = fields.Boolean(required=True, attribute="is_gone", metadata=_GONE)
    merged_into = fields.String(required=True, allow_none=True, metadata=_MERGED)


class TicketSyncSchema(QuickSchema):
    """How fresh the copy is."""

    provider = fields.String(required=True, validate=one_of(Provider))
    state = fields.String(required=True, validate=one_of(PsaState))
    error = fields.String(
        required=True, allow_none=True, metadata={"description": "Why the PSA cannot be read now; null if it can."}
    )
    synced_at = Time(
        required=True,
        allow_none=True,
        metadata={
            "description": "What had changed in the PSA by then is in the copy; null before the first sync has ended."
        },
    )
    is_syncing = fields.Boolean(required=True)
    tickets_read = fields.Integer(required=True, metadata={"description": "By the sync that is running."})


class TicketsSchema(QuickSchema):
    items = fields.List(fields.Nested(TicketSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    sync = fields.Nested(TicketSyncSchema, required=True)


class TicketNoteSchema(Schema):
    author = fields.String(required=True)
    text = fields.String(required=True)
    is_public = fields.Boolean(required=True, metadata={"description": "The client can read it."})
    created_at = fields.String(
        required=True, allow_none=True, metadata={"format": "date-time", "description": "Null if the PSA does not say."}
    )


class TicketDetailSchema(TicketSchema):
    description = fields.String(required=True)
    board_id = fields.String(
        required=True, allow_none=True, metadata={"description": "As the look-up `statuses` names it (`parent_id`)."}
    )
    status_id = fields.String(required=True, allow_none=True)
    resolved_status_id = fields.String(
        required=True, allow_none=True, metadata={"description": "What the account's admin chose for concluded work."}
    )
    notes = fields.List(
        fields.Nested(TicketNoteSchema),
        required=True,
        allow_none=True,
        metadata={"description": "The newest hundred, oldest first; null until they were read for the first time."},
    )
    notes_synced_at = Time(required=True, allow_none=True)
    sync = fields.Nested(TicketSyncSchema, required=True)


class TicketChoicesSchema(QuickSchema):
    """The values that the lists can be filtered by, in alphabetical order."""

    statuses = fields.List(fields.String(), required=True)
    boards = fields.List(fields.String(), required=True)
    clients = fields.List(fields.String(), required=True)


class LinkedTicketSchema(QuickSchema):
    number = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.String(required=True)
    priority = fields.String(required=True)
    client_name = fields.String(required=True)
    is_closed = fields.Boolean(required=True)
    synced_at = Time(required=True, metadata=_SYNCED)
    gone = fields.Boolean(required=True, metadata=_GONE)
    merged_into = fields.String(required=True, allow_none=True, metadata=_MERGED)
