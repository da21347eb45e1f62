"""The events of a streamed message, in the API's order and shapes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from anthropic.types import Message, RawMessageStreamEvent
from pydantic import TypeAdapter

from tests.outside.anthropic_server.steps import Event

CHARACTERS_PER_TOKEN = 4
UNCHECKED = frozenset({"ping", "error"})
"""Events that the API sends and the SDK's union does not name."""


def message_start(number: int, model: str, input_characters: int) -> Event:
    usage = {
        "input_tokens": 1 + input_characters // CHARACTERS_PER_TOKEN,
        "cache_creation_input_tokens": 120,
        "cache_read_input_tokens": 80,
        "output_tokens": 1,
    }
    message: dict[str, Any] = {
        "id": f"msg_{number:04}",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": usage,
    }
    return Event({"type": "message_start", "message": message})


def text_block(index: int, pieces: Iterable[str]) -> Iterator[Event]:
    deltas = ({"type": "text_delta", "text": piece} for piece in pieces)
    return _block(index, {"type": "text", "text": ""}, deltas)


def thinking_block(index: int, thinking: str) -> Iterator[Event]:
    start = {"type": "thinking", "thinking": "", "signature": ""}
    return _block(index, start, [{"type": "thinking_delta", "thinking": thinking}])


def tool_block(index: int, name: str, json_pieces: Iterable[str]) -> Iterator[Event]:
    start = {"type": "tool_use", "id": f"toolu_{index:04}", "name": name, "input": {}}
    deltas = ({"type": "input_json_delta", "partial_json": piece} for piece in json_pieces)
    return _block(index, start, deltas)


def message_end(stop_reason: str, output_characters: int) -> Iterator[Event]:
    delta = {"stop_reason": stop_reason, "stop_sequence": None}
    usage = {"output_tokens": 1 + output_characters // CHARACTERS_PER_TOKEN}
    yield Event({"type": "message_delta", "delta": delta, "usage": usage})
    yield Event({"type": "message_stop"})


def ping() -> Event:
    return Event({"type": "ping"})


def error_event(kind: str, message: str = "Told to fail") -> Event:
    """An error in the middle of a stream whose status was 200."""
    return Event({"type": "error", "error": {"type": kind, "message": message}})


def as_bytes(data: Mapping[str, Any]) -> bytes:
    """A server-sent event on the wire."""
    return f"event: {data['type']}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def check(data: Mapping[str, Any]) -> None:
    """Hold an event of ours against the SDK's types.  Raises pydantic.ValidationError."""
    if data["type"] in UNCHECKED:
        return
    _events().validate_python(data)
    if data["type"] == "message_start":
        Message.model_validate(data["message"])


def _block(index: int, start: dict[str, Any], deltas: Iterable[dict[str, Any]]) -> Iterator[Event]:
    yield Event({"type": "content_block_start", "index": index, "content_block": start})
    for delta in deltas:
        yield Event({"type": "content_block_delta", "index": index, "delta": delta})
    yield Event({"type": "content_block_stop", "index": index})


@cache
def _events() -> TypeAdapter[Any]:
    return TypeAdapter(RawMessageStreamEvent)
