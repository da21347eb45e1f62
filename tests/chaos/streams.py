"""`make chaos ARGS=--streams`: a thousand open streams, of which a hundred stop reading.

Held to: no transaction open for any of them, the frozen ones dropped within 30 seconds, the others undisturbed.
"""

from __future__ import annotations

import re
import resource
import selectors
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from models.core import ids
from models.core.outgoing import live
from tests.support.desk import API, Desk, Person
from tests.support.ephemeral import publish_ephemeral
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.installation import Installation, new_installation
from tests.support.own_postgres import running_postgres
from tests.support.own_redis import OwnRedis

STREAMS_A_PERSON = 8
DROPPED_WITHIN_SECONDS = 30.0
ROUNDS = 40
GAP_SECONDS = 0.1
# Enough to fill what the kernel keeps for a reader that does not read.
BIG_TEXT, BIG_EVENTS = "x" * 60_000, 60
_NUMBER = re.compile(rb'"n": ?(\d+)')


@dataclass
class Readers:
    """Open streams that are read as fast as anybody can; `latencies` in seconds, from publishing to reading."""

    sockets: list[socket.socket] = field(default_factory=list)
    sent: dict[int, float] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    closed: int = 0
    _stopped: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        with selectors.DefaultSelector() as selector:
            for one in self.sockets:
                one.setblocking(False)
                selector.register(one, selectors.EVENT_READ)
            while not self._stopped.is_set():
                for key, _ in selector.select(0.1):
                    self._take(selector, key.fileobj)

    def _take(self, selector: selectors.BaseSelector, one: object) -> None:
        assert isinstance(one, socket.socket)
        with suppress(BlockingIOError):
            heard = one.recv(65_536)
            if not heard:
                self.closed += 1
                selector.unregister(one)
            now = time.monotonic()
            self.latencies += [now - self.sent[int(number)] for number in _NUMBER.findall(heard)]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        thread = threading.Thread(target=self.read, name="readers")
        thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            thread.join()


def measure(folder: Path, *, streams: int = 1_000, frozen: int = 100) -> Iterator[str]:
    """Lines of the table, as they are known."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4 * streams)), hard))
    for name in ("postgres", "redis", "logs"):
        (folder / name).mkdir()
    with (
        running_postgres(folder / "postgres") as postgres,
        OwnRedis(folder / "redis") as redis,
        new_installation(postgres.addresses, redis, name="streams") as installation,
    ):
        fleet = Fleet(installation.environment, folder / "logs")
        try:
            fleet.start("web")
            fleet.wait_until_ready()
            yield from _measure(installation, fleet.port(), streams, frozen)
        finally:
            fleet.end()


def _measure(installation: Installation, port: int, streams: int, frozen: int) -> Iterator[str]:
    quick_desks, frozen_desks = _desks(installation, streams - frozen), _desks(installation, frozen)
    readers = Readers(_opened(port, quick_desks, streams - frozen))
    asleep = _opened(port, frozen_desks, frozen, receive_buffer=4_096)
    yield _line("streams open", f"{_connections(port):,}", f"of {streams:,}")
    with readers.at_work():
        calm = _publish(installation, readers, quick_desks, range(ROUNDS))
        yield from _database(installation)
        started = time.monotonic()
        _overwhelm(installation, frozen_desks)
        during = _publish(installation, readers, quick_desks, range(ROUNDS, 2 * ROUNDS))
        gone = eventually(lambda: _connections(port) <= streams - frozen, patience=2 * DROPPED_WITHIN_SECONDS)
        seconds = time.monotonic() - started
    yield _line(f"{frozen} that stopped reading, dropped", f"{seconds:.1f} s" if gone else "never", "limit 30 s")
    yield _line("the others dropped with them", str(readers.closed), "limit 0")
    yield _line("an event to the others, p50 and p99 before", *_quantiles(calm))
    yield _line("an event to the others, p50 and p99 meanwhile", *_quantiles(during))
    expected = ROUNDS * (streams - frozen)
    yield _line("events that reached them, of each 100", f"{100 * len(during) / expected:.1f}", "limit 100")
    for one in [*readers.sockets, *asleep]:
        one.close()


def _desks(installation: Installation, streams: int) -> list[Desk]:
    """As many accounts as it takes with three engineers each."""
    return [installation.open_desk() for _ in range(-(-streams // (3 * STREAMS_A_PERSON)))]


def _opened(port: int, desks: list[Desk], count: int, *, receive_buffer: int | None = None) -> list[socket.socket]:
    people = [person for desk in desks for person in (desk.owner, desk.junior, desk.senior)]
    return [_stream(port, people[number // STREAMS_A_PERSON], receive_buffer) for number in range(count)]


def _stream(port: int, person: Person, receive_buffer: int | None) -> socket.socket:
    """A connection whose `ready` has been read."""
    cookie = person.client.get_cookie("flowpilot")
    assert cookie
    one = socket.socket()
    if receive_buffer:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    one.settimeout(30)
    one.connect(("127.0.0.1", port))
    path = f"{API}/ai-sessions/escalations/stream"
    one.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: flowpilot={cookie.value}\r\n\r\n".encode())
    heard = b""
    while b"event: ready" not in heard:
        heard += one.recv(4_096)
    assert heard.startswith(b"HTTP/1.1 200"), heard
    return one


def _publish(installation: Installation, readers: Readers, desks: list[Desk], numbers: range) -> list[float]:
    """One event a round to each account; the latencies, sorted."""
    readers.latencies.clear()
    with installation.redis.client() as client:
        for number in numbers:
            readers.sent[number] = time.monotonic()
            for desk in desks:
                publish_ephemeral(client, desk.account_id, _envelope({"n": number}))
            time.sleep(GAP_SECONDS)
    eventually(lambda: len(readers.latencies) >= len(numbers) * len(readers.sockets), patience=5)
    return sorted(readers.latencies)


def _overwhelm(installation: Installation, desks: list[Desk]) -> None:
    with installation.redis.client() as client:
        for _ in range(BIG_EVENTS):
            for desk in desks:
                publish_ephemeral(client, desk.account_id, _envelope({"text": BIG_TEXT}))


def _envelope(data: dict[str, object]) -> live.Envelope:
    event_id: UUID = ids.new_id()
    about = {"id": str(event_id), "type": "handoff_created"}
    return live.Envelope(type="handoff_created", data=about | data, topics=[live.ESCALATIONS])


def _database(installation: Installation) -> Iterator[str]:
    query = "select state, count(*) from pg_stat_activity where application_name = 'flowpilot' group by 1"
    states = {row["state"]: row["count"] for row in installation.sql(query)}
    yield _line("connections to PostgreSQL, idle in the pools", str(states.pop("idle", 0)), "")
    yield _line("connections held, in a transaction or a query", str(sum(states.values())), "limit 0")


def _connections(port: int) -> int:
    """Established ones of the web's, as the kernel counts them."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "01" for line in lines)


def _quantiles(latencies: list[float]) -> tuple[str, str]:
    if not latencies:
        return "none", ""
    return tuple(f"{1_000 * latencies[int(share * (len(latencies) - 1))]:.0f} ms" for share in (0.5, 0.99))  # type: ignore[return-value]


def _line(words: str, figure: str, limit: str) -> str:
    return f"  {words:<58}{figure:>10}  {limit}"
