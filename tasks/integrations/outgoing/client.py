"""The HTTP client for addresses that people of an account, or their browsers, gave us."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import httpcore2

from models.core.addresses import Address, ForbiddenAddress, check_form
from models.core.deadline import deadline as interrupted_after
from tasks.integrations import retry_after
from tasks.integrations.outgoing import network
from tasks.integrations.outgoing.errors import (
    AddressForbidden,
    AnswerNotUnderstood,
    NoAnswer,
    NotConnected,
    Redirected,
)

CALL_SECONDS = 10.0
ANSWER_BYTES = 64 * 1_024

_BROKEN = (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.RemoteProtocolError)

# Its DEBUG lines contain addresses, which are secrets for most services.
logging.getLogger("httpcore2").setLevel(logging.WARNING)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a server answered.  An answer that is not 2xx is not an error here: each service means its own by it."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case; the last one of a name."""
    body: bytes
    """Its first bytes, as many as the call allows."""
    is_cut: bool
    """The answer was longer than what the call allows, or its end did not come in time."""
    seconds: float

    @property
    def retry_after(self) -> float | None:
        """Seconds; None where the server does not say when to come back."""
        return retry_after.seconds_of(self.headers.get("retry-after"))


class OutgoingClient:
    """Makes calls under the rules for given addresses (docs/adr/0048): one connection for each call, to an address
    that was checked, without a proxy, a cookie, a redirect or a compressed answer.

    `allow_hosts` is the setting OUTBOUND_ALLOW_HOSTS.  The other arguments are for tests.
    """

    def __init__(
        self,
        *,
        allow_hosts: Collection[str] = (),
        resolve: network.Resolve = network.resolve,
        connect: network.Connect = network.connect,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._allow_hosts, self._resolve, self._connect, self._tls = allow_hosts, resolve, connect, tls

    def post(
        self,
        url: str,
        content: bytes,
        *,
        headers: Mapping[str, str],
        only_hosts: Collection[str] = (),
        seconds: float = CALL_SECONDS,
        answer_bytes: int = ANSWER_BYTES,
    ) -> Answer:
        """As `request`."""
        return self.request(
            "POST",
            url,
            content=content,
            headers=headers,
            only_hosts=only_hosts,
            seconds=seconds,
            answer_bytes=answer_bytes,
        )

    def request(
        self,
        method: str,
        url: str,
        *,
        content: bytes = b"",
        headers: Mapping[str, str],
        only_hosts: Collection[str] = (),
        seconds: float = CALL_SECONDS,
        answer_bytes: int = ANSWER_BYTES,
    ) -> Answer:
        """The answer within `seconds` for everything together, from the look-up of the name to the last byte.

        Raises OutgoingFailed (`tasks.integrations.outgoing.errors`).
        """
        address = self._check(url, only_hosts)
        started, limit = time.monotonic(), network.Deadline(seconds)
        with (
            _failures(limit),
            self._pool(address, limit) as pool,
            pool.stream(
                method, _url(address), headers=[*_headers(address, headers)], content=content or None
            ) as response,
        ):
            if 300 <= response.status < 400:
                raise Redirected
            body, is_cut = _first_bytes(response, answer_bytes)
        return Answer(
            status=response.status,
            headers={name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers},
            body=body,
            is_cut=is_cut,
            seconds=time.monotonic() - started,
        )

    def _check(self, url: str, only_hosts: Collection[str]) -> Address:
        try:
            return check_form(url, allow_hosts=self._allow_hosts, only_hosts=only_hosts)
        except ForbiddenAddress as error:
            raise AddressForbidden from error

    def _pool(self, address: Address, limit: network.Deadline) -> httpcore2.ConnectionPool:
        backend = network.CheckedNetwork(address, limit, resolve=self._resolve, connect=self._connect)
        return httpcore2.ConnectionPool(
            ssl_context=self._tls or _trusted(), network_backend=backend, max_connections=1, retries=0
        )


def _url(address: Address) -> httpcore2.URL:
    return httpcore2.URL(
        scheme=address.scheme.encode(),
        host=address.host.encode(),
        port=address.port,
        target=address.target.encode(),
    )


def _headers(address: Address, given: Mapping[str, str]) -> Iterator[tuple[bytes | str, bytes | str]]:
    yield "Host", address.authority
    yield "User-Agent", "FlowPilot"
    # An answer that unpacks to gigabytes could not be bounded by its size.
    yield "Accept-Encoding", "identity"
    yield "Connection", "close"
    yield from given.items()


def _first_bytes(response: httpcore2.Response, limit: int) -> tuple[bytes, bool]:
    """At most `limit` bytes of the answer, and whether that is not all of it.  The rest is never read.

    The status is known by now.  A body that breaks off or does not end in time changes nothing about it.
    """
    body, is_cut = bytearray(), False
    try:
        for piece in response.iter_stream():
            body += piece
            if len(body) > limit:
                is_cut = True
                break
    except (_Expired, *_BROKEN):
        is_cut = True
    return bytes(body[:limit]), is_cut


@contextmanager
def _failures(limit: network.Deadline) -> Iterator[None]:
    """Ends what is inside at the deadline, and turns what httpcore2 raises into our errors.

    Reads and writes time out by themselves.  In a worker, gevent also ends what they do not cover: a look-up of the
    name, and a TLS record that arrives a byte at a time.
    """
    try:
        with interrupted_after(limit.remaining(), _Expired()):
            yield
    except (_Expired, httpcore2.TimeoutException, httpcore2.NetworkError) as error:
        raise (NoAnswer if limit.is_sent else NotConnected) from error
    except httpcore2.RemoteProtocolError as error:
        raise AnswerNotUnderstood from error


class _Expired(Exception):
    """The deadline passed."""


@cache
def _trusted() -> ssl.SSLContext:
    """Made once per process: reading the certificates takes longer than a call."""
    return httpcore2.default_ssl_context()
