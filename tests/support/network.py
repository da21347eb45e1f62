"""No test reaches the outside: a connection to anything but this machine is refused where it is made."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

NAMES_OF_THIS_MACHINE = frozenset({"localhost", ""})


class OutsideConnection(AssertionError):
    """A test tried to leave the machine."""


def check_address(address: Any) -> None:
    """Raises OutsideConnection for an IP address or a host's name that is not this machine's.

    `address` is as `socket.connect` takes it; a Unix socket's path is always fine.
    """
    if isinstance(address, tuple) and not _is_loopback(str(address[0])):
        raise OutsideConnection(f"this test tried to connect to {address[0]}")


@contextmanager
def loopback_only() -> Iterator[None]:
    """While this lasts, Python's sockets connect to this machine alone."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


def _guarded(connect: Any) -> Any:
    def checked(self: socket.socket, address: Any) -> Any:
        check_address(address)
        return connect(self, address)

    return checked


def _guarded_lookup(look_up: Any) -> Any:
    """Asking a name server leaves the machine too."""

    def checked(host: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        check_address((name or "",))
        return look_up(host, *arguments, **options)

    return checked


def _is_loopback(host: str) -> bool:
    if host in NAMES_OF_THIS_MACHINE:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False
