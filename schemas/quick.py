"""Answers as fast as they are read: what a marshmallow schema dumps, by functions put together once.

marshmallow walks its field objects for each value, fifty handoffs a dozen fields each; here every schema becomes one
function for its lifetime.  What it writes is the same, and a test holds it to that; a field of a kind that is not known
here goes on being asked itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from marshmallow import Schema, fields

from models.core import clock
from schemas.fields import Time

Convert = Callable[[Any], Any]


class QuickSchema(Schema):
    """For answers; what comes in is loaded as ever.  Hooks around dumping are not asked, so none may be defined."""

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """As `Schema.dump`.  Objects and mappings that lack a field are left to marshmallow, which leaves it out."""
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
    """One function from an object, or a mapping, to what JSON is made of."""
    parts = [
        (field.data_key or name, field.attribute or name, _converter(field))
        for name, field in schema.dump_fields.items()
    ]
    of_objects = [(key, attrgetter(path), convert) for key, path, convert in parts]

    def convert(source: Any) -> dict[str, Any]:
        if isinstance(source, Mapping):
            return {key: convert(_item(source, path)) for key, path, convert in parts}
        return {key: convert(get(source)) for key, get, convert in of_objects}

    return convert


def _item(source: Mapping[str, Any], path: str) -> Any:
    first, _, rest = path.partition(".")
    return attrgetter(rest)(source[first]) if rest else source[first]


def _converter(field: fields.Field[Any]) -> Convert:
    if isinstance(field, fields.Nested):
        return _nested(field)
    if isinstance(field, fields.List):
        inner = _converter(field.inner)
        return lambda values: None if values is None else [inner(value) for value in values]
    return _PLAIN.get(type(field)) or (lambda value: field._serialize(value, field.attribute or "", None))  # noqa: SLF001 -- its public face wants the object, not the value


def _nested(field: fields.Nested) -> Convert:
    one = converter_of(field.schema)
    if field.many or field.schema.many:
        return lambda values: None if values is None else [one(value) for value in values]
    return lambda value: None if value is None else one(value)


def _text(value: Any) -> str | None:
    return value if value is None or type(value) is str else str(value)


def _moment(value: Any) -> str | None:
    return None if value is None else clock.rfc3339(value)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _same(value: Any) -> Any:
    return value


_PLAIN: dict[type[fields.Field[Any]], Convert] = {
    fields.String: _text,
    fields.UUID: _text,
    fields.Boolean: _same,
    fields.Dict: _same,
    fields.Raw: _same,
    fields.Integer: _whole,
    fields.Float: _number,
    Time: _moment,
}
