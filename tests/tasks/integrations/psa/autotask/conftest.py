"""One simulator for each module, as new for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.psa_kinds import Option, Provider
from tasks.integrations.outgoing import OutgoingClient
from tasks.integrations.psa import (
    Connection,
)
from tasks.integrations.psa.autotask import Autotask
from tasks.integrations.psa.http import PsaHttp
from tests.outside.psa.autotask import AutotaskSimulator
from tests.tasks.integrations.psa.autotask.given import PICKED, WEBHOOK_SECRET, Make, Memory, OpenGate


@pytest.fixture(scope="module")
def running() -> Iterator[AutotaskSimulator]:
    with AutotaskSimulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(running: AutotaskSimulator) -> Iterator[AutotaskSimulator]:
    running.reset()
    yield running
    assert not running.crashes


@pytest.fixture
def make(simulator: AutotaskSimulator) -> Make:
    memory = Memory()

    def made(
        *, options: dict[Option, str] | None = None, url: str | None = None, forgetful: bool = False, **credentials: str
    ) -> Autotask:
        connection = Connection(
            key="k",
            provider=Provider.AUTOTASK,
            base_url=simulator.url if url is None else url,
            credentials={**simulator.credentials, **credentials},
            options=PICKED if options is None else options,
            webhook_secret=WEBHOOK_SECRET,
        )
        http = PsaHttp(OutgoingClient(allow_hosts={"127.0.0.1"}), OpenGate(), connection.credentials)
        return Autotask(connection, http, Memory() if forgetful else memory)

    return made


@pytest.fixture
def ticket(simulator: AutotaskSimulator) -> str:
    return str(simulator.store.add_ticket({})["id"])
