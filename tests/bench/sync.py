"""Figure 25: what the first sync of a large ticket system costs the processes in memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from uuid import UUID

from models.core.locking import locked
from models.operations.psa_sync import start_sync
from models.psa_connection import PsaConnection
from tests.bench.place import Place, Process
from tests.bench.table import Figure
from tests.outside.psa.connectwise import ConnectWiseSimulator
from tests.support.desk import Desk
from tests.support.psa import credentials_of
from tests.support.tickets import connects

FEW, MANY, FULL = 1_000, 10_000, 100_000
LONGEST_SECONDS = 1_200
LOOK_SECONDS = 0.2
NAMES = ("web", "worker_psa")


def measure(place: Place) -> Iterator[Figure]:
    """After a small sync has filled every cache, the most that each process holds during a large one."""
    count = FULL if place.is_full else MANY
    for name in (*NAMES, "relay"):
        place.fleet.start(name)
    place.fleet.wait_until_ready()
    _synced(place, FEW)
    before = {name: _memory(place, name) for name in NAMES}
    seconds, most = _synced(place, count)
    for name in (*NAMES, "relay"):
        place.fleet.tell_to_stop(name)
        assert place.fleet.has_ended(name)
    for name in NAMES:
        words = f"memory of {name}: the most in a sync of {count:,} tickets ({seconds:.0f} s) / after one of {FEW:,}"
        ratio = most[name] / before[name]
        yield Figure(number="25", words=words, ours=_mb(most[name]), peer=_mb(before[name]), ratio=ratio, goal="≤ 1.5")


def _synced(place: Place, count: int) -> tuple[float, dict[str, int]]:
    """Seconds until the copy was complete, and the most memory of each process meanwhile."""
    most = dict.fromkeys(NAMES, 0)
    with ConnectWiseSimulator() as psa:
        psa.seed("tickets", count=count)
        desk = place.installation.open_desk()
        connection_id = connects(desk, psa.url, credentials=credentials_of(psa))
        began = time.monotonic()
        with desk.unit():
            start_sync(locked(PsaConnection, connection_id))
        while not _is_complete(place, connection_id):
            assert time.monotonic() - began < LONGEST_SECONDS, _story(place, desk)
            assert desk.junior.get("/psa/tickets").status_code == 200
            most = {name: max(known, _memory(place, name)) for name, known in most.items()}
            time.sleep(LOOK_SECONDS)
        seconds = time.monotonic() - began
        found = place.installation.sql(
            "select count(*) as count from psa_tickets where connection_id = %(id)s", id=connection_id
        )
        assert found[0]["count"] == count
    return seconds, most


def _is_complete(place: Place, connection_id: UUID) -> bool:
    query = "select 1 from psa_connections where id = %(id)s and synced_at is not null"
    return bool(place.installation.sql(query, id=connection_id))


def _story(place: Place, desk: Desk) -> str:
    return str(place.installation.jobs_of(desk, "psa_tickets.sync")[-1])


def _memory(place: Place, name: str) -> int:
    return Process(place.fleet.pid(name)).memory()


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
