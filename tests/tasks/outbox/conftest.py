"""A FlowPilot without any worker or relay of its own: the tests run them by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from redis import Redis

from tests.desk import Desk
from tests.events import Heard
from tests.tasks.house import House, a_house
from tests.tasks.outbox.bench import Bench
from tests.tasks.own_redis import OwnRedis


@pytest.fixture(scope="package")
def house(servers: dict[str, str], worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with (
        OwnRedis(tmp_path_factory.mktemp("redis")) as redis,
        a_house(servers, redis, name=f"outbox_{worker_id}") as house,
    ):
        yield house


@pytest.fixture(autouse=True)
def _clean_slate(house: House) -> None:
    """No row and no message of an earlier test."""
    house.sql("delete from outbox")
    house.forget_redis()


@pytest.fixture
def desk(house: House) -> Desk:
    return house.open_desk()


@pytest.fixture
def other_desk(house: House) -> Desk:
    return house.open_desk()


@pytest.fixture
def heard(house: House, desk: Desk) -> Iterator[Heard]:
    with house.hears(desk) as listening:
        yield listening


@pytest.fixture
def bench(house: House) -> Iterator[Bench]:
    with Bench(house) as bench:
        yield bench


@pytest.fixture
def redis_client(house: House) -> Iterator[Redis]:
    client = house.redis.client()
    yield client
    client.close()
