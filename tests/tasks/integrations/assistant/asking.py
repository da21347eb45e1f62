"""Asks a provider for a task and keeps all that came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from tasks.integrations.assistant import (
    Assessment,
    AssistantError,
    CallRecord,
    ChatReplyInput,
    Control,
    Provider,
    ReplyDone,
    VisibleText,
    assess,
    choose_provider,
    stream_reply,
    write_escalation_package,
    write_resolution_note,
)
from tests.outside.anthropic_server import AnthropicServer
from tests.support.sample_sessions import OUTLOOK_CHAT, OUTLOOK_ESCALATION, OUTLOOK_NOTE, OUTLOOK_PACKAGE

API_KEY = "sk-ant-of-the-tests"
TASKS = ("chat_reply", "assessment")
PREVIEWS = ("resolution_note", "escalation_package")


@dataclass
class Came:
    """`seen` are the pieces for people; either a result (`content` of a preview) or `error` is there."""

    seen: list[str] = field(default_factory=list)
    reply: ReplyDone | None = None
    assessment: Assessment | None = None
    content: str | None = None
    error: AssistantError | None = None
    calls: list[CallRecord] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def code(self) -> str | None:
        return None if self.error is None else self.error.code.value

    @property
    def codes(self) -> list[str | None]:
        """How each attempt ended; None for the one that succeeded."""
        return [call.error_code for call in self.calls]


def claude(server: AnthropicServer, *, model: str | None = None) -> Provider:
    return choose_provider(_settings(anthropic_api_key=API_KEY, anthropic_base_url=server.url, anthropic_model=model))


def demo(*, delay_ms: int = 0) -> Provider:
    return choose_provider(_settings(demo_ai_delay_ms=delay_ms))


def within(seconds: float, **options: Any) -> Control:
    return Control(deadline=time.monotonic() + seconds, **options)


def ask(
    provider: Provider,
    task: str = "chat_reply",
    control: Control | None = None,
    *,
    told: ChatReplyInput = OUTLOOK_CHAT,
    on_text: Callable[[str], None] = lambda _: None,
) -> Came:
    """Do the task to its end, good or bad; `on_text` hears every visible piece as it comes."""
    came, control, started = Came(), control or within(20), time.monotonic()
    try:
        if task == "chat_reply":
            _chat(provider, told, control, came, on_text)
        elif task in PREVIEWS:
            _preview(provider, task, control, came)
        else:
            came.assessment, done = assess(provider, OUTLOOK_ESCALATION, control)
            came.calls = done.calls
    except AssistantError as error:
        came.error, came.calls = error, error.calls
    came.seconds = time.monotonic() - started
    return came


def _preview(provider: Provider, task: str, control: Control, came: Came) -> None:
    if task == "resolution_note":
        came.content, done = write_resolution_note(provider, OUTLOOK_NOTE, control, ledger="")
    else:
        came.content, done = write_escalation_package(provider, OUTLOOK_PACKAGE, control, ledger="")
    came.calls = done.calls


def _chat(
    provider: Provider, told: ChatReplyInput, control: Control, came: Came, on_text: Callable[[str], None]
) -> None:
    for event in stream_reply(provider, told, control):
        if isinstance(event, VisibleText):
            came.seen.append(event.text)
            on_text(event.text)
        else:
            came.reply, came.calls = event, event.done.calls


def _settings(**given: Any) -> SimpleNamespace:
    nothing = {"anthropic_api_key": None, "anthropic_base_url": None, "anthropic_model": None, "demo_ai_delay_ms": 0}
    return SimpleNamespace(**{**nothing, **given})
