"""What is dumped quickly is what marshmallow dumps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
import pytest
from marshmallow import Schema, fields

from schemas.fields import PersonSchema, Str, Time
from schemas.quick import QuickSchema


class Colour(StrEnum):
    RED = "red"


class Fields(Schema):
    id = fields.UUID(attribute="inner.id")
    at = Time()
    colour = fields.String()
    renamed = fields.Integer(data_key="number")
    share = fields.Float()
    is_on = fields.Boolean()
    words = fields.List(Str())
    data = fields.Dict()
    person = fields.Nested(PersonSchema)
    people = fields.List(fields.Nested(PersonSchema))
    many = fields.Nested(PersonSchema, many=True)
    length = fields.TimeDelta()


class Quick(QuickSchema, Fields):
    pass


@dataclass
class Thing:
    inner: Any
    at: Any
    colour: Any
    renamed: Any
    share: Any
    is_on: Any
    words: Any
    data: Any
    person: Any
    people: Any
    many: Any
    length: Any = None


@dataclass
class Person:
    id: UUID
    name: str


ANNA = Person(UUID(int=1), "Anna")
FULL = Thing(
    ANNA, datetime(2026, 1, 2, 3, 4, 5, 678_000, UTC), Colour.RED, 3, Decimal("0.5"), True, ["a", "b"], {"x": [1]},
    ANNA, [ANNA, ANNA], [ANNA],
)  # fmt: skip
EMPTY = Thing(ANNA, *[None] * 10)


@pytest.mark.parametrize("source", [FULL, EMPTY, vars(FULL), vars(EMPTY)], ids=["full", "empty", "mapping", "nulls"])
def test_one_and_many_are_as_marshmallow_dumps_them(source: Any) -> None:
    assert _json(Quick().dump(source)) == _json(Fields().dump(source))
    assert _json(Quick(many=True).dump([source, source])) == _json(Fields(many=True).dump([source, source]))
    assert _json(Quick().dump([source], many=True)) == _json(Fields().dump([source], many=True))


def test_one_moment_is_one_string_whatever_its_zone() -> None:
    elsewhere = FULL.at.astimezone(timezone(timedelta(hours=5)))
    assert _json(Quick(only=("at",)).dump({"at": elsewhere})) == b'{"at":"2026-01-02T03:04:05.678000Z"}'


def test_what_is_not_there_is_left_out_as_marshmallow_does() -> None:
    assert Quick().dump({"colour": "red"}) == {"colour": "red"}
    assert Quick().dump(Person(UUID(int=2), "no such fields")) == {}


def test_only_some_fields_are_dumped_where_only_some_were_asked_for() -> None:
    assert Quick(only=("colour",)).dump(FULL) == {"colour": "red"}


def _json(value: Any) -> bytes:
    """As the app writes it."""
    return orjson.dumps(value, default=str, option=orjson.OPT_UTC_Z)
