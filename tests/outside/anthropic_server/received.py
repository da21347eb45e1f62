"""A request as it arrived, with what the real API would say against it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

from anthropic.types import MessageParam, TextBlockParam, ToolParam
from anthropic.types.message_create_params import MessageCreateParamsStreaming
from pydantic import TypeAdapter, ValidationError

API_VERSION = "2026-10-21"
REMOVED = frozenset({"temperature", "top_p", "top_k"})
FORCING = frozenset({"any", "tool"})
NEEDED = ("model", "max_tokens", "messages")


@dataclass(frozen=True)
class ReceivedRequest:
    """`headers` have lower-case names; `objections` is empty for a request that the API would take."""

    number: int
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    objections: tuple[str, ...] = ()

    @property
    def is_structured(self) -> bool:
        return "format" in self.body.get("output_config", {})

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema asked for.  Raises KeyError for a request without one."""
        schema: dict[str, Any] = self.body["output_config"]["format"]["schema"]
        return schema

    @property
    def system_text(self) -> str:
        system = self.body.get("system", "")
        return system if isinstance(system, str) else "".join(block["text"] for block in system)

    @property
    def text(self) -> str:
        """Everything the model would read, as one text: for looking for words in it."""
        return self.system_text + json.dumps(self.body.get("messages", []), ensure_ascii=False)

    @property
    def last_turn(self) -> str:
        return _text_of(self.body["messages"][-1]["content"])


def objections_to(headers: Mapping[str, str], body: Mapping[str, Any]) -> tuple[str, ...]:
    """What the API would refuse this request for, in words."""
    return (*_header_objections(headers), *_body_objections(body))


def _header_objections(headers: Mapping[str, str]) -> Iterator[str]:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        yield "authorization: a bearer token is needed"
    if headers.get("anthropic-version") != API_VERSION:
        yield f"anthropic-version: {API_VERSION} is needed"


def _body_objections(body: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{key}: needed" for key in NEEDED if key not in body)
    yield from (f"{key}: removed from the API" for key in sorted(REMOVED & body.keys()))
    yield from (f"{key}: unknown" for key in sorted(body.keys() - _known_keys() - REMOVED))
    if body.get("tool_choice", {}).get("type") in FORCING:
        yield "tool_choice: this model does not take forced tools"
    if body.get("thinking", {}).get("type") == "disabled":
        yield "thinking: this model cannot be told not to think"
    messages = body.get("messages") or [{"role": "nobody"}]
    if messages[-1].get("role") != "user":
        yield "messages: the last turn must be the user's; prefill is not supported"
    yield from _type_objections(body)


def _type_objections(body: Mapping[str, Any]) -> Iterator[str]:
    """The SDK's types look at lists only while somebody walks through them: so each item is checked by itself."""
    yield from _misfits(MessageCreateParamsStreaming, [{**body, "messages": []}], "body")
    yield from _misfits(MessageParam, body.get("messages", []), "messages")
    yield from _misfits(ToolParam, body.get("tools", []), "tools")
    if isinstance(body.get("system"), list):
        yield from _misfits(TextBlockParam, body["system"], "system")


def _misfits(shape: Any, items: Iterable[Any], where: str) -> Iterator[str]:
    for item in items:
        try:
            _adapter(shape).validate_python(item)
        except ValidationError as error:
            yield f"{where}: {error.errors()[0]['msg']}"


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


@cache
def _known_keys() -> frozenset[str]:
    return frozenset(get_type_hints(MessageCreateParamsStreaming))


def _text_of(content: str | list[dict[str, Any]]) -> str:
    return content if isinstance(content, str) else "".join(block.get("text", "") for block in content)
