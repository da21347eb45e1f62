"""The demo's account is connected to the simulated ticket system, which has the tickets that its sessions name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.core import clock
from models.core.unit_of_work import UnitOfWork, db_session
from models.operations import psa_connections
from models.operations.notification_channels import Sealing
from models.psa_kinds import Option
from models.psa_person import PsaPerson
from models.queries import account_lookups
from models.queries.psa_connections import current_connection
from models.user import User
from settings import Settings
from tests.outside.psa.connectwise import ConnectWiseSimulator, Tenant
from web.demo import OWNER, people, psa
from web.demo.scenarios import SCENARIOS
from web.edge.application import FlowPilot, request_transaction


@pytest.fixture(scope="module")
def simulator() -> Iterator[ConnectWiseSimulator]:
    with ConnectWiseSimulator(seed="demo") as running:
        yield running


@pytest.fixture
def unit(app: FlowPilot) -> Iterator[UnitOfWork]:
    """The demo's account; gone afterwards, because another module makes it too."""
    with app.app_context(), request_transaction() as unit:
        if not people.exist():
            people.create(at=clock.now() - people.ACCOUNT_AGE)
        yield unit
        unit.rollback()


@pytest.fixture
def sealing(app: FlowPilot, settings: Settings) -> Sealing:
    return Sealing(app.extensions["key_ring"], settings.outbound_allow_hosts)


def test_the_simulator_knows_the_credentials_statuses_members_and_tickets_of_the_demo(
    simulator: ConnectWiseSimulator,
) -> None:
    tenant: Tenant = simulator.tenant
    assert {name: getattr(tenant, name) for name in psa.CREDENTIALS} == psa.CREDENTIALS
    closing = tenant.tables["statuses"][int(psa.OPTIONS[f"{Option.RESOLVED_STATUS}:1"])]
    assert (
        closing["closedStatus"]
        and not tenant.tables["statuses"][int(psa.OPTIONS[f"{Option.ESCALATED_STATUS}:1"])]["inactive"]
    )
    names = [tenant.reference("members", int(agent))["name"] for agent in psa.AGENTS.values()]
    assert names == ["Sam Keller", "Priya Nair"]
    for problem in (scenario.problem for scenario in SCENARIOS):
        if problem.psa_ticket_id:
            ticket = tenant.tables["tickets"][int(problem.psa_ticket_id)]
            assert ticket["company"]["name"] == problem.client_name, problem


def test_the_account_is_connected_once_and_not_again_after_somebody_disconnected_it(
    unit: UnitOfWork, simulator: ConnectWiseSimulator, sealing: Sealing
) -> None:
    psa.connect(simulator.url, sealing=sealing)
    connection = current_connection()
    assert connection and connection.base_url == simulator.url
    assert len(db_session().scalars(select(PsaPerson)).all()) == 2
    psa.connect(simulator.url, sealing=sealing)
    assert current_connection() is connection
    psa.connect("http://127.0.0.1:9", sealing=sealing)
    moved = current_connection()
    assert moved and moved.base_url == "http://127.0.0.1:9" and not connection.is_connected
    found = account_lookups.user_by_address(OWNER)
    assert found
    psa_connections.disconnect(moved, by=db_session().get_one(User, found.user_id))
    psa.connect(simulator.url, sealing=sealing)
    assert current_connection() is None
