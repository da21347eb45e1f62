"""The events of the connection to the PSA."""

from __future__ import annotations

from marshmallow import fields

from models.events import EventType
from models.psa_connection import PsaTestResult
from models.psa_kinds import LookupKind
from models.psa_lookup import LookupState
from schemas.events.base import EventSchema, named
from schemas.fields import one_of


class PsaConnectionTestedSchema(EventSchema):
    """The connection to the PSA that the user had tested works, or does not"""

    type = named(EventType.PSA_CONNECTION_TESTED)
    result = fields.String(required=True, validate=one_of(PsaTestResult))
    message = fields.String(required=True, metadata={"description": "What the result means, and what to do."})


class PsaLookupsChangedSchema(EventSchema):
    """A list of the PSA for which the user waits was read, or could not be read"""

    type = named(EventType.PSA_LOOKUPS_CHANGED)
    kind = fields.String(required=True, validate=one_of(LookupKind))
    parent_id = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, validate=one_of(LookupState))
