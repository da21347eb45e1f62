"""Live events across processes: made in one web process, heard in another, by whom they concern."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.outside.anthropic_server import AnthropicServer, Gate, held, text
from tests.processes.conftest import WORDS
from tests.support.desk import Desk
from tests.support.eventually import PATIENCE_SECONDS
from tests.support.fleet import Fleet
from tests.support.http_client import HttpClient
from tests.support.installation import Installation
from tests.support.queue_storm import stir_queue
from tests.support.sse import SseReader

ESCALATIONS = "/ai-sessions/escalations/stream"
BOTH_PROCESSES = 6


@pytest.fixture
def senior(web: Fleet, desk: Desk) -> HttpClient:
    return HttpClient(web.port(), desk.senior)


@pytest.fixture
def listening(senior: HttpClient) -> Iterator[list[SseReader]]:
    """As many streams as make it likely that each web process has some."""
    with ExitStack() as stack:
        streams = [stack.enter_context(senior.opens(ESCALATIONS)) for _ in range(BOTH_PROCESSES)]
        assert [stream.next().type for stream in streams] == ["ready"] * BOTH_PROCESSES
        yield streams


def test_a_stream_says_ready_at_once_with_the_account(senior: HttpClient, desk: Desk) -> None:
    with senior.opens(ESCALATIONS) as stream:
        first = stream.next()
    assert (stream.status, first.type) == (200, "ready")
    assert first.data["account_id"] == str(desk.account_id)


def test_an_escalation_is_heard_in_every_web_process(desk: Desk, listening: list[SseReader]) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session("The till prints nothing"))
    for stream in listening:
        event = stream.until("handoff_created")[-1]
        assert (event.data["handoff_id"], event.data["problem"]) == (handoff["id"], "The till prints nothing")


def test_a_claim_is_heard_by_everybody_who_listens(desk: Desk, listening: list[SseReader]) -> None:
    handoff = desk.junior.escalates(desk.junior.opens_session())
    desk.senior.claims(handoff)
    for stream in listening:
        event = stream.until("handoff_claimed")[-1]
        assert event.data["claimed_by"] == {"id": desk.senior.id, "name": "Priya"}


def test_an_escalation_of_one_account_is_not_heard_in_another(
    web: Fleet, installation: Installation, desk: Desk
) -> None:
    stranger = installation.open_desk()
    with HttpClient(web.port(), stranger.senior).opens(ESCALATIONS) as stream:
        assert stream.next().type == "ready"
        ours = desk.junior.escalates(desk.junior.opens_session())
        theirs = stranger.junior.escalates(stranger.junior.opens_session())
        heard = stream.until("handoff_created")
    assert [event.data["handoff_id"] for event in heard if event.type == "handoff_created"] == [theirs["id"]]
    assert ours["id"] not in str(heard)


def test_a_viewer_may_not_listen_to_escalations(web: Fleet, desk: Desk) -> None:
    with HttpClient(web.port(), desk.viewer).opens(ESCALATIONS) as stream:
        assert stream.status == 403


def test_a_client_that_comes_back_gets_what_it_missed_and_nothing_twice(senior: HttpClient, desk: Desk) -> None:
    with senior.opens(ESCALATIONS) as stream:
        stream.next()
        desk.junior.escalates(desk.junior.opens_session())
        stream.until("handoff_created")
    missed = desk.junior.escalates(desk.junior.opens_session())
    with senior.opens(ESCALATIONS, last_event_id=stream.last_id) as again:
        heard = again.until("handoff_created")
    assert heard[0].type == "ready"
    assert [event.data["handoff_id"] for event in heard if event.type == "handoff_created"] == [missed["id"]]


def test_after_500_events_without_a_connection_events_and_a_fresh_read_agree(senior: HttpClient, desk: Desk) -> None:
    path = "/ai-sessions/escalations?sort=oldest&limit=200"
    with senior.opens(ESCALATIONS) as stream:
        stream.next()
        desk.junior.escalates(desk.junior.opens_session())
        stream.until("handoff_created")
    waiting = {row["handoff_id"] for row in senior.get(path)[1]["items"]}
    stir_queue(desk, escalations=280, claims=220)
    heard = []
    with senior.opens(ESCALATIONS, last_event_id=stream.last_id) as again:
        assert again.next().type == "ready"
        while len(heard) < 500:
            event = again.next()
            if event.type in {"handoff_created", "handoff_claimed"}:
                heard.append(event)
    assert len({event.data["id"] for event in heard}) == 500
    for event in heard:
        change = waiting.add if event.type == "handoff_created" else waiting.remove
        change(event.data["handoff_id"])
    rows = [row["handoff_id"] for row in senior.get(path)[1]["items"]]
    assert (len(rows), set(rows)) == (61, waiting)


def test_a_reply_is_streamed_from_a_worker_process_to_a_browser(
    workers: Fleet, web: Fleet, desk: Desk, claude: AnthropicServer
) -> None:
    gate = Gate()
    claude.script(held(text(WORDS), gate))
    ai_session = desk.junior.opens_session()
    with HttpClient(web.port(), desk.junior).opens(f"/ai-sessions/{ai_session['id']}/stream") as stream:
        assert stream.next().data["session_id"] == ai_session["id"]
        gate.open()
        heard = stream.until("reply_finished")
    deltas = [event.data for event in heard if event.type == "reply_delta"]
    assert "".join(delta["text"] for delta in deltas) == WORDS
    assert all(event.id is None for event in heard if event.type == "reply_delta"), "a delta is not replayed"


def test_a_stream_that_opens_in_any_web_process_while_a_reply_is_written_has_all_of_its_words(
    workers: Fleet, web: Fleet, desk: Desk, claude: AnthropicServer
) -> None:
    gate = Gate()
    claude.script(held(text(WORDS), gate, after_pieces=2))
    ai_session = desk.junior.opens_session()
    gate.wait_until_reached(PATIENCE_SECONDS)
    junior = HttpClient(web.port(), desk.junior)
    with ExitStack() as stack:
        path = f"/ai-sessions/{ai_session['id']}/stream"
        streams = [stack.enter_context(junior.opens(path)) for _ in range(BOTH_PROCESSES)]
        opening = [stream.until("reply_delta") for stream in streams]
        assert [[event.type for event in heard] for heard in opening] == [
            ["ready", "reply_started", "reply_delta"]
        ] * BOTH_PROCESSES
        so_far = {heard[-1].data["text"] for heard in opening}
        gate.open()
        rest = [stream.until("reply_finished") for stream in streams]
    (begun,) = so_far
    assert WORDS.startswith(begun)
    for heard in rest:
        words = [event.data["text"] for event in heard if event.type == "reply_delta"]
        assert begun + "".join(words) == WORDS
