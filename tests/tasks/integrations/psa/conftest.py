"""A bench for each PSA, as new for each test, and its adapter over real limits and a real memory."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
import redis

from tasks.integrations import psa as port
from tasks.integrations.outgoing import OutgoingClient
from tasks.integrations.psa import (
    Connection,
    Pace,
    Psa,
)
from tests.tasks.integrations.psa.bench import Bench
from tests.tasks.integrations.psa.benches import BENCHES
from tests.tasks.integrations.psa.contract import (
    check_discreet,
)


@pytest.fixture(scope="module", params=BENCHES, ids=lambda bench: bench.__name__.removesuffix("Bench"))
def running(request: pytest.FixtureRequest) -> Iterator[Bench]:
    bench: Bench = request.param()
    with bench.simulator:
        yield bench


@pytest.fixture
def bench(running: Bench, caplog: pytest.LogCaptureFixture) -> Iterator[Bench]:
    """A new tenant; afterwards, nothing that was logged has a secret in it."""
    running.simulator.reset()
    caplog.set_level(logging.DEBUG)
    yield running
    assert running.simulator.crashes == []
    check_discreet(running, caplog.text)


@pytest.fixture
def connect(redis_client: redis.Redis) -> Callable[[Connection], Psa]:
    def connected(connection: Connection) -> Psa:
        return port.connect(
            connection,
            client=OutgoingClient(allow_hosts={"127.0.0.1"}),
            redis=redis_client,
            seal=lambda value: value[::-1],
            unseal=lambda value: value[::-1],
            paces={connection.provider: Pace(calls=100_000, seconds=60)},
        )

    return connected


@pytest.fixture
def psa(bench: Bench, connect: Callable[[Connection], Psa]) -> Psa:
    return connect(replace(bench.connection, key=uuid4().hex))
