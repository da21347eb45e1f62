"""Connects a call to an IP address that was checked, and bounds everything that the connection does by one deadline."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpcore2

from models.core.addresses import Address, IpAddress, is_public
from tasks.integrations.outgoing.errors import AddressForbidden, CertificateRefused, HostNotFound, NotConnected

CONNECT_SECONDS = 5.0
"""For one of a host's addresses, so that one that does not answer leaves time for the next."""

Resolve = Callable[[str, int], list[IpAddress]]
Connect = Callable[[IpAddress, int, float], socket.socket]


def resolve(host: str, port: int) -> list[IpAddress]:
    """The host's IP addresses in the order in which to try them.  Raises HostNotFound."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise HostNotFound from error
    return [ipaddress.ip_address(entry[4][0]) for entry in found]


def connect(address: IpAddress, port: int, seconds: float) -> socket.socket:
    """Raises OSError."""
    connection = socket.create_connection((str(address), port), timeout=seconds)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


@dataclass
class Deadline:
    """When a call has to be over, and whether any of its request was sent before."""

    seconds: float
    is_sent: bool = False
    _ends: float = field(init=False)

    def __post_init__(self) -> None:
        self._ends = time.monotonic() + self.seconds

    def remaining(self) -> float:
        """Seconds, never 0: as a timeout, 0 would mean "do not block" instead of "it is over"."""
        return max(0.001, self._ends - time.monotonic())


class CheckedNetwork(httpcore2.NetworkBackend):
    """The network of one call: it reaches `address` and nothing else.

    The host is looked up once.  Unless every one of its IP addresses is public, nothing is connected to: a name with
    a public and a private address is how a check of only the first one is deceived.  What is connected to is the IP
    address that was checked, not the name, which could have another one a moment later.
    """

    def __init__(self, address: Address, deadline: Deadline, *, resolve: Resolve, connect: Connect) -> None:
        self._address, self._deadline = address, deadline
        self._resolve, self._connect = resolve, connect

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Raises AddressForbidden, HostNotFound or NotConnected."""
        assert (host, port) == (self._address.host, self._address.port)
        for address in self._checked_addresses():
            with suppress(OSError):
                connection = self._connect(address, port, min(CONNECT_SECONDS, self._deadline.remaining()))
                return BoundedStream(connection, self._deadline)
        raise NotConnected

    def _checked_addresses(self) -> list[IpAddress]:
        found = self._resolve(self._address.host, self._address.port)
        if not found:
            raise HostNotFound
        if not (self._address.is_exempt or all(map(is_public, found))):
            raise AddressForbidden
        return found


class BoundedStream(httpcore2.NetworkStream):
    """A connection whose reads, writes and TLS handshake end with the call's deadline.

    A timeout for each read alone would let a server that sends a byte now and then keep a call open for ever.
    """

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection, self._deadline = connection, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _as_httpcore(httpcore2.ReadTimeout, httpcore2.ReadError):
            self._connection.settimeout(self._deadline.remaining())
            return self._connection.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._deadline.is_sent = True
        with _as_httpcore(httpcore2.WriteTimeout, httpcore2.WriteError):
            self._connection.settimeout(self._deadline.remaining())
            self._connection.sendall(buffer)

    def close(self) -> None:
        self._connection.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The certificate is checked for the name, though the connection was made to an IP address.

        Raises CertificateRefused.
        """
        self._connection.settimeout(self._deadline.remaining())
        secure = ssl_context.wrap_socket(
            self._connection, server_hostname=server_hostname, do_handshake_on_connect=False
        )
        try:
            with _as_httpcore(httpcore2.ConnectTimeout, httpcore2.ConnectError):
                secure.do_handshake()
        except BaseException:
            secure.close()
            raise
        return BoundedStream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """`ssl_object` answers which version of HTTP was agreed on."""
        return self._connection if info == "ssl_object" and isinstance(self._connection, ssl.SSLSocket) else None


@contextmanager
def _as_httpcore(timeout: type[Exception], failure: type[Exception]) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise CertificateRefused from error
    except TimeoutError as error:
        raise timeout from error
    except OSError as error:
        raise failure from error
