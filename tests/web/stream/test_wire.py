"""Frames that the hub writes itself: all of them, whole and in order, also to a client that reads slowly."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask_sse import Message

from web.stream.frames import Batch, frame_of
from web.stream.listener import Listener
from web.stream.position import Position
from web.stream.wire import Wire, wire_of


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


def _batch(*numbers: int, size: int = 0) -> Batch:
    return Batch([frame_of(Message({"n": n, "text": "x" * size}, type="counted")) for n in numbers])


def test_what_does_not_fit_is_finished_before_anything_else(ends: tuple[socket.socket, socket.socket]) -> None:
    """Two offers in a row while the first is half written: the second must wait behind the rest."""
    ours, theirs = ends
    with closing(Wire(ours)) as wire:
        listener = Listener(lambda event: True, wire)
        listener._turn.release()  # the client's thread waits
        assert listener.offer(_batch(1, size=200_000))
        assert wire.is_behind
        assert listener.offer(_batch(2))
        listener._turn.acquire()
        heard = threading.Thread(target=lambda: got.append(_read_until(theirs, b"}\n\n\r\n")))
        got: list[bytes] = []
        heard.start()
        ours.setblocking(True)  # as gevent's sendall waits
        assert [frame.message.data["n"] for frame in listener.take(0)] == [2]
        heard.join()
        assert re.fullmatch(rb"[0-9a-f]+\r\nevent: counted\ndata: .*\n\n\r\n", got[0])


def test_a_session_that_changed_is_left_to_the_thread_which_checks_rights_first(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, _ = ends
    with closing(Wire(ours)) as wire:
        listener = Listener(lambda event: True, wire)
        listener._turn.release()
        listener.offer(Batch([frame_of(Message({}, type="session_changed"))]))
        listener.offer(_batch(1))
        listener._turn.acquire()
        assert [frame.message.type for frame in listener.take(0)] == ["session_changed", "counted"]


def test_what_the_replay_told_is_not_written_again(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    with closing(Wire(ours)) as wire:
        listener = Listener(lambda event: True, wire)
        listener.has_told(Position(5, 0))
        listener._turn.release()
        for n in (4, 5, 6, 7):
            listener.offer(Batch([frame_of(Message({"n": n}, type="counted"), position=Position(n, 0))]))
        assert re.findall(rb'"n":(\d)', theirs.recv(10_000)) == [b"6", b"7"]


def test_only_an_answer_in_chunks_has_a_wire(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = ends
    gunicorn = {"gunicorn.socket": ours, "SERVER_PROTOCOL": "HTTP/1.1", "REQUEST_METHOD": "GET"}
    for environ, has_one in (
        (gunicorn, True),
        (gunicorn | {"SERVER_PROTOCOL": "HTTP/1.0"}, False),
        (gunicorn | {"REQUEST_METHOD": "HEAD"}, False),
        ({}, False),
    ):
        wire = wire_of(environ)
        assert (wire is not None) is has_one
        if wire:
            wire.close()


def _read_until(end: socket.socket, last: bytes) -> bytes:
    heard = b""
    while not heard.endswith(last):
        heard += end.recv(65_536)
    return heard
