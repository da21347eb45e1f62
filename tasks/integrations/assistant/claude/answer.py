"""Builds the answer from the API's raw events as they arrive.

Blocks are recognised by their type, not by their position, since a thinking block may come first.  An event of an
unknown or broken shape is ignored; if it was needed, the answer has no stop reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import structlog
from anthropic.types import (
    InputJSONDelta,
    Message,
    MessageDeltaUsage,
    RawContentBlockDeltaEvent,
    RawContentBlockStartEvent,
    RawContentBlockStopEvent,
    RawMessageDeltaEvent,
    RawMessageStartEvent,
    TextDelta as TextPiece,
    ThinkingDelta,
    ToolUseBlock,
    Usage as TokenUsage,
)

from prompts.sizing import estimate_tokens
from tasks.integrations.assistant.port import Done, Event, TextDelta, ToolCall
from tasks.integrations.assistant.records import Usage

log = structlog.get_logger(__name__)


@dataclass
class _OpenTool:
    name: str
    arguments: str = ""


class Answer:
    """One message as it arrives.  `stop_reason` is None until the API has said why the message ended."""

    def __init__(self, model: str) -> None:
        self.model = model
        self.request_id: str | None = None
        self.stop_reason: str | None = None
        self._written: list[str] = []
        self._unseen: list[str] = []
        self._tools: dict[int, _OpenTool] = {}
        self._usage: Usage | None = None

    @property
    def text(self) -> str:
        """All text so far, without thinking."""
        return "".join(self._written)

    @property
    def usage(self) -> Usage | None:
        """The API's counts; until the end, the output is an estimate.  None before the message has begun."""
        if self._usage is None or self.stop_reason is not None:
            return self._usage
        estimate = estimate_tokens(self.text + "".join(self._unseen))
        return replace(self._usage, output_tokens=max(estimate, self._usage.output_tokens))

    def take(self, event: object) -> Iterator[Event]:
        """Take an event from the SDK and return what it adds to the answer."""
        match event:
            case RawMessageStartEvent(
                type="message_start", message=Message(model=str(model), usage=TokenUsage() as usage)
            ):
                self._begin(model, usage)
            case RawContentBlockDeltaEvent(type="content_block_delta", index=index, delta=delta):
                yield from self._add(index, delta)
            case RawContentBlockStartEvent(
                type="content_block_start", index=index, content_block=ToolUseBlock(name=name)
            ):
                self._tools[index] = _OpenTool(name)
            case RawContentBlockStopEvent(type="content_block_stop", index=index) if index in self._tools:
                yield from _called(self._tools.pop(index))
            case RawMessageDeltaEvent(type="message_delta", delta=delta, usage=usage):
                self.stop_reason = getattr(delta, "stop_reason", None)
                self._count(usage)

    def done(self) -> Done:
        """The end of the answer; without a stop reason it is incomplete."""
        return Done(self.stop_reason, self.text, self.usage or Usage(), self.model, self.request_id)

    def _begin(self, model: str, usage: TokenUsage) -> None:
        self.model = model
        self._usage = Usage(
            input_tokens=usage.input_tokens or 0,
            cache_write_tokens=usage.cache_creation_input_tokens or 0,
            cache_read_tokens=usage.cache_read_input_tokens or 0,
            output_tokens=usage.output_tokens or 0,
        )

    def _add(self, index: int, delta: object) -> Iterator[Event]:
        match delta:
            case TextPiece(type="text_delta", text=str(text)) if text:
                self._written.append(text)
                yield TextDelta(text)
            case ThinkingDelta(type="thinking_delta", thinking=str(thinking)):
                self._unseen.append(thinking)
            case InputJSONDelta(type="input_json_delta", partial_json=str(piece)) if index in self._tools:
                self._unseen.append(piece)
                self._tools[index].arguments += piece

    def _count(self, usage: object) -> None:
        """The counts at the end are totals: each that is given replaces the one from the beginning."""
        if self._usage is None or not isinstance(usage, MessageDeltaUsage):
            return
        totals = {
            "input_tokens": usage.input_tokens,
            "cache_write_tokens": usage.cache_creation_input_tokens,
            "cache_read_tokens": usage.cache_read_input_tokens,
            "output_tokens": usage.output_tokens,
        }
        self._usage = replace(self._usage, **{name: count for name, count in totals.items() if count is not None})


def _called(tool: _OpenTool) -> Iterator[ToolCall]:
    """The call, unless its arguments are not a complete JSON object: a truncated call must not pass for a short one."""
    try:
        arguments: Any = json.loads(tool.arguments or "{}")
    except json.JSONDecodeError:
        arguments = None
    if isinstance(arguments, dict):
        yield ToolCall(tool.name, arguments)
    else:
        log.info("assistant.tool_call_dropped", tool=tool.name)
