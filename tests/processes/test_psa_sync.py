"""A worker that is killed in the middle of a sync: the next one goes on with the page that was lost."""

from __future__ import annotations

from typing import Any

from models.core.locking import locked
from models.operations.psa_sync import start_sync
from models.psa_connection import PsaConnection
from tests.outside.psa.connectwise import ConnectWiseSimulator
from tests.support.desk import Desk
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.installation import Installation
from tests.support.psa import credentials_of
from tests.support.tickets import connects

TICKETS = "GET */service/tickets"


def test_a_sync_whose_worker_was_killed_goes_on_where_it_stood(
    fleet: Fleet, installation: Installation, desk: Desk
) -> None:
    def one(query: str) -> Any:
        (row,) = installation.sql(query, id=connection_id)
        return row["found"]

    fleet.ensure("relay", "worker_psa")
    with ConnectWiseSimulator() as psa:
        psa.seed("tickets", count=3_500)
        connection_id = connects(desk, psa.url, credentials=credentials_of(psa))
        with desk.unit():
            start_sync(locked(PsaConnection, connection_id))
        psa.wait_for(1, route=TICKETS)
        with psa.hold():
            psa.wait_for_in_flight(1)
            fleet.kill("worker_psa")
        fleet.start("worker_psa")
        is_complete = "select count(*) as found from psa_connections where id = %(id)s and synced_at is not null"
        assert eventually(lambda: one(is_complete)), fleet.story("worker_psa")
        assert one("select count(*) as found from psa_tickets where connection_id = %(id)s") == 3_500
        assert len(psa.calls(TICKETS)) <= 6, "of four pages, only what the dead one had not stored is read again"
    open_jobs = [job for job in installation.jobs_of(desk, "psa_tickets.sync") if job["state"] != "done"]
    assert len(open_jobs) == 1
    fleet.tell_to_stop("worker_psa")
    assert fleet.has_ended("worker_psa")
