"""Run another program to its end; when the set-up is interrupted, the program ends with all its children.

Servers and other long-running programs start in `supervision.child_process`.  Standard library only.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from setup import interruption

Command = Sequence[str | os.PathLike[str]]


def run(command: Command, *, cwd: Path, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run `command` without input; returns its exit code, and its stdout and stderr together."""
    with (
        interruption.held_back() as let_through,
        subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # its own process group, so that its children can be ended with it
        ) as process,
    ):
        try:
            let_through()
            said, _ = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGTERM)
            raise
    return process.returncode, said
