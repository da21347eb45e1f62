"""Turns a port request into the parameters of Anthropic's Messages API.

It leaves out what the API refuses: sampling parameters, a last message from the assistant, forced tools.
"""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

import anthropic
from pydantic import BaseModel

from prompts.conversation import Message
from prompts.images import ImageIn
from tasks.integrations.assistant.port import Request

_KEEP_FIVE_MINUTES = {"type": "ephemeral", "ttl": "5m"}


def parameters_for(request: Request) -> dict[str, Any]:
    """Keyword arguments of `messages.create`, without `stream`."""
    parameters: dict[str, Any] = {
        "model": request.choice.model,
        "max_tokens": request.max_tokens,
        "system": [{"type": "text", "text": request.system, "cache_control": _KEEP_FIVE_MINUTES}],
        "messages": [{"role": message.role, "content": _content(message)} for message in request.messages],
    }
    if output_config := _output_config(request):
        parameters["output_config"] = output_config
    if request.choice.thinking:
        parameters["thinking"] = {"type": request.choice.thinking}
    if request.schema is None:  # the next turn of the conversation reads this one from the cache
        parameters["cache_control"] = {"type": "ephemeral"}
    return parameters


def _content(message: Message) -> str | list[dict[str, Any]]:
    """The text; in a message with images, the images before it, which is where the vendor wants them."""
    if not message.images:
        return message.content
    return [*(_image(image) for image in message.images), {"type": "text", "text": message.content}]


def _image(image: ImageIn) -> dict[str, Any]:
    data = base64.standard_b64encode(image.content or b"").decode()
    return {"type": "image", "source": {"type": "base64", "media_type": image.media_type, "data": data}}


def _output_config(request: Request) -> dict[str, Any]:
    config: dict[str, Any] = {}
    if request.choice.effort:
        config["effort"] = request.choice.effort
    if request.schema is not None:
        config["format"] = {"type": "json_schema", "schema": _json_schema(request.schema)}
    return config


@cache
def _json_schema(shape: type[BaseModel]) -> dict[str, Any]:
    """The schema in the form that the API takes.  Lengths, which it does not enforce, are moved to the descriptions."""
    return anthropic.transform_schema(shape)
