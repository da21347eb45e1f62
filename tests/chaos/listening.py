"""People who open streams while PostgreSQL's backends die, and whose places have to be free afterwards."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import redis

from tests.chaos.system import System
from tests.support.desk import Desk
from tests.support.http_client import HttpClient

LISTENERS = 6
STREAMS_OF_EACH = 4
PATH = "/stream?topics=escalations,notifications"
KILL = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where application_name = 'flowpilot' and datname = current_database()"
)


def open_while_backends_die(system: System, desk: Desk) -> None:
    """Each stream is closed as soon as it is open, or refused."""
    browser = HttpClient(system.fleet.port(), desk.owner)
    with ThreadPoolExecutor(LISTENERS) as listeners:
        opening = [listeners.submit(_open_some, browser) for _ in range(LISTENERS)]
        while not all(one.done() for one in opening):
            system.installation.sql(KILL)
            time.sleep(0.01)


def _open_some(browser: HttpClient) -> None:
    for _ in range(STREAMS_OF_EACH):
        try:
            browser.opens(PATH).close()
        except (OSError, HTTPException):
            continue


def places_taken(system: System) -> int:
    """Of all streams, as far as their leases last; a Redis that is away has none."""
    try:
        with system.installation.redis.client() as client:
            keys = list(client.scan_iter("fp:streams:account:*"))
            return sum(int(client.zcount(key, time.time(), "+inf")) for key in keys)  # type: ignore[arg-type]
    except redis.RedisError:
        return 0
