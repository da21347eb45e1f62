"""Web processes under gunicorn: what open streams cost, how they end, and that one query holds nobody else up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection

import psycopg2
import pytest

from tests.desk import Desk
from tests.processes.browser import Browser, Stream
from tests.processes.fleet import Fleet
from tests.processes.sleeper import LOCK
from tests.tasks.eventually import eventually
from tests.tasks.house import House
from tests.tasks.own_redis import free_port

POOL_SIZE = 2
STREAMS = 3 * POOL_SIZE
ESCALATIONS = "/ai-sessions/escalations/stream"
PATIENCE_SECONDS = 30.0
BLOCKED = "select 1 from pg_stat_activity where wait_event = 'advisory' and datname = current_database()"


@pytest.fixture(scope="module")
def small(fleet: Fleet) -> Iterator[Fleet]:
    """A web of one process with two database connections, beside the usual one."""
    fleet.start("web.small", WEB_CONCURRENCY="1", DATABASE_POOL_SIZE=str(POOL_SIZE))
    fleet.wait_until_ready("web.small")
    yield fleet
    if fleet.is_running("web.small"):
        fleet.kill("web.small")


@pytest.fixture
def streams(small: Fleet, desk: Desk) -> Iterator[list[Stream]]:
    """Three times as many open streams as the process has database connections."""
    browser = Browser(small.port("web.small"), desk.senior)
    with ExitStack() as open_streams:
        streams = [open_streams.enter_context(browser.opens(ESCALATIONS)) for _ in range(STREAMS)]
        assert [stream.next().type for stream in streams] == ["ready"] * STREAMS
        yield streams


def test_open_streams_hold_no_database_connection(small: Fleet, desk: Desk, streams: list[Stream]) -> None:
    browser = Browser(small.port("web.small"), desk.junior)
    with ThreadPoolExecutor(STREAMS) as people:
        answers = list(people.map(browser.get, ["/ai-sessions"] * STREAMS))
    assert [status for status, _ in answers] == [200] * STREAMS


def test_open_streams_leave_no_transaction_open(house: House, streams: list[Stream]) -> None:
    idle = "select 1 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%%'"
    assert eventually(lambda: house.sql(idle) == [])


def test_every_stream_hears_an_escalation_over_real_http(small: Fleet, desk: Desk, streams: list[Stream]) -> None:
    ai_session = desk.junior.opens_session()
    browser = Browser(small.port("web.small"), desk.junior)
    status, handoff = browser.post(f"/ai-sessions/{ai_session['id']}/handoff", intent="escalate", reason="Stuck")
    assert status == 201
    heard = [stream.until("handoff_created")[-1].data["handoff_id"] for stream in streams]
    assert heard == [handoff["id"]] * STREAMS


def test_a_web_that_is_told_to_stop_says_bye_to_every_stream_and_ends(small: Fleet, streams: list[Stream]) -> None:
    small.tell_to_stop("web.small")
    assert [stream.until("bye")[-1].type for stream in streams] == ["bye"] * STREAMS
    assert all(stream.has_ended() for stream in streams)
    assert small.has_ended("web.small"), small.story("web.small")


@pytest.fixture
def sleeper(fleet: Fleet, house: House) -> Iterator[int]:
    """One web worker under our gunicorn settings whose requests are single queries; its port."""
    port = free_port()
    command = ["gunicorn", "-c", "web/gunicorn.conf.py", "tests.processes.sleeper:app"]
    fleet.start_command("sleeper", command, PORT=str(port), WEB_CONCURRENCY="1", SLEEPER_DATABASE=house.superuser_url)
    assert eventually(lambda: _answers(port, "/quick")), fleet.story("sleeper")
    yield port
    if fleet.is_running("sleeper"):
        fleet.kill("sleeper")


@pytest.fixture
def lock(house: House) -> Iterator[Callable[[], None]]:
    """Holds the lock that `/wait` waits for; called, it lets go."""
    connection = psycopg2.connect(house.superuser_url)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", (LOCK,))
    yield connection.close
    connection.close()


def test_a_query_that_blocks_holds_up_no_other_request_of_its_process(
    sleeper: int, house: House, lock: Callable[[], None]
) -> None:
    """Fails without psycogreen: the blocked query would stop the whole worker until its lock is free."""
    with ThreadPoolExecutor(1) as somebody:
        waiting = somebody.submit(_answers, sleeper, "/wait")
        assert eventually(lambda: house.sql(BLOCKED))
        assert _answers(sleeper, "/quick")
        assert house.sql(BLOCKED), "the other one still waits"
        lock()
        assert waiting.result()


def test_a_request_under_way_is_answered_before_its_process_ends(
    sleeper: int, fleet: Fleet, house: House, lock: Callable[[], None]
) -> None:
    with ThreadPoolExecutor(1) as somebody:
        waiting = somebody.submit(_answers, sleeper, "/wait")
        assert eventually(lambda: house.sql(BLOCKED))
        fleet.tell_to_stop("sleeper")
        assert eventually(lambda: not _answers(sleeper, "/quick")), "it takes no new requests"
        lock()
        assert waiting.result()
    assert fleet.has_ended("sleeper"), fleet.story("sleeper")


def _answers(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
