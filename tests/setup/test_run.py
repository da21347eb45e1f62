"""`make run` from the outside: up, restarted, refused a second time, ended by every kind of signal, cleared up."""

import os
import signal
import subprocess
import sys
import urllib.request

import psutil
import pytest

from setup.supervision import orphans
from tests.setup.checkout import Checkout

pytestmark = [pytest.mark.processes, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]


def test_everything_runs_is_restarted_when_it_dies_and_ends_with_sigterm(tmp_path):
    checkout = Checkout(tmp_path)
    with checkout.start() as first:
        address = first.wait_for("FlowPilot is ready").split()[3]
        with urllib.request.urlopen(f"{address}/") as answer:
            assert answer.status == 200
        first.wait_for("web    | /")

        with checkout.start() as second:
            assert address in second.wait_for("already running")
            assert second.process.wait(30) == 1

        processes = checkout.processes()
        next(process for process in processes if "worker.py" in process.cmdline()).kill()
        first.wait_for("worker | ended and was restarted")
        first.wait_for("worker | at work")

        assert first.end(signal.SIGTERM) == 0
        assert not [process for process in processes if process.is_running()]
        assert checkout.data.unfinished_run() is None


def test_what_a_kill_left_behind_is_ended_by_the_next_run_and_nobody_else(tmp_path):
    checkout = Checkout(tmp_path)
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
    with subprocess.Popen(sleeper, env={**os.environ, orphans.TOKEN: "somebody else's"}) as bystander:
        with checkout.start() as killed:
            killed.wait_for("FlowPilot is ready")
            left = checkout.processes()
            supervisor = next(process for process in left if "supervisor.supervisord" in process.cmdline())
            _kill_at_once(killed.process.pid, supervisor.pid)
            killed.process.wait(30)
        assert [process for process in left if process.is_running()]

        with checkout.start() as again:
            again.wait_for("An earlier run over this data was killed")
            again.wait_for("FlowPilot is ready")
            assert not [process for process in left if process.is_running()]
            assert again.end(signal.SIGHUP) == 0

        assert bystander.poll() is None
        bystander.kill()


def test_process_type_that_cannot_start_is_told_with_its_fault(tmp_path):
    checkout = Checkout(tmp_path, worker="raise RuntimeError('no such queue')")
    with checkout.start() as run:
        said = run.wait_for("[process_fails]")

        assert "worker" in said
        assert "RuntimeError: no such queue" in said
        assert run.process.wait(60) == 1
        assert not checkout.processes()


def _kill_at_once(*pids):
    """Stopped first, so that none of them hears of the other's end."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    for pid in pids:
        psutil.Process(pid).kill()
