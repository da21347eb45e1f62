"""A FlowPilot whose copilot is Claude, played by a Messages API on the loopback that does what a test says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk import Desk
from tests.events import Heard
from tests.jobs import Jobs
from tests.outside.anthropic_server import AnthropicServer
from tests.tasks.house import House, a_house
from tests.tasks.own_redis import OwnRedis


@pytest.fixture(scope="package")
def claude_server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as server:
        yield server


@pytest.fixture(scope="package")
def house(
    servers: dict[str, str], worker_id: str, tmp_path_factory: pytest.TempPathFactory, claude_server: AnthropicServer
) -> Iterator[House]:
    claude = {
        "ANTHROPIC_API_KEY": "sk-of-the-tests",
        "ANTHROPIC_BASE_URL": claude_server.url,
        "REPLY_TIMEOUT_SECONDS": "5",
    }
    with (
        OwnRedis(tmp_path_factory.mktemp("redis")) as redis,
        a_house(servers, redis, name=f"claude_{worker_id}", variables=claude) as house,
    ):
        yield house


@pytest.fixture(scope="package")
def workers(house: House) -> Iterator[Jobs]:
    """Real workers and a relay, for the whole of these tests."""
    with Jobs(house.settings, threads=8) as jobs:
        yield jobs


@pytest.fixture
def claude(claude_server: AnthropicServer, workers: Jobs) -> Iterator[AnthropicServer]:
    """What Claude says from here on; nothing of an earlier test."""
    claude_server.forget()
    yield claude_server
    assert claude_server.faults == []


@pytest.fixture
def desk(house: House) -> Desk:
    return house.open_desk()


@pytest.fixture
def heard(house: House, desk: Desk) -> Iterator[Heard]:
    with house.hears(desk) as listening:
        yield listening
