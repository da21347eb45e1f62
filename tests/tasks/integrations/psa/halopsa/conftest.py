"""A simulator for each module, as new for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tasks.integrations.psa.halopsa import HaloPsa
from tests.outside.psa.halopsa import HaloSimulator
from tests.tasks.integrations.psa.halopsa.rig import Memory, connected


@pytest.fixture(scope="module")
def simulator() -> Iterator[HaloSimulator]:
    with HaloSimulator() as running:
        yield running


@pytest.fixture
def halo(simulator: HaloSimulator) -> Iterator[HaloSimulator]:
    simulator.reset("demo")
    yield simulator
    crashes, simulator.crashes = simulator.crashes, []
    assert crashes == []


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def psa(halo: HaloSimulator, memory: Memory) -> HaloPsa:
    return connected(halo, memory)
