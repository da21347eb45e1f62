"""A structured answer with as much of the session's history as the provider takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from prompts.conversation import Assembled
from prompts.session import SessionInput
from tasks.integrations.assistant.attempts import Attempts
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import TooLarge
from tasks.integrations.assistant.port import Done, Provider
from tasks.integrations.assistant.requests import request_for, shrinking
from tasks.integrations.assistant.structured import structured

Result = TypeVar("Result", bound=BaseModel)
Context = TypeVar("Context", bound=SessionInput)


@dataclass(frozen=True)
class Answer(Generic[Result, Context]):
    """`context` is the redacted input that the result was written from."""

    result: Result
    context: Context
    done: Done


def answer_within_budget(
    provider: Provider, control: Control, assemble: Callable[[int], Assembled[Context]], schema: type[Result]
) -> Answer[Result, Context]:
    """Ask with the whole budget of tokens, and once more with half the prompt if the provider finds it too large.

    `assemble` makes the prompt for a budget.  Raises AssistantError.
    """
    attempts = Attempts(provider, control)
    for assembled, is_last in shrinking(assemble):
        try:
            result, done = structured(attempts, request_for(provider, assembled, schema), schema)
        except TooLarge:
            if is_last:
                raise
        else:
            return Answer(result, assembled.context, done)
    raise AssertionError("the last prompt returns or raises")
