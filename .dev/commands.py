"""Other programs run to their end, with all their children: an interrupted set-up leaves no npm or pip behind.

Servers and the like, which go on, are `lifeline`'s.  Standard library only.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import interruption

Command = Sequence[str | os.PathLike[str]]


def run(command: Command, *, cwd: Path, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run `command` without input; returns its exit code and what it said on both outputs."""
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
            start_new_session=True,  # a group of its own, which can be ended as one
        ) as process,
    ):
        try:
            let_through()
            said, _ = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGTERM)
            raise
    return process.returncode, said
