"""Figures 8 and 11, and the bare shape of figure 7: the hot writes."""

from __future__ import annotations

import itertools
import random
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from statistics import median

from sqlalchemy import make_url

from setup.paths import VENV
from setup.servers.postgres_server import program
from tests.bench import handoffs
from tests.bench.callers import AT_ONCE, cookie_of, post, requests_a_second
from tests.bench.fill import fill
from tests.bench.peers.handoff import ACCOUNT, ENTER, OUTBOX, WRITES
from tests.bench.place import Place, peers_python, running
from tests.bench.stream import listens
from tests.bench.table import Figure, growth, rate, ratio_of
from tests.support.desk import API, Desk
from tests.support.own_redis import free_port

SIZES = (2_000, 20_000)
FULL_SIZES = (2_000, 20_000, 200_000)
CLAIMERS = 64
_INDEX = itertools.count(100)


def measure(place: Place) -> Iterator[Figure]:
    rounds, seconds = (9, 5.0) if place.is_full else (3, 3.0)
    costs: list[float] = []
    for size in FULL_SIZES if place.is_full else SIZES:
        desk = fill(place, count=size)
        rates = _rates(place, desk, size, rounds=rounds, seconds=seconds)
        costs.append(1 / median(rates[0]))
    mine, asyncpg, in_pgbench = rates
    words = "handoff-shaped request (RLS, 3 writes, outbox, 4 jobs enqueued), 16 at once, ours / "
    yield from handoffs.measure(place, desk, rounds=rounds, seconds=seconds)
    yield Figure(
        number="7", words=words + "FastAPI + asyncpg that enqueues nothing", ours=rate(mine), peer=rate(asyncpg),
        ratio=ratio_of(mine, asyncpg),
    )  # fmt: skip
    yield Figure(
        number="8", words=words + "the same SQL in pgbench", ours=rate(mine), peer=rate(in_pgbench),
        ratio=ratio_of(mine, in_pgbench), goal="≥ 0.20",
    )  # fmt: skip
    yield growth("handoff-shaped request", costs)
    yield from _claims(place)
    yield from _claim_statements(place, rounds=rounds, seconds=seconds)


def _rates(place: Place, desk: Desk, size: int, *, rounds: int, seconds: float) -> list[list[float]]:
    """Requests a second of ours, of FastAPI, and transactions a second of pgbench, in turn."""
    _number_sessions(place, desk)
    script = place.folder / "handoff.sql"
    account = str(desk.account_id)
    writes = WRITES.format(account=account, n=":n", index=":index")
    statements = [ENTER.format(account=account), writes, OUTBOX.format(account=account)]
    head = f"\\set n random(1, {size})\n\\set index random(1000000, 2000000000)\n"
    script.write_text(head + "begin;\n" + "".join(f"{' '.join(one.split())};\n" for one in statements) + "commit;\n")
    rates: list[list[float]] = [[], [], []]
    with ExitStack() as stack:
        ports = [stack.enter_context(side(place, account)) for side in (_ours, _asyncpg)]
        for port in ports:
            requests_a_second(port, lambda: _request(size), 2.0)  # pools and caches fill
        for _ in range(rounds):
            for port, found in zip(ports, rates, strict=False):
                found.append(requests_a_second(port, lambda: _request(size), seconds))
            rates[2].append(_pgbench(place, str(script), seconds))
            with place.redis.client() as client:
                client.flushall()
    place.installation.sql("truncate outbox")
    return rates


def _request(size: int) -> bytes:
    return post("/handoff", b'{"n": %d, "index": %d}' % (random.randint(1, size), next(_INDEX)))


def _number_sessions(place: Place, desk: Desk) -> None:
    place.installation.sql("drop table if exists bench_sessions")
    place.installation.sql(
        "create table bench_sessions as select row_number() over ()::int as n, id, user_id from ai_sessions"
        " where account_id = %(account)s",
        account=desk.account_id,
    )
    place.installation.sql("alter table bench_sessions add primary key (n)")
    role = make_url(place.installation.settings.database_url).username
    place.installation.sql(f"grant select on bench_sessions to {role}")


