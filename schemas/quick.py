"""Dumps marshmallow schemas faster, with one function per schema that is built once.

marshmallow walks its field objects for each value, for example fifty handoffs with a dozen fields each.  Here each
schema becomes one function.  The JSON is the same, as a test checks.  A field of a kind that is not known here is
serialised by marshmallow's own method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from schemas.fields import Time

Convert = Callable[[Any], Any]


class QuickSchema(Schema):
    """A schema for responses.  Input is loaded as usual.  Hooks for dumping are not called, so none may be defined."""

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """Like `Schema.dump`.  If an object lacks a field, marshmallow dumps it instead, without that field."""
        try:
            convert = self.__dict__["_convert"]
        except KeyError:
            convert = self.__dict__["_convert"] = converter_of(self)
        are_many = self.many if many is None else many
        try:
            return [convert(one) for one in obj] if are_many else convert(obj)
        except (AttributeError, KeyError):
            return super().dump(obj, many=many)


def converter_of(schema: Schema) -> Convert:
    """One function from an object, or a mapping, to values that orjson accepts: UUIDs and times are not converted."""
    parts = [
        (field.data_key or name, path, attrgetter(path), _converter(field), field.required)
        for name, field in schema.dump_fields.items()
        for path in [field.attribute or name]
    ]

    def convert(source: Any) -> dict[str, Any]:
        # What a row has loaded stands there: asking its attributes costs ten times as much.
        known: Any = getattr(source, "__dict__", None)
        is_mapping = known is None and isinstance(source, Mapping)
        if known is None:
            known = source if is_mapping else _NOTHING
        result, look_up = {}, known.get
        for key, path, get, convert_value, is_required in parts:
            value = look_up(path, _ABSENT)
            if value is _ABSENT:
                try:
                    value = _item(source, path) if is_mapping else get(source)
                except (AttributeError, KeyError):
                    if is_required:
                        raise
                    continue  # left out, as marshmallow does
            if convert_value is not None and value is not None and type(value) is not str:
                value = convert_value(value)
            result[key] = value
        return result

    return convert


_ABSENT = object()
_NOTHING: dict[str, Any] = {}


def _item(source: Mapping[str, Any], path: str) -> Any:
    first, _, rest = path.partition(".")
    return attrgetter(rest)(source[first]) if rest else source[first]


def _converter(field: fields.Field[Any]) -> Convert | None:
    """Of what is neither None nor text; None where the value stays as it is."""
    if isinstance(field, fields.Nested):
        one = converter_of(field.schema)
        return _each(one) if field.many or field.schema.many else one
    if isinstance(field, fields.List):
        inner = _converter(field.inner)
        return list if inner is None else _each(inner)
    if type(field) in _PLAIN:
        return _PLAIN[type(field)]
    return lambda value: field._serialize(value, field.attribute or "", None)  # noqa: SLF001 -- its public face wants the object, not the value


def _each(convert: Convert) -> Convert:
    return lambda values: [value if value is None or type(value) is str else convert(value) for value in values]


def _text(value: Any) -> Any:
    return value if isinstance(value, UUID) else str(value)


def _moment(value: datetime) -> datetime:
    return value if value.tzinfo is UTC else value.astimezone(UTC)


_PLAIN: dict[type[fields.Field[Any]], Convert | None] = {
    fields.String: _text,
    fields.UUID: None,
    fields.Boolean: None,
    fields.Dict: None,
    fields.Raw: None,
    fields.Integer: int,
    fields.Float: float,
    Time: _moment,
}
