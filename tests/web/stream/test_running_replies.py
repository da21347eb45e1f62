"""A stream that opens while a reply is written: the text so far, then the rest, no word lost and none twice."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from models.core import ids
from models.core.outgoing import live
from schemas.events import EVENT_SCHEMAS
from tasks.actors.deltas import Deltas
from tests.support.own_redis import OwnRedis
from tests.support.sse import SseEvent, SseReader
from tests.web.stream.conftest import StreamServer

DELTA = "reply_delta"


class Reply:
    """One attempt of a reply as a worker writes it; each `says` is sent at once."""

    def __init__(
        self, stream_server: StreamServer, session_id: UUID, *, reply_id: UUID | None = None, attempt: int = 1
    ) -> None:
        self._server, self._session_id = stream_server, session_id
        self.id = reply_id or ids.new_id()
        self._deltas = Deltas(
            stream_server.client,
            account_id=stream_server.account_id,
            topic=live.session_topic(session_id),
            reply_id=self.id,
            attempt=attempt,
        )
        self._deltas.begin()

    def says(self, *pieces: str) -> None:
        for piece in pieces:
            self._deltas.add(piece)
            self._deltas.send()

    def ends(self) -> None:
        topics = (live.session_topic(self._session_id),)
        self._server.publish("reply_finished", topics=topics, reply_id=str(self.id), step_id=None)


@pytest.fixture
def session_id() -> UUID:
    return ids.new_id()


def opens(stream_server: StreamServer, session_id: UUID, **more: str | None) -> SseReader:
    return stream_server.listen(live.session_topic(session_id), **more)


def is_about(event: SseEvent) -> tuple[str, int]:
    return event.data["reply_id"], event.data["attempt"]


def test_stream_that_opens_in_the_middle_has_every_word_once(stream_server: StreamServer, session_id: UUID) -> None:
    reply = Reply(stream_server, session_id)
    reply.says("Restart ", "the ")
    reader = opens(stream_server, session_id)
    started, so_far = reader.next(), reader.next()
    reply.says("spooler.")
    rest = reader.next()
    assert (started.type, so_far.type, rest.type) == ("reply_started", DELTA, DELTA)
    assert is_about(started) == is_about(so_far) == is_about(rest) == (str(reply.id), 1)
    assert (so_far.data["text"], so_far.data["index"], so_far.data["snapshot"]) == ("Restart the ", 1, True)
    assert (rest.data["text"], rest.data["index"], rest.data["snapshot"]) == ("spooler.", 2, False)
    for event in (started, so_far, rest):
        assert EVENT_SCHEMAS[event.type].validate(event.data) == {}
        assert event.id is None


def test_stream_that_opens_before_the_first_word_hears_that_a_reply_runs(
    stream_server: StreamServer, session_id: UUID
) -> None:
    reply = Reply(stream_server, session_id)
    reader = opens(stream_server, session_id)
    assert reader.next().type == "reply_started"
    reply.says("Restart")
    assert reader.next().data["text"] == "Restart"


def test_stream_of_several_sessions_hears_each_running_reply(stream_server: StreamServer) -> None:
    sessions = [ids.new_id(), ids.new_id()]
    replies = [Reply(stream_server, one) for one in sessions]
    for number, reply in enumerate(replies):
        reply.says(f"Text {number}")
    reader = stream_server.listen(*[live.session_topic(one) for one in sessions], live.ESCALATIONS)
    heard = [reader.next() for _ in range(4)]
    texts = {event.data["session_id"]: event.data["text"] for event in heard if event.type == DELTA}
    assert texts == {str(one): f"Text {number}" for number, one in enumerate(sessions)}


def test_piece_that_the_text_so_far_includes_is_not_told_again(stream_server: StreamServer, session_id: UUID) -> None:
    """It may still be under way on the channel when the text is read."""
    reply = Reply(stream_server, session_id)
    reply.says("Restart ", "the ")
    reader = opens(stream_server, session_id)
    assert [reader.next().type, reader.next().data["index"]] == ["reply_started", 1]
    late = {"reply_id": str(reply.id), "attempt": 1, "index": 1, "text": "the ", "snapshot": False}
    stream_server.publish_ephemeral(DELTA, topics=(live.session_topic(session_id),), **late)
    reply.says("spooler.")
    assert reader.next().data["text"] == "spooler."


def test_reply_that_has_ended_is_not_told_to_a_stream_that_opens_later(
    stream_server: StreamServer, session_id: UUID
) -> None:
    reply = Reply(stream_server, session_id)
    reply.says("Restart the spooler.")
    reply.ends()
    reader = opens(stream_server, session_id)
    stream_server.publish("step_created", topics=(live.session_topic(session_id),), n=1)
    assert reader.next().type == "step_created"


def test_new_attempt_begins_with_nothing_of_the_former(stream_server: StreamServer, session_id: UUID) -> None:
    reply = Reply(stream_server, session_id)
    reply.says("Restart the router, ")
    again = Reply(stream_server, session_id, reply_id=reply.id, attempt=2)
    again.says("Do not restart anything; ")
    reader = opens(stream_server, session_id)
    started, so_far = reader.next(), reader.next()
    assert is_about(started) == is_about(so_far) == (str(reply.id), 2)
    assert so_far.data["text"] == "Do not restart anything; "


def test_worker_that_wakes_up_after_another_has_begun_is_not_heard(
    stream_server: StreamServer, session_id: UUID
) -> None:
    reply = Reply(stream_server, session_id)
    reply.says("Restart the router, ")
    again = Reply(stream_server, session_id, reply_id=reply.id, attempt=2)
    reader = opens(stream_server, session_id)
    assert is_about(reader.next()) == (str(reply.id), 2)
    reply.says("then the vendor.")
    again.says("Call the vendor.")
    heard = reader.next()
    assert (heard.data["attempt"], heard.data["text"]) == (2, "Call the vendor.")


def test_text_that_redis_has_lost_comes_back_with_the_next_piece(stream_server: StreamServer, session_id: UUID) -> None:
    reply = Reply(stream_server, session_id)
    reply.says("Restart ", "the ")
    stream_server.client.delete(live.running_text_key_of(stream_server.account_id, live.session_topic(session_id)))
    reader = opens(stream_server, session_id)
    reply.says("print ", "spooler.")
    whole, rest = reader.next(), reader.next()
    assert (whole.data["text"], whole.data["snapshot"]) == ("Restart the print ", True)
    assert (rest.data["text"], rest.data["snapshot"]) == ("spooler.", False)
    assert opens(stream_server, session_id).until(DELTA)[-1].data["text"] == "Restart the print spooler."


def test_words_written_while_redis_was_away_are_not_lost(
    own_redis: OwnRedis, make_stream_server: Callable[..., StreamServer], session_id: UUID
) -> None:
    stream_server = make_stream_server(own_redis.url)
    reader, reply = opens(stream_server, session_id), Reply(stream_server, session_id)
    reply.says("Restart ")
    assert reader.next().data["text"] == "Restart "
    own_redis.kill()
    reply.says("the ")
    own_redis.start()
    assert reader.next().type == "resync"
    reply.says("spooler.")
    assert reader.until(DELTA)[-1].data["text"] == "Restart the spooler."


def test_client_that_was_too_slow_gets_the_text_so_far_behind_its_resync(
    stream_server: StreamServer, session_id: UUID
) -> None:
    topic = live.session_topic(session_id)
    frozen, lively = stream_server.open(topic, receive_buffer=4_096), stream_server.listen(topic)
    reply, filler = Reply(stream_server, session_id), "x" * 65_536
    for number in range(200):
        reply.says(f"{number} ")
        stream_server.publish("step_created", topics=(topic,), text=filler)
        lively.until("step_created")
    frozen.until("resync")
    so_far = next(event for event in iter(frozen.next, None) if event.type == DELTA and event.data["snapshot"])
    assert so_far.data["text"] == "".join(f"{number} " for number in range(so_far.data["index"] + 1))
