"""Makes a port request from an assembled prompt, and asks again with half the history when it was too large.

What the prompt says is `prompts.assembly`; sending is the provider's business.
"""

from __future__ import annotations

from dataclasses import replace

from pydantic import BaseModel

from prompts.assembly import Assembled
from prompts.sizing import PROMPT_TOKENS
from tasks.integrations.assistant.port import Provider, Request

BUDGETS = (PROMPT_TOKENS, PROMPT_TOKENS // 2)
"""Estimated tokens of history to try with, the second after the provider said that the first is too large."""


def request_for(provider: Provider, assembled: Assembled, schema: type[BaseModel] | None = None) -> Request:
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
