"""The bounded queue of one client."""

from __future__ import annotations

from flask_sse import Message

from web.stream.frames import Batch, Frame, frame_of
from web.stream.listener import QUEUE_LIMIT, Listener
from web.stream.position import Position


def _frame(n: int) -> Frame:
    return frame_of(Message(n, type="counted"), position=Position(n, 0))


def test_queue_holds_64_events_in_order() -> None:
    listener = Listener(lambda event: True)
    assert all(listener.offer(Batch([_frame(n)])) for n in range(64))
    assert [frame.message.data for frame in listener.take(0)] == list(range(64))


def test_one_event_too_many_leaves_only_resync_at_its_position() -> None:
    listener = Listener(lambda event: True)
    outcomes = [listener.offer(Batch([_frame(n)])) for n in range(QUEUE_LIMIT + 1)]
    (resync,) = listener.take(0)
    assert outcomes[-1] is False
    assert (resync.message.type, resync.position) == ("resync", Position(QUEUE_LIMIT, 0))


def test_events_after_an_overflow_follow_the_resync() -> None:
    listener = Listener(lambda event: True)
    for n in range(QUEUE_LIMIT + 2):
        listener.offer(Batch([_frame(n)]))
    assert [frame.message.type for frame in listener.take(0)] == ["resync", "counted"]


def test_listener_that_was_ended_still_gives_out_what_is_queued() -> None:
    listener = Listener(lambda event: True)
    listener.offer(Batch([_frame(1)]))
    listener.end()
    assert len(listener.take(timeout=None)) == 1
    assert listener.is_over
    assert not listener.is_gone
