"""One structured answer over the same stream as chat: a schema goes in, a validated value comes out."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from tasks.integrations.assistant.attempts import Attempts
from tasks.integrations.assistant.errors import AssistantError, AssistantErrorCode
from tasks.integrations.assistant.port import Done, Request

Result = TypeVar("Result", bound=BaseModel)

_WORTH_ANOTHER = (AssistantErrorCode.INVALID_OUTPUT, AssistantErrorCode.TRUNCATED)


def structured(attempts: Attempts, request: Request, schema: type[Result]) -> tuple[Result, Done]:
    """Ask for a `schema`; an answer that is cut or does not fit is asked for once more with twice the room.

    Raises AssistantError.
    """
    try:
        return _ask(attempts, request, schema)
    except AssistantError as error:
        if error.code not in _WORTH_ANOTHER:
            raise
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
    except ValidationError:  # not chained: its text quotes the session
        raise AssistantError(AssistantErrorCode.INVALID_OUTPUT, partial_text=done.text) from None
