"""Ctrl-C and its like, while another program runs for us."""

import signal
import subprocess
import sys

import psutil

from setup.paths import ROOT

_CODE = """
import os, pathlib
from setup import commands, interruption, problems
interruption.listen()
print("listening", flush=True)
problems.exit_with(lambda: commands.run(["/bin/sh", "-c", "sleep 600 & sleep 601"], cwd=pathlib.Path("/"))[0])
"""


def test_interrupted_command_ends_with_its_children():
    with subprocess.Popen([sys.executable, "-c", _CODE], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "listening\n"
        sleepers = _wait_for_sleepers(psutil.Process(process.pid))
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 130

    assert not psutil.wait_procs(sleepers, timeout=10)[1]


_AS_IT_STARTS = """
class Popen(subprocess.Popen):
    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        print(self.pid, flush=True)
        os.kill(os.getpid(), signal.SIGTERM)

subprocess.Popen = Popen
"""


def test_interrupted_as_a_command_starts_it_ends_all_the_same():
    code = "import os, signal, subprocess" + _AS_IT_STARTS + _CODE
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "listening\n"
        started = int(process.stdout.readline())
        assert process.wait(30) == 130

    assert not psutil.pid_exists(started)


def _wait_for_sleepers(process):
    while len(found := [child for child in process.children(recursive=True) if child.name() == "sleep"]) < 2:
        assert process.is_running()
    return found
