"""What the server answers when nobody has told it what to say: a plain reply, or any value that fits the schema."""

from __future__ import annotations

from typing import Any

from tests.outside.anthropic_server import replies
from tests.outside.anthropic_server.received import ReceivedRequest
from tests.outside.anthropic_server.steps import Reply

PROSE = "Thanks, that helps. Please check the service's state first and tell me what the event log says."


def answer(request: ReceivedRequest) -> Reply:
    return replies.structured(fitting(request.schema)) if request.is_structured else replies.text(PROSE)


def fitting(schema: dict[str, Any]) -> Any:
    """The simplest value of a JSON schema without references."""
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return fitting(schema["anyOf"][-1])
    if schema["type"] == "object":
        return {name: fitting(part) for name, part in schema["properties"].items()}
    plain: dict[str, Any] = {"array": [], "string": "Read from the conversation.", "integer": 0, "number": 0}
    return plain.get(schema["type"])
