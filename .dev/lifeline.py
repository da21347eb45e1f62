"""Children that do not outlive us, even after a kill -9, where the kernel offers it (Linux)."""

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
    command: Sequence[str], *, log: Path | None, cwd: Path, env: Mapping[str, str], farewell: signal.Signals
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, so that the terminal's Ctrl-C reaches us alone; output goes to `log`,
    or where ours goes.

    When the thread that called this is gone, the kernel sends the child `farewell`: call it from the main thread.
    """

    def ask_for_farewell() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, farewell)

    with log.open("ab") if log else nullcontext() as output:
        return subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=ask_for_farewell,  # noqa: PLW1509 - one system call, and no thread of ours runs at this time
        )


def end(child: subprocess.Popen[bytes], how: signal.Signals, *, seconds: float) -> None:
    """Ask the child to end, wait, and kill it after `seconds`."""
    if child.poll() is not None:
        return
    child.send_signal(how)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
