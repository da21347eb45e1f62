"""The base fields: a string that PostgreSQL can keep and that has an end."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from models.core import clock

LONGEST_LINE = 500
LONGEST_EMAIL = 254

# Bidirectional overrides and isolates: they make a line read as another one.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset({"Cf", "Zs"})
# Letters and marks to Unicode, and nothing to the eye.
_FILLERS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
_NOT_ON_A_LINE = frozenset({"Cc", "Zl", "Zp"})


def _as_list(validators: Any) -> list[Any]:
    if validators is None:
        return []
    return list(validators) if isinstance(validators, (list, tuple)) else [validators]


def _plain_address(text: str) -> None:
    if not (text.isascii() and text.isprintable()) or '"' in text:
        raise ValidationError("Not a valid email address.")


class Str(fields.String):
    """Text without NUL or lone surrogates (both are an error inside the database driver), bounded in length.

    `longest` is in characters.  `blank=False` refuses white space alone.  `trimmed` drops white space at both ends
    before it is measured.
    """

    def __init__(
        self, *, longest: int = LONGEST_LINE, blank: bool = True, trimmed: bool = False, **options: Any
    ) -> None:
        self._blank, self._trimmed = blank, trimmed
        validators = [validate.Length(max=longest), *_as_list(options.pop("validate", None))]
        if not blank:
            validators.insert(0, validate.Length(min=1))
        super().__init__(validate=validators, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
            raise ValidationError("This has a character that cannot be kept.")
        if not self._blank and not text.strip():
            raise ValidationError("This may not be empty.")
        return text.strip() if self._trimmed else text


class Line(Str):
    """Text on one line: a name, a number.  Trimmed; no control characters, nothing that turns the reading direction."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trimmed=True, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if any(unicodedata.category(character) in _NOT_ON_A_LINE or character in _TURNING for character in text):
            raise ValidationError("This has to be plain text on one line.")
        if text and all(unicodedata.category(character) in _UNSEEN or character in _FILLERS for character in text):
            raise ValidationError("This may not be empty.")
        return text


class Email(Str):
    """A login or invitation address, trimmed: printable ASCII without quotes, which every mail server takes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=LONGEST_EMAIL, trimmed=True, validate=[_plain_address, validate.Email()], **options)


class Time(fields.AwareDateTime):
    """RFC 3339 in UTC, spelt as in events: one moment is one string everywhere."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **options)

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else clock.rfc3339(value)


class PersonSchema(Schema):
    """Whoever did something, by name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class StatusSchema(Schema):
    """How far something that runs behind the answer has come."""

    status = fields.String(required=True)


class PageQuery(Schema):
    """The query of a list: keyset, never offset."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200), strict=False)
    cursor = Str(load_default=None, longest=200)


def one_of(values: Iterable[str]) -> validate.OneOf:
    """A closed set, from a StrEnum; the OpenAPI document lists it."""
    return validate.OneOf([str(value) for value in values])
