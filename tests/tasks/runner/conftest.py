"""A FlowPilot without any worker or relay of its own: the tests run them by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from redis import Redis

from tests.support.desk import Desk
from tests.support.events import EventListener
from tests.support.installation import Installation, new_installation
from tests.support.own_redis import OwnRedis
from tests.tasks.runner.manual_worker import ManualWorker


@pytest.fixture(scope="package")
def installation(
    servers: dict[str, str], worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    with (
        OwnRedis(tmp_path_factory.mktemp("redis")) as redis,
        new_installation(servers, redis, name=f"outbox_{worker_id}") as installation,
    ):
        yield installation


@pytest.fixture(autouse=True)
def _clean_slate(installation: Installation) -> None:
    """No row and no message of an earlier test."""
    installation.sql("delete from outbox")
    installation.forget_redis()


@pytest.fixture
def desk(installation: Installation) -> Desk:
    return installation.open_desk()


@pytest.fixture
def other_desk(installation: Installation) -> Desk:
    return installation.open_desk()


@pytest.fixture
def heard(installation: Installation, desk: Desk) -> Iterator[EventListener]:
    with installation.hears(desk) as listening:
        yield listening


@pytest.fixture
def worker(installation: Installation) -> Iterator[ManualWorker]:
    with ManualWorker(installation) as worker:
        yield worker


@pytest.fixture
def redis_client(installation: Installation) -> Iterator[Redis]:
    client = installation.redis.client()
    yield client
    client.close()
