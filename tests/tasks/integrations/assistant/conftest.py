"""Claude on the loopback, short waits between attempts, and no watchdog left behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tasks.integrations.assistant import attempts
from tests.outside.anthropic_server import AnthropicServer
from tests.tasks.integrations.assistant.asking import ask, claude


@pytest.fixture(scope="session")
def sdk_is_loaded() -> None:
    """A process's first call loads the SDK, which takes longer than the deadlines here."""
    with AnthropicServer() as server:
        assert ask(claude(server)).error is None


@pytest.fixture
def server(sdk_is_loaded: None) -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running
        assert running.faults == []


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "FIRST_WAIT_SECONDS", 0.01)


@pytest.fixture(autouse=True)
def _no_watchdog_is_left() -> Iterator[None]:
    yield
    assert [thread for thread in threading.enumerate() if thread.name == "assistant-watchdog"] == []
