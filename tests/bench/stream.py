"""Figures 1 to 6: the live stream with a thousand subscribers."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from models.core import ids
from models.core.outgoing import live
from setup.paths import VENV
from tests.bench.nchan import find_nchan
from tests.bench.place import Place, Process, compiled, peers_python, running, settled
from tests.bench.subscribers import MARK, Subscribers, request, subscribed
from tests.bench.table import Figure, left_out, ms, rate, ratio_of
from tests.support.desk import API, Desk, Person
from tests.support.ephemeral import publish_ephemeral
from tests.support.eventually import eventually
from tests.support.own_redis import free_port
from web.stream.slots import STREAMS_OF_A_USER, STREAMS_OF_AN_ACCOUNT

SUBSCRIBERS = 1_000
FIRST = 100
"""Of them, before memory is read for the first time: what a process keeps from its first requests is no client's."""
AHEAD = 20
"""Events under way at once, on average: well below the 64 after which a slow client is told to read again."""
EVENTS_A_SECOND = 10


@dataclass(frozen=True)
class Side:
    """A server of event streams: how to open one, how to publish to all of them."""

    name: str
    port: int
    process: Process
    requests: list[bytes]
    publish: Callable[[], None]


def measure(place: Place) -> Iterator[Figure]:
    rounds, seconds = (9, 6.0) if place.is_full else (3, 4.0)
    with ExitStack() as stack:
        peers = (stock, starlette, nchan) if find_nchan() else (stock, starlette)
        sides = [stack.enter_context(side(place)) for side in (ours, *peers)]
        open_ = [stack.enter_context(subscribed(side.port, side.requests[:FIRST], side.publish)) for side in sides]
        few = [settled(side.process.memory) for side in sides]
        for side, subscribers in zip(sides, open_, strict=True):
            subscribers.open(side.requests[FIRST:])
            subscribers.wait_until_open(side.publish)
        pubsub = _pubsub_connections(place)
        full = [settled(side.process.memory) for side in sides]
        rates = _rates(sides, open_, rounds=rounds, seconds=seconds)
    yield from _throughput(rates)
    yield from _delays(place)
    mine, its = ((full[side] - few[side]) / (SUBSCRIBERS - FIRST) for side in (0, 1))
    words = "stream: memory a subscriber, ours / stock flask-sse"
    yield Figure(number="5", words=words, ours=_kb(mine), peer=_kb(its), ratio=mine / its, goal="≤ 0.35")
    words = "Redis pub/sub connections, 1 web process, 1,000 subscribers (peer: stock)"
    yield Figure(number="6", words=words, ours=str(pubsub[0]), peer=str(pubsub[1]), ratio=pubsub[0], goal="= 1")


def _rates(sides: Sequence[Side], open_: Sequence[Subscribers], *, rounds: int, seconds: float) -> list[list[float]]:
    """In turn, so that a busy moment of the machine meets all of them."""
    rates: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        for side, subscribers, found in zip(sides, open_, rates, strict=True):
            try:
                found.append(subscribers.deliveries_a_second(side.publish, seconds=seconds, ahead=AHEAD))
            except TimeoutError as error:
                error.add_note(side.name)
                raise
    return rates


def _throughput(rates: list[list[float]]) -> Iterator[Figure]:
    mine, flask_sse, sse_starlette, *maybe_nchan = rates
    words = "stream: deliveries/s at 1,000 subscribers, ours / "
    yield Figure(
        number="1", words=words + "stock flask-sse", ours=rate(mine), peer=rate(flask_sse),
        ratio=ratio_of(mine, flask_sse), goal="≥ 10",
    )  # fmt: skip
    yield Figure(
        number="2", words=words + "FastAPI with sse-starlette", ours=rate(mine), peer=rate(sse_starlette),
        ratio=ratio_of(mine, sse_starlette), goal="≥ 8",
    )  # fmt: skip
    words += "nchan"
    for its in maybe_nchan:
        yield Figure(number="3", words=words, ours=rate(mine), peer=rate(its), ratio=ratio_of(mine, its), goal="≥ 1")
    if not maybe_nchan:
        yield left_out("3", words, "needs Debian's nginx and libnginx-mod-nchan")


