"""The bounded queue of one client."""

from __future__ import annotations

from flask_sse import Message

from web.stream.client_queue import QUEUE_LIMIT, ClientQueue
from web.stream.frames import Batch, Frame, frame_of
from web.stream.position import Position


def _frame(n: int) -> Frame:
    return frame_of(Message(n, type="counted"), position=Position(n, 0))


def test_queue_holds_64_events_in_order() -> None:
    queue = ClientQueue(lambda event: True)
    assert all(queue.offer(Batch([_frame(n)])) for n in range(64))
    assert [frame.message.data for frame in queue.take(0)] == list(range(64))


def test_one_event_too_many_leaves_only_resync_at_its_position() -> None:
    queue = ClientQueue(lambda event: True)
    outcomes = [queue.offer(Batch([_frame(n)])) for n in range(QUEUE_LIMIT + 1)]
    (resync,) = queue.take(0)
    assert outcomes[-1] is False
    assert (resync.message.type, resync.position) == ("resync", Position(QUEUE_LIMIT, 0))


def test_events_after_an_overflow_follow_the_resync() -> None:
    queue = ClientQueue(lambda event: True)
    for n in range(QUEUE_LIMIT + 2):
        queue.offer(Batch([_frame(n)]))
    assert [frame.message.type for frame in queue.take(0)] == ["resync", "counted"]


def test_listener_that_was_ended_still_gives_out_what_is_queued() -> None:
    queue = ClientQueue(lambda event: True)
    queue.offer(Batch([_frame(1)]))
    queue.end()
    assert len(queue.take(timeout=None)) == 1
    assert queue.is_ended
    assert not queue.is_disconnected
