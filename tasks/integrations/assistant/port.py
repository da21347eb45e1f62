"""The port that every provider implements, and the values that pass through it.

Structured tasks use the same stream as the chat, so that deadlines, cancelling and metering exist once.
Adapters: `claude` (Anthropic's API) and `demo` (built-in playbooks).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import BaseModel

from prompts.conversation import Message
from prompts.models_catalog import ModelChoice, Tier
from prompts.session import SessionInput
from prompts.templates import PromptRef
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.records import CallRecord, Usage


@dataclass(frozen=True)
class TextDelta:
    """A piece of the answer's text as the provider sent it, with markers."""

    text: str


@dataclass(frozen=True)
class ToolCall:
    """A marker sent as a tool call, by models whose `actions` are `tools`.  Its input is not validated yet."""

    name: str
    input: dict[str, Any]


@dataclass(frozen=True)
class Done:
    """The end of an answer.  `text` is complete, with markers; `calls` has one record per attempt so far."""

    stop_reason: str | None
    text: str
    usage: Usage
    model: str
    request_id: str | None
    calls: list[CallRecord] = field(default_factory=list)


Event = TextDelta | ToolCall | Done


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request, ready to send.  `context` is the redacted typed input, which the demo provider answers from."""

    task: str
    prompt: PromptRef
    choice: ModelChoice
    system: str
    messages: tuple[Message, ...]
    max_tokens: int
    context: SessionInput
    schema: type[BaseModel] | None = None


class Provider(Protocol):
    """A source of answers.  `label` is shown beside each of its answers."""

    @property
    def name(self) -> str:
        """`anthropic` or `demo`."""

    @property
    def label(self) -> str:
        """For people."""

    @property
    def demo(self) -> bool:
        """Whether this is the Demo AI, which has no language model."""

    def warm_up(self) -> None:
        """Do now what would delay the first answer; makes no network call."""

    def choose(self, tier: Tier) -> ModelChoice:
        """The model and its options for a tier."""

    def stream(self, request: Request, control: Control) -> Iterator[Event]:
        """Make one attempt: pieces as they come, then exactly one Done.

        Raises AssistantError, within about 0.3 s once `control` says stop.  Makes no further attempt by itself.
        """