@contextmanager
def _ours(place: Place, account: str) -> Iterator[int]:
    port = free_port()
    command = [VENV / "bin" / "gunicorn", "-c", "web/gunicorn.conf.py", "tests.bench.peers.handoff_ours:app"]
    variables = {**place.installation.environment, ACCOUNT: account, "PORT": str(port), "WEB_CONCURRENCY": "1"}
    with running(command, log=place.log("handoff-ours"), ready=lambda: listens(port), **variables):
        yield port


@contextmanager
def _asyncpg(place: Place, account: str) -> Iterator[int]:
    port = free_port()
    url = make_url(place.installation.settings.database_url).set(drivername="postgresql")
    command = [
        peers_python(), "-m", "uvicorn", "--loop", "uvloop", "--http", "httptools", "--log-level", "error",
        "--port", str(port), "tests.bench.peers.handoff_asyncpg:app",
    ]  # fmt: skip
    variables = {"PEER_DATABASE_URL": url.render_as_string(hide_password=False), ACCOUNT: account}
    with running(command, log=place.log("handoff-asyncpg"), ready=lambda: listens(port), **variables):
        yield port


def _pgbench(place: Place, script: str, seconds: float) -> float:
    """Transactions a second."""
    options = ("-n", "-c", str(AT_ONCE), "-T", str(round(seconds)), "-f", script, "-M", "prepared")
    told = subprocess.run(
        [program("pgbench"), *options, place.installation.superuser_url], check=True, capture_output=True, text=True
    )
    found = re.search(r"tps = ([\d.]+)", told.stdout)
    assert found, told.stdout
    return float(found[1])


def _claims(place: Place) -> Iterator[Figure]:
    """64 people at once on one handoff, over HTTP."""
    desk = place.installation.open_desk()
    people = [desk.joins(f"Noor{number}", "engineer") for number in range(CLAIMERS)]
    handoff = desk.junior.escalates(desk.junior.opens_session())
    path = f"{API}/ai-sessions/{handoff['session_id']}/handoffs/{handoff['id']}/claim"
    place.fleet.start("web", WEB_CONCURRENCY="2")
    place.fleet.wait_until_ready()
    port = place.fleet.port()

    def claim(number: int) -> int:
        person = people[number]
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Cookie": cookie_of(person), "X-CSRF-Token": person.csrf_token}
        connection.request("POST", path, headers=headers)
        return connection.getresponse().status

    with ThreadPoolExecutor(CLAIMERS) as pool:
        statuses = Counter(pool.map(claim, range(CLAIMERS)))
    place.fleet.tell_to_stop("web")
    assert place.fleet.has_ended("web")
    assert set(statuses) == {200, 409}, statuses
    words = f"claim: {CLAIMERS} at once on one handoff, winners (peer: conflicts)"
    won, lost = statuses[200], statuses[409]
    yield Figure(number="11", words=words, ours=str(won), peer=str(lost), ratio=won, goal="= 1")


def _claim_statements(place: Place, *, rounds: int, seconds: float) -> Iterator[Figure]:
    """On distinct rows, so that what is compared is the round trips, not the waiting."""
    place.installation.sql("drop table if exists bench_claims")
    place.installation.sql(
        "create table bench_claims (id int primary key, status text, claimed_by int) with (fillfactor = 50)"
    )
    place.installation.sql("insert into bench_claims select n, 'open', null from generate_series(1, 100000) n")
    head = "\\set id random(1, 100000)\n"
    conditional = "update bench_claims set claimed_by = :client_id where id = :id and status = 'open' returning id;\n"
    locking = (
        "begin;\nselect status from bench_claims where id = :id for update;\n"
        "update bench_claims set claimed_by = :client_id where id = :id;\ncommit;\n"
    )
    scripts = [place.folder / "conditional.sql", place.folder / "locking.sql"]
    for script, statements in zip(scripts, (conditional, locking), strict=True):
        script.write_text(head + statements)
    rates = [[_pgbench(place, str(script), seconds) for script in scripts] for _ in range(rounds)]
    mine, its = ([pair[side] for pair in rates] for side in (0, 1))
    words = "claims/s on distinct rows, conditional UPDATE / SELECT FOR UPDATE"
    yield Figure(number="11", words=words, ours=rate(mine), peer=rate(its), ratio=ratio_of(mine, its), goal="≥ 1.1")
