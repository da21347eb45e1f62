"""`make clean`: remove what the set-up made and can make again.  Data is never touched.  Standard library only."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

from setup.paths import CACHE, ROOT, VENV
from setup.problems import SetupProblem, exit_with
from setup.progress import say

_MADE = (VENV, CACHE, ROOT / "web" / "static", ROOT / "web" / "spa" / "node_modules")
_CACHES = ("__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache")


def main() -> int:
    """Raises SetupProblem `already_running` while FlowPilot runs from the environment that would be removed."""
    if _is_running():
        raise SetupProblem("already_running", "FlowPilot is running here. Nothing was removed: end it first (Ctrl-C).")
    for path in (*_MADE, *_caches()):
        shutil.rmtree(path, ignore_errors=True)
    say("Removed the environment, caches and builds. Data was not touched.")
    return 0


def _is_running() -> bool:
    lock = ROOT / (os.environ.get("FLOWPILOT_DATA", "").strip() or ".data") / "lock"
    if not lock.exists():
        return False
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _caches() -> list[Path]:
    found = []
    for folder, folders, _ in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in (".git", ".data")]
        found += [Path(folder) / name for name in folders if name in _CACHES]
        folders[:] = [name for name in folders if name not in _CACHES]
    return found


if __name__ == "__main__":
    exit_with(main)
