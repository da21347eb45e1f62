"""A task ends at its deadline and at Stop, whatever the socket is waiting for.  Bounds are generous on purpose."""

from __future__ import annotations

import threading
import time
from contextlib import closing

import pytest

from tasks.integrations.assistant import Control, stream_reply
from tests.outside.anthropic_server import (
    AnthropicServer,
    Gate,
    Reply,
    drip,
    error,
    held,
    pings,
    silence,
    slow_headers,
    structured,
    text,
)
from tests.support.sample_sessions import OUTLOOK_ASSESSMENT, OUTLOOK_CHAT, OUTLOOK_PROSE
from tests.tasks.integrations.assistant.asking import TASKS, ask, claude, within

SOON = 0.25
LATE = 5.0
ENDLESS = {
    "silence_before_headers": silence(),
    "headers_without_end": slow_headers(),
    "pings_only": pings(),
    "drip": drip(),
    "silence_in_the_text": held(text(OUTLOOK_PROSE), Gate(), after_pieces=2),
}


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("name", ENDLESS)
def test_the_deadline_ends_an_answer_that_does_not_end(server: AnthropicServer, name: str, task: str) -> None:
    server.script(ENDLESS[name])
    came = ask(claude(server), task, within(SOON))
    assert (came.code, came.codes) == ("deadline", ["deadline"])
    assert SOON * 0.9 <= came.seconds < LATE
    server.wait_for_disconnects(1)


def test_the_deadline_keeps_what_was_written(server: AnthropicServer) -> None:
    server.script(held(text(OUTLOOK_PROSE), Gate(), after_pieces=2))
    came = ask(claude(server), control=within(SOON))
    assert came.error is not None
    assert came.error.partial_text == OUTLOOK_PROSE[:24].strip()


@pytest.mark.parametrize("name", ENDLESS)
def test_stop_ends_a_reply_wherever_it_is(server: AnthropicServer, name: str) -> None:
    reply: Reply = ENDLESS[name]
    server.script(reply)
    came = ask(claude(server), control=within(30, is_cancelled=lambda: bool(server.requests)))
    assert (came.code, came.codes) == ("cancelled", ["cancelled"])
    assert came.seconds < LATE
    server.wait_for_disconnects(1)


def test_stop_keeps_exactly_what_people_have_seen(server: AnthropicServer) -> None:
    stop = threading.Event()
    server.script(held(text(OUTLOOK_PROSE), Gate(), after_pieces=2))
    came = ask(claude(server), control=within(30, is_cancelled=stop.is_set), on_text=lambda _: stop.set())
    assert came.error is not None
    assert came.error.partial_text == "".join(came.seen).strip() != ""


def test_stop_works_without_any_deadline(server: AnthropicServer) -> None:
    server.script(silence())
    came = ask(claude(server), control=Control(is_cancelled=lambda: bool(server.requests)))
    assert came.code == "cancelled"


def test_a_task_stopped_before_it_began_asks_nobody(server: AnthropicServer) -> None:
    came = ask(claude(server), control=within(30, is_cancelled=lambda: True))
    assert (came.code, came.calls, server.requests) == ("cancelled", [], [])


def test_a_deadline_that_has_passed_asks_nobody(server: AnthropicServer) -> None:
    came = ask(claude(server), "assessment", within(-1))
    assert (came.code, came.calls, server.requests) == ("deadline", [], [])


class StoppedInPause(Control):
    """Stop comes once the wait for the second attempt has begun: before, it would end the first one."""

    def pause(self, seconds: float, partial_text: str = "") -> None:
        PAUSED.set()
        super().pause(seconds, partial_text)


PAUSED = threading.Event()


def test_stop_ends_the_wait_between_two_attempts(server: AnthropicServer) -> None:
    server.script(error(529, retry_after=25))
    control = StoppedInPause(deadline=time.monotonic() + 60, is_cancelled=PAUSED.is_set)
    came = ask(claude(server), control=control)
    assert (came.code, came.codes) == ("cancelled", ["overloaded"])
    assert came.seconds < LATE


def test_a_stop_flag_that_cannot_be_read_is_no_order_to_stop(server: AnthropicServer) -> None:
    def unreadable() -> bool:
        raise ConnectionError("the flag's store is away")

    server.script(text(OUTLOOK_PROSE))
    came = ask(claude(server), control=within(30, is_cancelled=unreadable))
    assert came.reply is not None


def test_a_reply_nobody_reads_to_its_end_hangs_up(server: AnthropicServer) -> None:
    server.script(drip())
    with closing(stream_reply(claude(server), OUTLOOK_CHAT, within(30))) as reply:  # type: ignore[type-var]
        next(reply)
    server.wait_for_disconnects(1)


def test_an_answer_held_up_is_whole_once_it_comes(server: AnthropicServer) -> None:
    gate = Gate()
    server.script(held(structured(OUTLOOK_ASSESSMENT), gate, after_pieces=1))
    opener = threading.Thread(target=_open_once_reached, args=(gate,))
    opener.start()
    came = ask(claude(server), "assessment")
    opener.join()
    assert came.assessment == OUTLOOK_ASSESSMENT


def _open_once_reached(gate: Gate) -> None:
    gate.wait_until_reached()
    gate.open()
