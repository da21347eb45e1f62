"""Ports: what is asked for is had or told, what is not asked for is found."""

import socket

import pytest

from setup.problems import SetupProblem
from setup.servers import ports


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_port_that_was_asked_for_and_is_taken_is_told_with_its_setting(taken_port):
    with pytest.raises(SetupProblem, match=f"Port {taken_port}, which PORT asks for") as told:
        ports.for_web(str(taken_port))
    assert told.value.code == "port_taken"


@pytest.mark.parametrize("asked", ["http", "-1", "0", "70000"])
def test_nonsense_is_told(asked):
    with pytest.raises(SetupProblem, match="PORT") as told:
        ports.for_web(asked)
    assert told.value.code == "bad_port"


def test_next_free_port_is_found_when_none_was_asked_for(taken_port, monkeypatch):
    monkeypatch.setattr(ports, "USUAL_WEB", taken_port)

    assert ports.for_web("") > taken_port


def test_server_keeps_its_port_unless_somebody_took_it(taken_port):
    free = ports.for_server(None)

    assert ports.for_server(free) == free
    assert ports.for_server(taken_port) != taken_port
    assert free < 32_768
