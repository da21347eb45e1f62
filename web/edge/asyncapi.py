"""The AsyncAPI document: every event that the live stream sends, generated from `schemas.events`."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from schemas.events import EVENT_SCHEMAS, INTERNAL_EVENTS
from web.edge import examples

STREAM_PATH = "/stream"
_CHANNEL = "stream"
_DESCRIPTION = (
    "Server-sent events. The name of an SSE event is its `type`. Ignore types and fields that you do not know. An event"
    " carries ids: read what you need through the API."
)
_QUERY = {
    "type": "object",
    "required": ["topics"],
    "properties": {
        "topics": {
            "type": "string",
            "description": (
                "A comma-separated list of `escalations`, `notifications`, `session:{id}`, `handoff:{id}`."
            ),
            "examples": ["escalations,notifications"],
        }
    },
}


@cache
def document(prefix: str) -> dict[str, Any]:
    """AsyncAPI 3.0, with an example for every field; `prefix` is the API's.  Do not change the answer: it is cached."""
    schemas = {event_type: schema for event_type, schema in EVENT_SCHEMAS.items() if event_type not in INTERNAL_EVENTS}
    components = {
        "messages": {str(event_type): _message(event_type, schema) for event_type, schema in schemas.items()},
        "schemas": _payloads(schemas),
    }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "FlowPilot live stream", "version": "v1", "description": _DESCRIPTION},
        "defaultContentType": "application/json",
        "channels": {_CHANNEL: _channel(f"{prefix}{STREAM_PATH}", list(schemas))},
        "operations": {"sendEvents": _operation()},
        "components": components,
    }


def _channel(address: str, event_types: list[str]) -> dict[str, Any]:
    return {
        "address": address,
        "messages": {str(each): {"$ref": f"#/components/messages/{each}"} for each in event_types},
    }


def _operation() -> dict[str, Any]:
    """AsyncAPI describes a query string in the HTTP binding, not in the channel's address."""
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{_CHANNEL}"},
        "bindings": {"http": {"method": "GET", "query": _QUERY, "bindingVersion": "0.3.0"}},
    }


def _message(event_type: str, schema: Schema) -> dict[str, Any]:
    return {
        "name": str(event_type),
        "summary": (inspect.getdoc(type(schema)) or "").split("\n", 1)[0],
        "payload": {"$ref": f"#/components/schemas/{_name_of(schema)}"},
    }


def _payloads(schemas: dict[str, Schema]) -> dict[str, Any]:
    # The plugin writes the JSON Schema of OpenAPI 3.1, which AsyncAPI's own schema format contains.
    spec = APISpec(title="", version="", openapi_version="3.1.0", plugins=[MarshmallowPlugin()])
    for schema in schemas.values():
        spec.components.schema(_name_of(schema), schema=schema)
    payloads: dict[str, Any] = examples.add_to(spec.to_dict())["components"]["schemas"]
    for payload in payloads.values():
        # A publisher may not send other fields, but a client has to accept those of a newer server.
        payload.pop("additionalProperties", None)
    return payloads


def _name_of(schema: Schema) -> str:
    return type(schema).__name__.removesuffix("Schema")
