"""Push messages to a browser (Web Push)."""

from __future__ import annotations

from marshmallow import Schema, ValidationError, fields

from models.core import curve
from schemas.fields import Str

LONGEST_ENDPOINT = 2_000
LONGEST_KEY = 200
AUTH_BYTES = 16


def _public_key(text: str) -> None:
    try:
        is_right = curve.is_public_key(curve.from_text(text))
    except ValueError:
        is_right = False
    if not is_right:
        raise ValidationError("Not a public key on P-256.")


def _auth_secret(text: str) -> None:
    try:
        is_right = len(curve.from_text(text)) == AUTH_BYTES
    except ValueError:
        is_right = False
    if not is_right:
        raise ValidationError("Not a secret of 16 bytes.")


class PushKeySchema(Schema):
    key = fields.String(
        required=True, metadata={"description": "The `applicationServerKey` to subscribe with, base64 for URLs."}
    )


class BrowserKeysSchema(Schema):
    p256dh = Str(required=True, longest=LONGEST_KEY, validate=_public_key)
    auth = Str(required=True, longest=LONGEST_KEY, validate=_auth_secret)


class SubscribeSchema(Schema):
    endpoint = Str(
        required=True,
        longest=LONGEST_ENDPOINT,
        blank=False,
        metadata={"description": "The address at the browser's push service: https, and public."},
    )
    keys = fields.Nested(BrowserKeysSchema, required=True)


class UnsubscribeSchema(Schema):
    endpoint = Str(required=True, longest=LONGEST_ENDPOINT, blank=False)
    keys = fields.Nested(BrowserKeysSchema, load_default=None, metadata={"description": "Not needed."})
