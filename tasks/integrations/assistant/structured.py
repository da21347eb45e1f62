"""Asks for an answer that fits a schema, over the same stream as the chat, and validates it."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from tasks.integrations.assistant.attempts import Attempts
from tasks.integrations.assistant.errors import InvalidOutput, Truncated
from tasks.integrations.assistant.port import Done, Request

Result = TypeVar("Result", bound=BaseModel)


def structured(attempts: Attempts, request: Request, schema: type[Result]) -> tuple[Result, Done]:
    """Ask for an answer of this `schema`; if it is cut or does not fit, ask once more with twice the tokens.

    Raises AssistantError.
    """
    try:
        return _ask(attempts, request, schema)
    except (InvalidOutput, Truncated):
        return _ask(attempts, replace(request, max_tokens=request.max_tokens * 2), schema)


def _ask(attempts: Attempts, request: Request, schema: type[Result]) -> tuple[Result, Done]:
    results: list[Result] = []

    def accept(done: Done) -> None:
        results.append(_parsed(done, schema))

    *_, done = attempts.stream(request, accept=accept, repeatable=True)
    assert isinstance(done, Done)
    return results[-1], done


def _parsed(done: Done, schema: type[Result]) -> Result:
    try:
        return schema.model_validate_json(done.text)
    except ValidationError:  # not chained: its message quotes the session
        raise InvalidOutput(partial_text=done.text) from None
