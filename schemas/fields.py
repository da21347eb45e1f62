"""The base fields: bounded strings in one Unicode form that PostgreSQL can store, times, people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from models.core import clock, passwords, time_zones
from models.core.graphemes import FILLERS, has_words

LONGEST_LINE = 500
LONGEST_EMAIL = 254

# Bidirectional overrides and isolates, which can make a line read as a different one.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset({"Cf", "Zs"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NOT_ON_A_LINE = frozenset({"Cc", "Zl", "Zp"})


def _as_list(validators: Any) -> list[Any]:
    if validators is None:
        return []
    return list(validators) if isinstance(validators, (list, tuple)) else [validators]


def in_words(text: str) -> None:
    """A validator: the text has a letter or a digit, and not only signs or characters that nobody sees."""
    if not has_words(text):
        raise ValidationError("Say this in words.")


def _plain_address(text: str) -> None:
    if not (text.isascii() and text.isprintable()) or '"' in text:
        raise ValidationError("Not a valid email address.")


def _known_zone(name: str) -> None:
    if name not in time_zones.names():
        raise ValidationError("This is not a time zone. Use a name such as Europe/Berlin.")


class Str(fields.String):
    """Text without NUL or lone surrogates (both are an error inside the database driver), bounded in length.

    It is normalised to NFC before its length is checked, so that a letter with an accent is one character from every
    keyboard and file system, and comparison and search find it.  `longest` is in characters.  `blank=False` refuses
    white space alone.  `trimmed` removes white space at both ends before the length is checked.
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
        text = self._spelt(text)
        if not self._blank and not text.strip():
            raise ValidationError("This may not be empty.")
        return text.strip() if self._trimmed else text

    def _spelt(self, text: str) -> str:
        return unicodedata.normalize("NFC", text)


class Password(Str):
    """A password to compare, exactly as typed, because an old hash may be of this form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=passwords.LONGEST, load_only=True, **options)

    def _spelt(self, text: str) -> str:
        return text


class NewPassword(Password):
    """A password to set.  It is converted to the form that is hashed before its length is checked."""

    def __init__(self, **options: Any) -> None:
        shortest = validate.Length(min=passwords.SHORTEST, error="Use at least {min} characters.")
        super().__init__(validate=shortest, **options)

    def _spelt(self, text: str) -> str:
        try:
            return passwords.prepare(text) if text else text
        except passwords.NotAPassword as error:
            raise ValidationError("This has a character that a password cannot have.") from error


class Line(Str):
    """Text on one line, such as a name or a number: trimmed, without control and bidirectional characters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trimmed=True, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if any(unicodedata.category(character) in _NOT_ON_A_LINE or character in _TURNING for character in text):
            raise ValidationError("This has to be plain text on one line.")
        if text and all(unicodedata.category(character) in _UNSEEN or character in FILLERS for character in text):
            raise ValidationError("This may not be empty.")
        return text


class Email(Str):
    """An email address, trimmed: printable ASCII without quotes, which every mail server accepts."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=LONGEST_EMAIL, trimmed=True, validate=[_plain_address, validate.Email()], **options)


class Time(fields.AwareDateTime):
    """RFC 3339 in UTC, in the same form as in events, so that a moment is the same string everywhere."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **options)

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else clock.rfc3339(value)


class TimeZone(Str):
    """The name of a time zone in the IANA database, such as `Europe/Berlin`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=64, validate=_known_zone, **options)


class DayOrTime(fields.AwareDateTime):
    """A moment in RFC 3339, or a day (`2026-11-28`) of UTC: its beginning, or with `ends_day` its end."""

    def __init__(self, *, ends_day: bool = False, **options: Any) -> None:
        self._ends_day = ends_day
        super().__init__(format="iso", default_timezone=UTC, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                begins = datetime.combine(date.fromisoformat(value), time(), UTC)
                return begins + timedelta(days=1) if self._ends_day else begins
            except (ValueError, OverflowError) as error:
                raise ValidationError("This is not a day.") from error
        try:
            return super()._deserialize(value, attr, data, **kwargs).astimezone(UTC)
        except OverflowError as error:
            raise ValidationError("This is not a time.") from error


class PersonSchema(Schema):
    """A person with their name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class StatusSchema(Schema):
    """The state of work that goes on after the answer."""

    status = fields.String(required=True)


class PageQuery(Schema):
    """The query of a list, paged by keyset and not by offset."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200), strict=False)
    cursor = Str(load_default=None, longest=200)


def one_of(values: Iterable[str]) -> validate.OneOf:
    """A closed set of values, usually a StrEnum, which the OpenAPI document lists."""
    return validate.OneOf([str(value) for value in values])
