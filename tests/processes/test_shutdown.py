"""A deploy in the middle of the day: 200 open streams and 50 jobs, SIGTERM, and nothing is lost."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack

import pytest

from tests.outside.anthropic_server import AnthropicServer, Gate, held, text
from tests.processes.conftest import WORDS
from tests.support.desk import Desk
from tests.support.eventually import eventually
from tests.support.fleet import Fleet
from tests.support.http_client import HttpClient
from tests.support.installation import Installation
from web.stream.slots import STREAMS_OF_A_USER

STREAMS, JOBS = 200, 50


def test_a_deploy_tells_every_stream_and_loses_no_job(
    fleet: Fleet, installation: Installation, desk: Desk, claude: AnthropicServer, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = Gate()
    claude.answer_with(lambda _: held(text(WORDS), gate))
    fleet.ensure("web", "worker", "worker_ai", "relay")
    fleet.wait_until_ready("web")
    listeners = [desk.joins(f"Noor{number}", "engineer") for number in range(STREAMS // STREAMS_OF_A_USER)]
    with ExitStack() as stack:
        streams = [
            stack.enter_context(HttpClient(fleet.port(), person).opens("/ai-sessions/escalations/stream"))
            for person in listeners
            for _ in range(STREAMS_OF_A_USER)
        ]
        assert [stream.next().type for stream in streams] == ["ready"] * STREAMS
        opened = [desk.junior.opens_session(f"Problem {number}") for number in range(JOBS)]
        assert gate.reached.wait(30), fleet.story("worker_ai")
        began = time.monotonic()
        fleet.tell_to_stop("web")
        fleet.tell_to_stop("worker_ai")
        heard = [stream.until("bye")[-1].type for stream in streams]
        assert heard == ["bye"] * STREAMS
        assert fleet.has_ended("web"), fleet.story("web")
        assert fleet.has_ended("worker_ai"), fleet.story("worker_ai")
        seconds = time.monotonic() - began
    with capsys.disabled():
        sys.stdout.write(f"\nSIGTERM with {STREAMS} streams and {JOBS} jobs: all told and gone in {seconds:.1f} s\n")
    gate.open()
    fleet.ensure("web", "worker_ai")
    assert eventually(lambda: [job["state"] for job in installation.jobs_of(desk, "reply.write")] == ["done"] * JOBS)
    assert all(len(replies_to(desk, ai_session["id"])) == 1 for ai_session in opened)


def replies_to(desk: Desk, session_id: str) -> list[str]:
    items = desk.junior.get(f"/ai-sessions/{session_id}/steps").get_json()["items"]
    return [step["content"] for step in items if step["kind"] == "assistant_message"]
