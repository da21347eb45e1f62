"""Starts child processes that end with us.  On Linux the kernel ends them even if we are killed with kill -9."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

IsAlive = Callable[[], bool]

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def start(
    command: Sequence[str], *, log: Path | None, cwd: Path, env: Mapping[str, str], stop_signal: signal.Signals
) -> subprocess.Popen[bytes]:
    """Start `command` in its own session, so that the terminal's Ctrl-C reaches only us.

    Its output goes to `log`, or where ours goes.  The kernel sends the child `stop_signal` when the thread that called
    this has ended, so call it from the main thread.
    """

    def ask_for_stop_signal() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, stop_signal)

    with log.open("ab") if log else nullcontext() as output:
        return subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=ask_for_stop_signal,  # noqa: PLW1509 - one system call, and no thread of ours runs at this time
        )


def end(child: subprocess.Popen[bytes], how: signal.Signals, *, seconds: float) -> None:
    """Send the signal `how`, and kill the child if it is still running after `seconds`."""
    if child.poll() is not None:
        return
    child.send_signal(how)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
