"""The connection to the PSA, the lists that were read from it, and its members."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.core.addresses import LONGEST_ADDRESS
from models.psa_connection import PsaState
from models.psa_credentials import AUTOTASK_ADDRESS, CREDENTIAL_FIELDS
from models.psa_kinds import Provider
from models.psa_lookup import LookupState
from models.psa_options import split_name
from schemas.fields import Line, Str, Time, one_of
from schemas.quick import QuickSchema

LONGEST_CREDENTIAL = 500
LONGEST_ID = 200
MOST_OPTIONS = 200
MOST_PEOPLE = 2_000
MOST_ITEMS = 1_000
NOT_CONNECTED = "none"
_EXAMPLE = {"company_id": "acme", "public_key": "a1b2", "private_key": "c3d4"}


def _printable(text: str) -> None:
    if not (text.isascii() and text.isprintable()):
        raise ValidationError("Use letters, digits and punctuation of ASCII only.")


class PutPsaConnectionSchema(Schema):
    provider = Str(required=True, validate=one_of(Provider))
    base_url = Str(
        longest=LONGEST_ADDRESS,
        trimmed=True,
        load_default="",
        metadata={
            "description": f"The root of the ticket system's site.  For Autotask by default {AUTOTASK_ADDRESS}.",
            "examples": ["https://api-eu.myconnectwise.net"],
        },
    )
    credentials = fields.Dict(
        keys=Str(longest=50),
        values=Str(longest=LONGEST_CREDENTIAL, trimmed=True, validate=_printable),
        load_default=dict,
        load_only=True,
        metadata={
            "description": "ConnectWise: company_id, public_key, private_key, client_id (optional).  HaloPSA:"
            " client_id, client_secret, tenant (optional).  Autotask: username, secret, integration_code.  What is left"
            " out keeps its value, unless the provider, the host or the company changes.",
            "examples": [_EXAMPLE],
        },
    )
    options = fields.Dict(
        keys=Str(longest=LONGEST_ID),
        values=Str(longest=LONGEST_ID, trimmed=True),
        load_default=None,
        validate=validate.Length(max=MOST_OPTIONS),
        metadata={
            "description": "Ids picked from look-ups.  They replace all former ones; if left out, nothing changes.",
            "examples": [{"board_id": "1", "resolved_status_id:1": "25"}],
        },
    )

    @validates_schema(skip_on_field_errors=True)
    def check(self, data: dict[str, Any], **_: Any) -> None:
        provider = Provider(data["provider"])
        if not data["base_url"] and provider != Provider.AUTOTASK:
            raise ValidationError({"base_url": ["Enter the address."]})
        fields_of = {field.name: field for field in CREDENTIAL_FIELDS[provider]}
        problems: dict[str, list[str]] = {}
        for name, value in data["credentials"].items():
            if name not in fields_of:
                problems[f"credentials.{name}"] = ["This ticket system has no such credential."]
            elif not value and fields_of[name].is_required:
                problems[f"credentials.{name}"] = ["This may not be empty."]
        for name in data["options"] or {}:
            try:
                split_name(name)
            except ValueError:
                problems[f"options.{name}"] = ["There is no such option."]
        if problems:
            raise ValidationError(problems)


class PsaWebhookSchema(QuickSchema):
    url = fields.String(required=True, metadata={"description": "Where the ticket system reports changed tickets."})
    has_secret = fields.Boolean(
        required=True, metadata={"description": "Whether there is a secret with which a call is checked."}
    )


class PsaErrorSchema(QuickSchema):
    code = fields.String(required=True)
    message = fields.String(required=True, allow_none=True)


class PsaMissingOptionsSchema(QuickSchema):
    notes = fields.List(fields.String(), required=True)
    public_notes = fields.List(fields.String(), required=True)


class PsaConnectionSchema(QuickSchema):
    state = fields.String(required=True, validate=one_of([NOT_CONNECTED, *PsaState]))
    provider = fields.String(required=True, allow_none=True, validate=one_of(Provider))
    base_url = fields.String(required=True, allow_none=True)
    is_simulated = fields.Boolean(
        required=True, metadata={"description": "It is FlowPilot's own simulator on this machine."}
    )
    credentials = fields.Dict(
        required=True,
        keys=fields.String(),
        values=fields.String(allow_none=True),
        attribute="credential_hints",
        metadata={
            "description": "The names of the credentials that are set; with the value only of what is no secret.",
            "examples": [{"company_id": "acme", "public_key": None, "private_key": None}],
        },
    )
    options = fields.Dict(required=True, keys=fields.String(), values=fields.String())
    missing_options = fields.Nested(
        PsaMissingOptionsSchema,
        required=True,
        allow_none=True,
        metadata={"description": "The options that nobody has picked yet, and without which such notes fail."},
    )
    webhook = fields.Nested(PsaWebhookSchema, required=True, allow_none=True)
    last_error = fields.Nested(PsaErrorSchema, required=True, allow_none=True)
    failing_since = Time(required=True, allow_none=True)
    tested_at = Time(required=True, allow_none=True)
    synced_at = Time(
        required=True, allow_none=True, metadata={"description": "When the copy of the tickets was last complete."}
    )
    pending_pushes = fields.Integer(
        required=True, metadata={"description": "Notes that wait to be sent, and would fail if it is disconnected."}
    )


class WebhookSecretSchema(Schema):
    secret = fields.String(required=True, metadata={"description": "Shown in this answer alone."})


class LookupQuery(Schema):
    parent_id = Line(
        load_default=None,
        longest=LONGEST_ID,
        metadata={"description": "The board of statuses, the company of contacts, the ticket type of note types."},
    )
    q = Line(load_default="", longest=200, metadata={"description": "Only items whose name has these words."})
    limit = fields.Integer(load_default=MOST_ITEMS, validate=validate.Range(1, MOST_ITEMS), strict=False)


class LookupItemSchema(QuickSchema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    parent_id = fields.String(required=True, allow_none=True)
    is_closed = fields.Boolean(required=True, metadata={"description": "A status that ends a ticket."})
    forbids_time = fields.Boolean(
        required=True, metadata={"description": "A status under which no time can be entered."}
    )


class LookupSchema(QuickSchema):
    items = fields.List(fields.Nested(LookupItemSchema), required=True)
    has_more = fields.Boolean(required=True, metadata={"description": "Narrow `q` to find the others."})
    status = fields.String(
        required=True,
        validate=one_of(LookupState),
        metadata={"description": "`pending` until it was read once; the event `psa_lookups_changed` says when."},
    )
    fetched_at = Time(required=True, allow_none=True, metadata={"description": "How old the items are."})
    error = fields.Nested(PsaErrorSchema, required=True, allow_none=True)


class SetPsaPersonSchema(Schema):
    user_id = fields.UUID(required=True)
    agent_id = Line(required=True, allow_none=True, longest=LONGEST_ID)


class PutPsaPeopleSchema(Schema):
    items = fields.List(fields.Nested(SetPsaPersonSchema), required=True, validate=validate.Length(max=MOST_PEOPLE))


class PsaPersonSchema(QuickSchema):
    user_id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    agent_id = fields.String(
        required=True, allow_none=True, metadata={"description": "The member of the ticket system; null: nobody yet."}
    )
    suggested_agent_id = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Has the same mail address, or the same name and nobody else has it."},
    )


class PsaPeopleSchema(QuickSchema):
    items = fields.List(fields.Nested(PsaPersonSchema), required=True)
