"""Turns a port request into the parameters of Anthropic's Messages API.

What the API refuses never gets in here: no sampling parameters, no turn of the assistant's at the end, no forced tools.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import anthropic
from pydantic import BaseModel

from tasks.integrations.assistant.port import Request

_KEEP_FIVE_MINUTES = {"type": "ephemeral", "ttl": "5m"}


def parameters_for(request: Request) -> dict[str, Any]:
    """Keyword arguments of `messages.create`, without `stream`."""
    parameters: dict[str, Any] = {
        "model": request.choice.model,
        "max_tokens": request.max_tokens,
        "system": [{"type": "text", "text": request.system, "cache_control": _KEEP_FIVE_MINUTES}],
        "messages": [{"role": message.role, "content": message.content} for message in request.messages],
    }
    if output_config := _output_config(request):
        parameters["output_config"] = output_config
    if request.choice.thinking:
        parameters["thinking"] = {"type": request.choice.thinking}
    if request.schema is None:  # a conversation goes on, and its next turn reads this one from the cache
        parameters["cache_control"] = {"type": "ephemeral"}
    return parameters


def _output_config(request: Request) -> dict[str, Any]:
    config: dict[str, Any] = {}
    if request.choice.effort:
        config["effort"] = request.choice.effort
    if request.schema is not None:
        config["format"] = {"type": "json_schema", "schema": _json_schema(request.schema)}
    return config


@cache
def _json_schema(shape: type[BaseModel]) -> dict[str, Any]:
    """The shape as the API takes it: lengths, which it does not enforce, become part of the descriptions."""
    return anthropic.transform_schema(shape)
