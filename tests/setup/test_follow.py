"""The log on the screen: complete lines, compact tracebacks, one word about a process that keeps ending."""

import pytest

from setup.supervision.log_follower import LogFollower, likely_cause
from setup.supervision.log_line import in_short
from setup.supervision.supervisor import ProcessType

_TRACEBACK = "Traceback (most recent call last):\n  File x\n    call()\nValueError: broken\n"


@pytest.fixture
def log(tmp_path):
    (tmp_path / "web.log").write_text("from before\n")
    return tmp_path / "web.log"


@pytest.fixture
def follower(log):
    with LogFollower(log.parent, ["web", "worker"]) as follower:
        yield follower


def test_new_lines_are_shown_when_they_are_complete(log, follower, capsys):
    with log.open("a") as file:
        file.write("one\ntw")
        file.flush()
        follower.show_new_lines()
        assert capsys.readouterr().out == "web    | one\n"
        file.write("o\n")
    follower.show_new_lines()
    assert capsys.readouterr().out == "web    | two\n"


def test_of_a_traceback_only_the_fault_is_shown(log, follower, capsys):
    with log.open("a") as file:
        file.write(_TRACEBACK)
    follower.show_new_lines()
    assert capsys.readouterr().out == "web    | ValueError: broken\n"


def test_following_goes_on_in_the_next_file(log, follower, capsys):
    log.rename(log.with_suffix(".log.1"))
    log.write_text("in the new one\n")
    follower.show_new_lines()
    assert capsys.readouterr().out == "web    | in the new one\n"


def test_process_that_keeps_ending_is_told_once_and_then_muted(log, follower, capsys):
    log.write_text(_TRACEBACK)
    for started_at in range(6):
        follower.show_restarts([ProcessType("web", started_at, is_up=False)])

    said = capsys.readouterr().out
    assert said.count("ended and was restarted") == 2
    assert said.count("keeps ending") == 1
    assert "ValueError: broken" in said


def test_gist_is_the_exception_or_else_the_last_line(log):
    assert likely_cause(log) == "from before"
    log.write_text(_TRACEBACK + "shutting down\n")
    assert likely_cause(log) == "ValueError: broken"


@pytest.mark.parametrize(
    ("line", "short"),
    [
        (
            '{"event": "request", "method": "GET", "route": "/x", "status": 200, "duration_ms": 3, "request_id": "1"}',
            "GET /x 200 (3 ms)",
        ),
        (
            '{"event": "job failed", "level": "error", "job": "reply.write", "exception": "Trace\\nE: no"}',
            "error: job failed job=reply.write (E: no)",
        ),
        ("Booting worker", "Booting worker"),
        ("[1, 2]", "[1, 2]"),
    ],
)
def test_a_structured_line_is_told_in_short(line, short):
    assert in_short(line) == short
