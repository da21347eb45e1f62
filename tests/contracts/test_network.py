"""The guard that keeps tests on this machine guards."""

from __future__ import annotations

import socket

import pytest

from tests.support.network import OutsideConnection, check_address


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "example.com", "2001:db8::1", "0.0.0.0", "169.254.169.254"])
def test_an_address_outside_is_refused(host: str) -> None:
    with pytest.raises(OutsideConnection, match=host):
        check_address((host, 443))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_is_fine(host: str) -> None:
    check_address((host, 443))


def test_a_unix_socket_is_fine() -> None:
    check_address("/run/postgresql/.s.PGSQL.5432")


@pytest.mark.parametrize("connect", ["connect", "connect_ex"])
def test_a_socket_does_not_leave(connect: str) -> None:
    with socket.socket() as one, pytest.raises(OutsideConnection):
        getattr(one, connect)(("192.0.2.1", 443))


def test_a_name_outside_is_not_even_looked_up() -> None:
    with pytest.raises(OutsideConnection):
        socket.create_connection(("example.com", 443), timeout=1)


def test_a_server_of_the_test_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
