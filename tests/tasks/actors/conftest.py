"""A FlowPilot whose copilot is Claude, played by a Messages API on the loopback that does what a test says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.outside.anthropic_server import AnthropicServer
from tests.support.desk import Desk
from tests.support.events import EventListener
from tests.support.installation import Installation, new_installation
from tests.support.own_redis import OwnRedis
from tests.support.workers import Workers


@pytest.fixture(scope="package")
def claude_server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as server:
        yield server


@pytest.fixture(scope="package")
def installation(
    servers: dict[str, str], worker_id: str, tmp_path_factory: pytest.TempPathFactory, claude_server: AnthropicServer
) -> Iterator[Installation]:
    claude = {
        "ANTHROPIC_API_KEY": "sk-of-the-tests",
        "ANTHROPIC_BASE_URL": claude_server.url,
        "REPLY_TIMEOUT_SECONDS": "5",
        "PREVIEW_TIMEOUT_SECONDS": "5",
    }
    with (
        OwnRedis(tmp_path_factory.mktemp("redis")) as redis,
        new_installation(servers, redis, name=f"claude_{worker_id}", variables=claude) as installation,
    ):
        yield installation


@pytest.fixture(scope="package")
def workers(installation: Installation) -> Iterator[Workers]:
    """Real workers and a relay, for the whole of these tests."""
    with Workers(installation.settings, threads=8) as workers:
        yield workers


@pytest.fixture
def claude(claude_server: AnthropicServer, workers: Workers) -> Iterator[AnthropicServer]:
    """What Claude says from here on; nothing of an earlier test."""
    claude_server.forget()
    yield claude_server
    assert claude_server.faults == []


@pytest.fixture
def desk(installation: Installation) -> Desk:
    return installation.open_desk()


@pytest.fixture
def heard(installation: Installation, desk: Desk) -> Iterator[EventListener]:
    with installation.hears(desk) as listening:
        yield listening
