"""A whole FlowPilot in processes of its own, with a PostgreSQL and a Redis that may be killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.outside.anthropic_server import AnthropicServer, Gate, held, text
from tests.support.chat import answers
from tests.support.desk import Desk
from tests.support.events import EventListener
from tests.support.eventually import PATIENCE_SECONDS, eventually
from tests.support.fleet import SECONDS_TO_BE_READY, Fleet
from tests.support.installation import Installation, new_installation
from tests.support.own_postgres import OwnPostgres, running_postgres
from tests.support.own_redis import OwnRedis

WORDS = "Check the spooler first. Then restart the print server and look at its event log."
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("processes")


@pytest.fixture(scope="package")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnPostgres]:
    with running_postgres(tmp_path_factory.mktemp("postgres")) as postgres:
        yield postgres


@pytest.fixture(scope="package")
def claude_server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as server:
        yield server


@pytest.fixture(scope="package")
def installation(
    postgres: OwnPostgres, tmp_path_factory: pytest.TempPathFactory, claude_server: AnthropicServer
) -> Iterator[Installation]:
    variables = {
        "ANTHROPIC_API_KEY": "sk-of-the-tests",
        "ANTHROPIC_BASE_URL": claude_server.url,
        # Longer than anything that keeps a busy process from extending its leases, the SDK's import above all.
        "OUTBOX_LEASE_SECONDS": "4",
    }
    with (
        OwnRedis(tmp_path_factory.mktemp("redis")) as redis,
        new_installation(postgres.addresses, redis, name="processes", variables=variables) as installation,
    ):
        yield installation


@pytest.fixture(scope="package")
def fleet(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """All process types; what a test ends, the next one that needs it starts again."""
    with Fleet(installation.environment, tmp_path_factory.mktemp("fleet")) as fleet:
        fleet.ensure("web", "worker", "worker_ai", "relay")
        yield fleet


@pytest.fixture
def claude(claude_server: AnthropicServer) -> AnthropicServer:
    """What Claude says from here on; nothing of an earlier test."""
    claude_server.forget()
    return claude_server


@pytest.fixture
def workers(fleet: Fleet, claude: AnthropicServer, installation: Installation) -> Fleet:
    """The fleet with its workers and relay up: they have just answered somebody."""
    fleet.ensure("worker", "worker_ai", "relay")
    desk = installation.open_desk()
    ai_session = desk.junior.opens_session()
    assert eventually(lambda: answers(desk.junior, ai_session), patience=SECONDS_TO_BE_READY), fleet.story("worker_ai")
    claude.forget()
    return fleet


@pytest.fixture
def web(fleet: Fleet) -> Fleet:
    """The fleet with its web processes answering."""
    fleet.ensure("web", "worker", "worker_ai", "relay")
    fleet.wait_until_ready("web")
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
def desk(installation: Installation) -> Desk:
    return installation.open_desk()


@pytest.fixture
def heard(installation: Installation, desk: Desk) -> Iterator[EventListener]:
    with installation.hears(desk) as listening:
        yield listening
