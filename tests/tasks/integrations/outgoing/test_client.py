"""Calls to addresses that were given to us, against real servers that do not behave."""

from __future__ import annotations

import ipaddress
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gevent import monkey

from models.core.addresses import IpAddress
from tasks.integrations.outgoing import (
    AddressForbidden,
    AnswerNotUnderstood,
    CertificateRefused,
    HostNotFound,
    NoAnswer,
    NotConnected,
    OutgoingClient,
    OutgoingFailed,
    Redirected,
)
from tests.outside.certificates import loopback_tls
from tests.outside.hook_server import Behaviour, HookServer, endless, raw, reply, silence

NAME = "hooks.example.com"
PUBLIC = "93.184.215.14"
HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


class Route:
    """A name server and a network in one: `answers` are what the look-ups find, one after another, and every public
    address leads to `server`.  `reached` are the addresses that were connected to.
    """

    def __init__(self, server: HookServer, *answers: list[str]) -> None:
        self.server, self.answers = server, list(answers)
        self.reached: list[str] = []
        self.looked_up = 0

    def resolve(self, host: str, port: int) -> list[IpAddress]:
        self.looked_up += 1
        return [ipaddress.ip_address(found) for found in self.answers.pop(0)]

    def connect(self, address: IpAddress, port: int, seconds: float) -> socket.socket:
        self.reached.append(str(address))
        return socket.create_connection(("127.0.0.1", self.server.port), timeout=seconds)

    def client(self, **options: Any) -> OutgoingClient:
        return OutgoingClient(resolve=self.resolve, connect=self.connect, **options)


@pytest.fixture
def server() -> Iterator[HookServer]:
    with HookServer() as running:
        yield running


@pytest.fixture
def local() -> OutgoingClient:
    return OutgoingClient(allow_hosts={"127.0.0.1", "localhost"})


@pytest.fixture
def tls(tmp_path: Path) -> tuple[Any, Any]:
    return loopback_tls(tmp_path, name=NAME)


def failure_of(client: OutgoingClient, url: str, **options: Any) -> type[BaseException]:
    with pytest.raises(OutgoingFailed) as caught:
        client.post(url, b"{}", headers={}, **options)
    return caught.type


def test_a_call_over_tls_goes_to_the_checked_address_and_is_checked_for_the_name(tls: tuple[Any, Any]) -> None:
    with HookServer(tls=tls[0]) as server:
        route = Route(server, [PUBLIC])
        answer = route.client(tls=tls[1]).post(
            f"https://{NAME}/hook?a=b", b'{"x": 1}', headers={"Content-Type": "application/json"}
        )
    assert (answer.status, answer.body, answer.is_cut) == (200, b"ok", False)
    assert (route.looked_up, route.reached) == (1, [PUBLIC])
    (request,) = server.requests
    assert (request.method, request.target, request.body) == ("POST", "/hook?a=b", b'{"x": 1}')
    assert request.headers["host"] == NAME
    assert request.headers["content-type"] == "application/json"
    assert request.headers["accept-encoding"] == "identity"


def test_a_certificate_of_another_name_or_of_nobody_known_is_refused(tls: tuple[Any, Any]) -> None:
    with HookServer(tls=tls[0]) as server:
        route = Route(server, [PUBLIC], [PUBLIC])
        assert failure_of(route.client(tls=tls[1]), "https://other.example.com/") is CertificateRefused
        assert failure_of(route.client(), f"https://{NAME}/") is CertificateRefused
    assert server.requests == []


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"],
        ["10.0.0.7"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::1"],
        [PUBLIC, "127.0.0.1"],
        ["2606:4700::1111", "fd00::1"],
    ],
)
def test_unless_every_address_of_a_name_is_public_nothing_is_connected_to(server: HookServer, found: list[str]) -> None:
    route = Route(server, found)
    assert failure_of(route.client(), f"https://{NAME}/") is AddressForbidden
    assert route.reached == []


def test_a_name_that_changes_its_address_after_the_check_gains_nothing(tls: tuple[Any, Any]) -> None:
    with HookServer(tls=tls[0]) as server:
        route = Route(server, [PUBLIC], ["127.0.0.1"])
        client = route.client(tls=tls[1])
        client.post(f"https://{NAME}/", b"", headers={})
        assert (route.looked_up, route.reached) == (1, [PUBLIC])
        assert failure_of(client, f"https://{NAME}/") is AddressForbidden
    assert route.reached == [PUBLIC]


def test_an_address_that_may_not_be_called_is_not_even_looked_up(server: HookServer) -> None:
    route = Route(server)
    for url in (
        "http://hooks.example.com/",
        "https://user@hooks.example.com/",
        "https://2130706433/",
        "https://[::1]/",
    ):
        assert failure_of(route.client(), url) is AddressForbidden
    assert failure_of(route.client(), "https://hooks.example.com/", only_hosts=("hooks.slack.com",)) is AddressForbidden
    assert route.looked_up == 0