@contextmanager
def ours(place: Place) -> Iterator[Side]:
    """One web process of the Procfile, as a deploy runs it; accounts enough for their limits of streams."""
    place.fleet.start("web", WEB_CONCURRENCY="1")
    place.fleet.wait_until_ready()
    desks = [place.installation.open_desk() for _ in range(SUBSCRIBERS // STREAMS_OF_AN_ACCOUNT)]
    requests = [one for desk in desks for one in _streams_of(desk)]
    accounts = [desk.account_id for desk in desks]
    with place.redis.client() as client:

        def publish() -> None:
            for account_id in accounts:
                publish_ephemeral(client, account_id, _envelope())

        yield Side("ours", place.fleet.port(), Process(place.fleet.pid("web")), requests, publish)
    place.fleet.tell_to_stop("web")
    assert place.fleet.has_ended("web")


def _streams_of(desk: Desk) -> list[bytes]:
    """As many as an account may have open."""
    people = [
        desk.joins(f"Noor{number}", "engineer") for number in range(-(-STREAMS_OF_AN_ACCOUNT // STREAMS_OF_A_USER))
    ]
    return [stream_of(people[number // STREAMS_OF_A_USER]) for number in range(STREAMS_OF_AN_ACCOUNT)]


def stream_of(person: Person) -> bytes:
    cookie = person.client.get_cookie("flowpilot")
    assert cookie
    return request(f"{API}/ai-sessions/escalations/stream", Cookie=f"flowpilot={cookie.value}")


def _data() -> dict[str, object]:
    """`sent` is what figure 4 reads: nanoseconds of the monotonic clock, which all processes share."""
    return {"id": str(ids.new_id()), "type": "handoff_created", "mark": MARK, "sent": time.monotonic_ns()}


def _envelope() -> live.Envelope:
    return live.Envelope(type="handoff_created", data=_data(), topics=[live.ESCALATIONS])


@contextmanager
def stock(place: Place) -> Iterator[Side]:
    """gunicorn with one gevent worker, as ours."""
    port = free_port()
    command = [
        VENV / "bin" / "gunicorn", "--worker-class", "gevent", "--worker-connections", "2000", "--log-level", "error",
        "--bind", f"127.0.0.1:{port}", "tests.bench.peers.stock_flask_sse:app",
    ]  # fmt: skip
    with (
        running(command, log=place.log("stock"), ready=lambda: listens(port), REDIS_URL=place.redis.url) as process,
        place.redis.client() as client,
    ):

        def publish() -> None:
            client.publish("sse", json.dumps({"type": "handoff_created", "data": _data()}))

        yield Side("stock", port, process, [request("/stream")] * SUBSCRIBERS, publish)


@contextmanager
def nchan(place: Place) -> Iterator[Side]:
    port, found = free_port(), find_nchan()
    assert found
    with found.serving(place.folder / "nchan", port, ready=lambda: listens(port)) as process:
        yield Side(
            "nchan", port, process, [request("/stream", Accept="text/event-stream")] * SUBSCRIBERS, _posting(port)
        )


@contextmanager
def starlette(place: Place) -> Iterator[Side]:
    port = free_port()
    command = [
        peers_python(), "-m", "uvicorn", "--loop", "uvloop", "--http", "httptools", "--log-level", "error",
        "--timeout-keep-alive", "600",
        "--port", str(port), "tests.bench.peers.sse_starlette_app:app",
    ]  # fmt: skip
    with running(command, log=place.log("starlette"), ready=lambda: listens(port)) as process:
        yield Side("starlette", port, process, [request("/stream")] * SUBSCRIBERS, _posting(port))


def _posting(port: int) -> Callable[[], None]:
    connection = HTTPConnection("127.0.0.1", port)

    def publish() -> None:
        connection.request("POST", "/publish", json.dumps(_data()), {"Content-Type": "application/json"})
        connection.getresponse().read()

    return publish


@contextmanager
def epoll(place: Place, program: Path) -> Iterator[Side]:
    port = free_port()
    command = [program, str(port), str(place.redis.port), "bench"]
    with (
        running(command, log=place.log("fanout"), ready=lambda: listens(port)) as process,
        place.redis.client() as client,
    ):
        yield Side(
            "epoll", port, process, [request("/")] * SUBSCRIBERS, lambda: client.publish("bench", json.dumps(_data()))
        )


def _delays(place: Place) -> Iterator[Figure]:
    words = "stream: p50 from publish to receive, 1,000 subscribers, 10 events/s, ours / a C epoll fan-out"
    fanout, listener = compiled("fanout.c"), compiled("listen.c")
    if fanout is None or listener is None:
        yield left_out("4", words, "needs a C compiler")
        return
    rounds, seconds = (9, 6.0) if place.is_full else (5, 3.0)
    delays: list[list[float]] = [[], []]
    with ExitStack() as stack:
        sides = [stack.enter_context(ours(place)), stack.enter_context(epoll(place, fanout))]
        listeners = [stack.enter_context(_listening(listener, side)) for side in sides]
        for side, process in zip(sides, listeners, strict=True):
            assert eventually(lambda: _are_all_open(side, process), patience=60), side.name  # noqa: B023 -- called here
        for _ in range(rounds):
            for side, process, found in zip(sides, listeners, delays, strict=True):
                published = _publish_for(side, seconds)
                count, median, _ = _report(process)
                assert count >= 0.99 * published * SUBSCRIBERS, f"{side.name}: {count} of {published * SUBSCRIBERS}"
                found.append(median)
    mine, its = delays
    yield Figure(number="4", words=words, ours=ms(mine), peer=ms(its), ratio=ratio_of(mine, its), goal="≤ 4.5")


@contextmanager
def _listening(program: Path, side: Side) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([program, str(side.port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(b"%d\n" % len(side.requests))
        for one in side.requests:
            process.stdin.write(b"%d\n%s" % (len(one), one))
        process.stdin.flush()
        assert process.stdout.readline() == b"open\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def _are_all_open(side: Side, process: subprocess.Popen[bytes]) -> bool:
    _publish_for(side, 0.1)
    return _report(process)[0] == SUBSCRIBERS


def _report(process: subprocess.Popen[bytes]) -> tuple[int, float, float]:
    """How many events came, and their p50 and p99 in seconds."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"report\n")
    process.stdin.flush()
    count, median, high = (int(part) for part in process.stdout.readline().split())
    return count, median / 1e9, high / 1e9


def _publish_for(side: Side, seconds: float) -> int:
    """At an even pace, whether or not the last event has arrived."""
    count = round(seconds * EVENTS_A_SECOND)
    began = time.monotonic()
    for number in range(count):
        time.sleep(max(0.0, began + number / EVENTS_A_SECOND - time.monotonic()))
        side.publish()
    time.sleep(0.5)
    return count


def _pubsub_connections(place: Place) -> tuple[int, int]:
    """Of ours and of stock's, by the channels that Redis is asked for."""
    with place.redis.client() as client:
        total = len(client.client_list(_type="pubsub"))
        theirs = dict(client.pubsub_numsub("sse")).get(b"sse", 0)
    return total - theirs, theirs


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _kb(size: float) -> str:
    return f"{size / 1_000:.1f} kB"
