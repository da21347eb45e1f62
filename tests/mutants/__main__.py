"""`make mutants`: what the suite is worth.  Faults are planted in a copy of the tree, one at a time, and looked for.

make mutants ARGS="--only CSRF"
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from setup.paths import ROOT, VENV
from setup.servers import embedded
from tests.mutants.planted import FAULTS, Fault

GOAL = 24
SECONDS_A_FAULT = 300
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".data", ".dev-cache", "node_modules", "__pycache__", ".*_cache")
_FAILED = 1
"""pytest's exit code for tests that ran and failed; any other one is a mistake of ours."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutants ARGS=…")
    parser.add_argument("--only", default="", help="faults whose description has these words")
    faults = [fault for fault in FAULTS if parser.parse_args().only in fault.words]
    with tempfile.TemporaryDirectory(prefix="flowpilot-mutants-", ignore_cleanup_errors=True) as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=_LEFT_OUT)
        (tree / ".venv").symlink_to(VENV)
        with embedded.running(Path(folder) / "data", durable=False) as servers:
            environ = {**os.environ, **servers}
            code, last = _pytest(dict.fromkeys(test for fault in faults for test in fault.tests), tree, environ)
            assert code == 0, f"without any fault: {last}"
            noticed = sum(_is_noticed(fault, tree, environ) for fault in faults)
    _say(f"{noticed} of {len(faults)} noticed (goal: {GOAL} of {len(FAULTS)})")
    return 0 if len(faults) - noticed <= len(FAULTS) - GOAL else 1


def _is_noticed(fault: Fault, tree: Path, environ: dict[str, str]) -> bool:
    file = tree / fault.file
    right = file.read_text()
    assert right.count(fault.right) == 1, f"{fault.words}: {fault.file} has its place {right.count(fault.right)} times"
    file.write_text(right.replace(fault.right, fault.wrong))
    try:
        code, last = _pytest(fault.tests, tree, environ)
    finally:
        file.write_text(right)
    is_noticed = code == _FAILED
    _say(f"  {'noticed' if is_noticed else 'NOT noticed':<13}{fault.words:<52}{last}")
    return is_noticed


def _pytest(tests: Iterable[str], tree: Path, environ: dict[str, str]) -> tuple[int, str]:
    """The exit code, and the first test that failed."""
    command = [str(VENV / "bin" / "pytest"), "-x", "-q", "--tb=no", "-n", "0", *tests]
    try:
        done = subprocess.run(
            command, cwd=tree, env=environ, capture_output=True, text=True, timeout=SECONDS_A_FAULT, check=False
        )
    except subprocess.TimeoutExpired:
        return _FAILED, "by hanging"
    lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return done.returncode, lines[0].partition("::")[2].partition(" - ")[0] if lines else done.stdout[-200:].strip()


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
