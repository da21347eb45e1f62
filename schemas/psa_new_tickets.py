"""The bodies of the calls that create a ticket in the PSA, or link a session to one."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.fields import Line, Str

LONGEST_TITLE = 255
LONGEST_DESCRIPTION = 7_000
"""Autotask takes 8,000 characters."""
MOST_STEPS = 50


def _remote_id(description: str, *, required: bool = False) -> Line:
    about = {"description": description}
    if required:
        return Line(required=True, longest=100, validate=validate.Length(min=1), metadata=about)
    return Line(load_default=None, allow_none=True, longest=100, metadata=about)


class CreateTicketSchema(Schema):
    title = Line(required=True, longest=LONGEST_TITLE, blank=False)
    description = Str(
        load_default="", longest=LONGEST_DESCRIPTION, metadata={"description": "The client may be able to read it."}
    )
    client_id = _remote_id("From the look-up `companies`.", required=True)
    contact_id = _remote_id("From the look-up `contacts`.")
    board_id = _remote_id("From the look-up `boards`; by default what an admin has set.")
    priority_id = _remote_id("From the look-up `priorities`; by default what an admin has set.")
    session_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "A session that gets the ticket, if it has none by then."},
    )


class SpinOffTicketSchema(CreateTicketSchema):
    step_ids = fields.List(
        fields.UUID(),
        load_default=list,
        validate=validate.Length(max=MOST_STEPS),
        metadata={"description": "Steps of the session that go into an internal note on the new ticket."},
    )


class TicketRequestedSchema(Schema):
    request_id = fields.UUID(
        required=True, metadata={"description": "The event `psa_ticket_created` names it with the ticket's number."}
    )


class LinkTicketSchema(Schema):
    psa_ticket_id = Line(
        required=True,
        longest=64,
        validate=validate.Length(min=1),
        metadata={"description": "A number, with or without `#`."},
    )
