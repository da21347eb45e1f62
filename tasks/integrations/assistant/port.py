"""The port that every provider implements, and the values that cross it.

Structured tasks run over the same stream as chat, so that timeouts, cancelling and metering exist once.
Adapters: `claude` (Anthropic's API) and `demo` (built-in playbooks).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from pydantic import BaseModel

from prompts.assembly import Message
from prompts.inputs import SessionInput
from prompts.models_catalog import ModelChoice, Tier
from prompts.templates import PromptRef
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.records import CallRecord


@dataclass(frozen=True)
class Usage:
    """Tokens of one attempt; the total input is the sum of the three input counts."""

    input_tokens: int = 0
    cache_write_tokens: int = 0
    cache_read_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True)
class TextDelta:
    """A piece of the answer's text as the provider sent it, markers included."""

    text: str


@dataclass(frozen=True)
class ToolCall:
    """A marker sent as a tool call, by models whose `actions` are `tools`.  Its input is not validated yet."""

    name: str
    input: dict[str, Any]


@dataclass(frozen=True)
class Done:
    """The end of an answer.  `text` is whole and raw; `calls` has one record per attempt of the task so far."""

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
    """A source of answers.  `label` is what people read beside each of its answers."""

    @property
    def name(self) -> str:
        """`anthropic` or `demo`."""

    @property
    def label(self) -> str:
        """For people."""

    @property
    def demo(self) -> bool:
        """Whether this is the built-in stand-in without a language model."""

    def warm_up(self) -> None:
        """Do now what the first answer would otherwise wait for; never calls out."""

    def choose(self, tier: Tier) -> ModelChoice:
        """The model and its options for a kind of work."""

    def stream(self, request: Request, control: Control) -> Iterator[Event]:
        """Make one attempt: pieces as they come, then exactly one Done.

        Raises AssistantError; once `control` says stop, within about 0.3 s.  Never tries again by itself.
        """