def test_the_next_address_is_tried_and_a_name_without_one_is_not_found(server: HookServer) -> None:
    class HalfDown(Route):
        def connect(self, address: IpAddress, port: int, seconds: float) -> socket.socket:
            if address.version == 6:
                self.reached.append(str(address))
                raise ConnectionRefusedError
            return super().connect(address, port, seconds)

    route = HalfDown(server, ["2606:4700::1111", PUBLIC], [])
    assert failure_of(route.client(), f"https://{NAME}/", seconds=0.4) is NotConnected  # the server speaks no TLS
    assert route.reached == ["2606:4700::1111", PUBLIC]
    assert failure_of(route.client(), f"https://{NAME}/") is HostNotFound
    assert failure_of(OutgoingClient(allow_hosts={"127.0.0.1"}), "http://127.0.0.1:1/") is NotConnected


def test_an_allowed_host_is_called_over_http_on_any_port(server: HookServer, local: OutgoingClient) -> None:
    port = server.port
    for host in ("127.0.0.1", "localhost"):
        assert local.post(f"http://{host}:{port}/x", b"", headers={}).status == 200
        assert server.requests[-1].headers["host"] == f"{host}:{port}"
    server.script(reply(301, Location=f"http://127.0.0.1:{port}/y"))
    assert failure_of(local, f"http://127.0.0.1:{port}/x") is Redirected
    assert failure_of(local, f"http://user@127.0.0.1:{port}/x") is AddressForbidden


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
def test_a_redirect_is_refused(server: HookServer, local: OutgoingClient, status: int) -> None:
    server.script(reply(status, Location=f"{server.url}/elsewhere"))
    assert failure_of(local, server.url) is Redirected
    assert len(server.requests) == 1


def test_statuses_headers_and_retry_after_are_handed_on(server: HookServer, local: OutgoingClient) -> None:
    server.script(reply(429, b"slow down", Retry_After="17"))
    answer = local.request("GET", server.url, headers={})
    assert (answer.status, answer.body, answer.retry_after) == (429, b"slow down", 17.0)


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (silence, NoAnswer),
        (raw(b""), AnswerNotUnderstood),
        (raw(b"SSH-2.0-OpenSSH_9.9\r\n"), AnswerNotUnderstood),
        (endless(HEAD, b"X-More: " + b"x" * 8_000 + b"\r\n"), AnswerNotUnderstood),
        (endless(HEAD, b"X", every=0.01), NoAnswer),
        (endless(b"", b"HTTP/1.1 102 Processing\r\n\r\n", every=0.01), NoAnswer),
    ],
    ids=["silence", "nothing", "another protocol", "endless headers", "slow headers", "endless interim answers"],
)
def test_what_is_no_answer_ends_within_the_time(
    server: HookServer, local: OutgoingClient, behaviour: Behaviour, error: type[BaseException]
) -> None:
    server.script(behaviour)
    started = time.monotonic()
    assert failure_of(local, server.url, seconds=0.4) is error
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "behaviour",
    [
        endless(CHUNKED, b"1\r\nx\r\n", every=0.01),
        endless(CHUNKED, b"400\r\n" + b"x" * 1_024 + b"\r\n"),
        raw(HEAD + b"Content-Length: 100\r\n\r\nxxx"),
    ],
    ids=["slow", "endless", "broken off"],
)
def test_the_status_counts_even_if_the_rest_of_the_answer_never_ends(
    server: HookServer, local: OutgoingClient, behaviour: Behaviour
) -> None:
    server.script(behaviour)
    answer = local.post(server.url, b"", headers={}, seconds=0.4, answer_bytes=5_000)
    assert (answer.status, answer.is_cut) == (200, True)
    assert 0 < len(answer.body) <= 5_000
    assert answer.seconds < 5


def test_a_handshake_that_never_ends_is_cut_off(local: OutgoingClient) -> None:
    with HookServer() as silent:  # waits for a request that does not come
        started = time.monotonic()
        assert failure_of(local, silent.url.replace("http:", "https:"), seconds=0.4) is NotConnected
        assert time.monotonic() - started < 5


@pytest.mark.skipif(not monkey.is_module_patched("socket"), reason="only gevent can interrupt a look-up")
def test_a_look_up_that_never_ends_is_cut_off(server: HookServer) -> None:
    over = threading.Event()

    def hang(host: str, port: int) -> list[IpAddress]:
        over.wait(30)
        return []

    started = time.monotonic()
    assert failure_of(OutgoingClient(resolve=hang), f"https://{NAME}/", seconds=0.3) is NotConnected
    assert time.monotonic() - started < 5


@pytest.mark.skipif(monkey.is_module_patched("socket"), reason="this is what the other process runs")
def test_all_of_this_holds_in_a_gevent_worker() -> None:
    patched = "from gevent import monkey; monkey.patch_all(); import pytest, sys; sys.exit(pytest.main(sys.argv[1:]))"
    here = Path(__file__)
    run = subprocess.run(
        [sys.executable, "-c", patched, str(here), f"--confcutdir={here.parent}"],
        cwd=here.parents[4],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3_000:] + run.stderr[-1_000:]
    assert " passed" in run.stdout
