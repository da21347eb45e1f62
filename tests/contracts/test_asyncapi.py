"""The AsyncAPI document describes every event that a client can receive, and what is published fits it."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from models import events
from models.core import ids
from models.core.outgoing import live
from models.core.outgoing.running_text import Piece
from schemas.events import EVENT_SCHEMAS, INTERNAL_EVENTS
from tests.support.desk import API, expect
from web.edge import examples
from web.edge.application import FlowPilot

DOCUMENT = "urn:asyncapi"
RECEIVED = sorted({str(event_type) for event_type in EVENT_SCHEMAS} - INTERNAL_EVENTS)


@pytest.fixture(scope="module")
def document(app: FlowPilot) -> dict[str, Any]:
    return expect(app.test_client().get(f"{API}/asyncapi.json"), 200)


@pytest.fixture(scope="module")
def registry(document: dict[str, Any]) -> Registry[Any]:
    resource = Resource.from_contents(document, default_specification=DRAFT202012)
    return Registry().with_resource(DOCUMENT, resource)


def validator_of(event_type: str, document: dict[str, Any], registry: Registry[Any]) -> Draft202012Validator:
    reference = document["components"]["messages"][event_type]["payload"]["$ref"]
    return Draft202012Validator({"$ref": f"{DOCUMENT}{reference}"}, registry=registry)


def test_it_describes_every_event_that_a_client_receives_and_no_other(document: dict[str, Any]) -> None:
    assert document["asyncapi"] == "3.0.0"
    assert sorted(document["components"]["messages"]) == RECEIVED
    assert sorted(document["channels"]["stream"]["messages"]) == RECEIVED
    assert document["channels"]["stream"]["address"] == f"{API}/stream"


def test_every_event_says_when_it_is_sent(document: dict[str, Any]) -> None:
    summaries = {name: message["summary"] for name, message in document["components"]["messages"].items()}
    assert [name for name, summary in summaries.items() if not summary] == []
    assert len(set(summaries.values())) == len(summaries), "an event has inherited the summary of another"


@pytest.mark.parametrize("event_type", RECEIVED)
def test_the_example_of_an_event_fits_its_schema(
    event_type: str, document: dict[str, Any], registry: Registry[Any]
) -> None:
    components = document["components"]
    example = examples.of_schema(components["messages"][event_type]["payload"], components["schemas"])
    assert example["type"] == event_type
    assert EVENT_SCHEMAS[event_type].validate(example) == {}
    validator_of(event_type, document, registry).validate(example)


def test_an_event_as_it_is_published_fits_and_a_missing_field_does_not(
    document: dict[str, Any], registry: Registry[Any]
) -> None:
    piece = Piece(reply_id=ids.new_id(), attempt=1, index=0, text="Restart the spooler")
    data = events.reply_delta(piece, live.session_topic(ids.new_id())).data
    validator = validator_of(events.EventType.REPLY_DELTA, document, registry)
    assert validator.is_valid(data)
    assert validator.is_valid(data | {"field_of_a_newer_server": 1})
    assert not validator.is_valid({name: value for name, value in data.items() if name != "attempt"})
    assert not validator.is_valid(data | {"type": "reply_started"})
