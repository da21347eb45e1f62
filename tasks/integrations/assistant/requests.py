"""Makes a port request from an assembled prompt.

What the prompt says is in `prompts.<task>.assembly`; sending it is the provider's work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from prompts.conversation import Assembled
from prompts.session import SessionInput
from prompts.sizing import PROMPT_TOKENS, estimate_tokens
from tasks.integrations.assistant.port import Provider, Request

Context = TypeVar("Context", bound=SessionInput)


def shrinking(assemble: Callable[[int], Assembled[Context]]) -> Iterator[tuple[Assembled[Context], bool]]:
    """The prompt to send, and the one to send if the provider finds it too large: half its size, and the last one.

    `assemble` makes a prompt of at most so many estimated tokens.  The flag says whether it is the last.
    """
    first = assemble(PROMPT_TOKENS)
    yield first, False
    yield assemble(_size_of(first) // 2), True


def _size_of(assembled: Assembled[Context]) -> int:
    return estimate_tokens(assembled.system) + sum(estimate_tokens(one.content) for one in assembled.messages)


def request_for(
    provider: Provider, assembled: Assembled[SessionInput], schema: type[BaseModel] | None = None
) -> Request:
    """The request for a task, with the provider's model for the prompt's tier."""
    prompt = assembled.prompt
    choice = provider.choose(prompt.tier)
    if choice.effort and prompt.system.front.effort:
        choice = replace(choice, effort=prompt.system.front.effort)
    return Request(
        task=prompt.ref.id,
        prompt=prompt.ref,
        choice=choice,
        system=assembled.system,
        messages=assembled.messages,
        max_tokens=prompt.max_tokens,
        context=assembled.context,
        schema=schema,
    )
