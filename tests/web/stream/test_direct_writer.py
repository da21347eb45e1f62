"""Frames that the hub writes itself: all of them, whole and in order, also to a client that reads slowly."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask_sse import Message

from web.stream.client_queue import ClientQueue
from web.stream.direct_writer import DirectWriter, direct_writer_of
from web.stream.frames import Batch, frame_of
from web.stream.position import Position


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
    with closing(DirectWriter(ours)) as writer:
        queue = ClientQueue(lambda event: True, writer)
        queue._write_lock.release()  # the client's thread waits
        assert queue.offer(_batch(1, size=200_000))
        assert writer.is_behind
        assert queue.offer(_batch(2))
        queue._write_lock.acquire()
        received = threading.Thread(target=lambda: got.append(_read_until(theirs, b"}\n\n\r\n")))
        got: list[bytes] = []
        received.start()
        ours.setblocking(True)  # as gevent's sendall waits
        assert [frame.message.data["n"] for frame in queue.take(0)] == [2]
        received.join()
        assert re.fullmatch(rb"[0-9a-f]+\r\nevent: counted\ndata: .*\n\n\r\n", got[0])


def test_a_session_that_changed_is_left_to_the_thread_which_checks_rights_first(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, _ = ends
    with closing(DirectWriter(ours)) as writer:
        queue = ClientQueue(lambda event: True, writer)
        queue._write_lock.release()
        queue.offer(Batch([frame_of(Message({}, type="session_changed"))]))
        queue.offer(_batch(1))
        queue._write_lock.acquire()
        assert [frame.message.type for frame in queue.take(0)] == ["session_changed", "counted"]


def test_what_the_replay_told_is_not_written_again(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    with closing(DirectWriter(ours)) as writer:
        queue = ClientQueue(lambda event: True, writer)
        queue.deduplicator.note_replay(Position(5, 0))
        queue._write_lock.release()
        for n in (4, 5, 6, 7):
            queue.offer(Batch([frame_of(Message({"n": n}, type="counted"), position=Position(n, 0))]))
        assert re.findall(rb'"n":(\d)', theirs.recv(10_000)) == [b"6", b"7"]


def test_only_a_chunked_response_has_a_direct_writer(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = ends
    gunicorn = {"gunicorn.socket": ours, "SERVER_PROTOCOL": "HTTP/1.1", "REQUEST_METHOD": "GET"}
    for environ, has_one in (
        (gunicorn, True),
        (gunicorn | {"SERVER_PROTOCOL": "HTTP/1.0"}, False),
        (gunicorn | {"REQUEST_METHOD": "HEAD"}, False),
        ({}, False),
    ):
        writer = direct_writer_of(environ)
        assert (writer is not None) is has_one
        if writer:
            writer.close()


def _read_until(end: socket.socket, last: bytes) -> bytes:
    received = b""
    while not received.endswith(last):
        received += end.recv(65_536)
    return received
