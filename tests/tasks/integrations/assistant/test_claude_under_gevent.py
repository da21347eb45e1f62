"""Production runs the assistant in gevent workers: the same tests once more, in a patched process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]
FOLDER = Path(__file__).parent.relative_to(ROOT)
PATCHED = "from gevent import monkey; monkey.patch_all(); import pytest, sys; sys.exit(pytest.main(sys.argv[1:]))"
SELECTED = "(deadline or stop or reads or held_up or socket or third_attempt or 529 or 401) and not assessment"


def test_faults_deadlines_and_stop_are_the_same_in_a_gevent_worker() -> None:
    files = [str(FOLDER / f"test_claude_{about}.py") for about in ("faults", "deadlines", "retries", "tls")]
    options = ["-k", SELECTED, f"--confcutdir={FOLDER}"]
    run = subprocess.run(
        [sys.executable, "-c", PATCHED, *files, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3_000:] + run.stderr[-1_000:]
    assert " passed" in run.stdout
