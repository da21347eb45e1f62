"""A whole FlowPilot in processes of its own, with a PostgreSQL and a Redis that may be killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk import Desk
from tests.events import Heard
from tests.outside.anthropic_server import AnthropicServer, Gate, held, text
from tests.processes.fleet import Fleet
from tests.processes.own_postgres import OwnPostgres, an_own_postgres
from tests.tasks.chat import answers
from tests.tasks.eventually import PATIENCE_SECONDS, eventually
from tests.tasks.house import House, a_house
from tests.tasks.own_redis import OwnRedis

WORDS = "Check the spooler first. Then restart the print server and look at its event log."
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("processes")


@pytest.fixture(scope="package")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnPostgres]:
    with an_own_postgres(tmp_path_factory.mktemp("postgres")) as postgres:
        yield postgres


@pytest.fixture(scope="package")
def claude_server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as server:
        yield server


@pytest.fixture(scope="package")
def house(
    postgres: OwnPostgres, tmp_path_factory: pytest.TempPathFactory, claude_server: AnthropicServer
) -> Iterator[House]:
    variables = {
        "ANTHROPIC_API_KEY": "sk-of-the-tests",
        "ANTHROPIC_BASE_URL": claude_server.url,
        # Longer than anything that keeps a busy process from extending its leases, the SDK's import above all.
        "OUTBOX_LEASE_SECONDS": "4",
    }
    with (
        OwnRedis(tmp_path_factory.mktemp("redis")) as redis,
        a_house(postgres.addresses, redis, name="processes", variables=variables) as house,
    ):
        yield house


@pytest.fixture(scope="package")
def fleet(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """All process types; what a test ends, the next one that needs it starts again."""
    fleet = Fleet(house.environment, tmp_path_factory.mktemp("fleet"))
    fleet.ensure("web", "worker", "worker_ai", "relay")
    yield fleet
    fleet.end()


@pytest.fixture
def claude(claude_server: AnthropicServer) -> AnthropicServer:
    """What Claude says from here on; nothing of an earlier test."""
    claude_server.forget()
    return claude_server


@pytest.fixture
def workers(fleet: Fleet, claude: AnthropicServer, house: House) -> Fleet:
    """The fleet with its workers and relay up: they have just answered somebody."""
    fleet.ensure("worker", "worker_ai", "relay")
    desk = house.open_desk()
    ai_session = desk.junior.opens_session()
    assert eventually(lambda: answers(desk.junior, ai_session)), fleet.story("worker_ai")
    claude.forget()
    return fleet


@pytest.fixture
def gate() -> Gate:
    """Where Claude waits in the middle of an answer until the test says go."""
    return Gate()


@pytest.fixture
def ai_session(workers: Fleet, claude: AnthropicServer, gate: Gate, desk: Desk) -> dict[str, Any]:
    """Its reply is being written by a worker process, and Claude holds the rest of it back."""
    claude.script(held(text(WORDS), gate, after_pieces=2))
    ai_session = desk.junior.opens_session()
    gate.wait_until_reached(PATIENCE_SECONDS)
    return ai_session


@pytest.fixture
def desk(house: House) -> Desk:
    return house.open_desk()


@pytest.fixture
def heard(house: House, desk: Desk) -> Iterator[Heard]:
    with house.hears(desk) as listening:
        yield listening
