"""Assistants for tests of the outbox: what they do to the job matters, not what they say."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from dramatiq.middleware import Shutdown

from prompts.models_catalog import ModelChoice, Tier
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.port import Done, Event, Request, TextDelta
from tasks.integrations.assistant.records import Usage
from tasks.integrations.errors import CallFailed
from tasks.integrations.mail import Mail

PATIENCE_SECONDS = 30.0


@dataclass
class Saying:
    """Says `words` at once."""

    words: str = "Restart the print spooler."
    name: str = "scripted"
    label: str = "Scripted"
    demo: bool = False

    def choose(self, tier: Tier) -> ModelChoice:
        return ModelChoice(model="scripted-1", effort=None, thinking=None, actions="markers")

    def stream(self, request: Request, control: Control) -> Iterator[Event]:
        yield TextDelta(self.words)
        yield Done("end_turn", self.words, Usage(), "scripted-1", request_id=None)


@dataclass
class Holding(Saying):
    """Tells that it was asked, and says its words only when it may."""

    was_asked: threading.Event = field(default_factory=threading.Event)
    may_speak: threading.Event = field(default_factory=threading.Event)

    def stream(self, request: Request, control: Control) -> Iterator[Event]:
        self.was_asked.set()
        assert self.may_speak.wait(PATIENCE_SECONDS)
        yield from super().stream(request, control)


@dataclass
class Broken(Saying):
    """A fault of ours, such as no error code stands for."""

    def stream(self, request: Request, control: Control) -> Iterator[Event]:
        raise RuntimeError("a bug in the adapter")


@dataclass
class Failing(Saying):
    """The call fails in one of the ways that every integration has in common."""

    error: CallFailed = field(default_factory=CallFailed)

    def stream(self, request: Request, control: Control) -> Iterator[Event]:
        raise self.error


@dataclass
class FailingMailer:
    """Does not accept any mail."""

    error: CallFailed

    def send(self, mail: Mail) -> None:
        raise self.error


@dataclass
class ShutDown(Saying):
    """The worker process was told to end while this spoke."""

    def stream(self, request: Request, control: Control) -> Iterator[Event]:
        yield TextDelta("Half an ans")
        raise Shutdown
