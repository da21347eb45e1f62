"""Where things are in the checkout, and the lock that keeps two set-ups from building the same thing.

The data folder has a module of its own (`data_folder`).  Standard library only.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETUP = Path(__file__).resolve().parent
ROOT = SETUP.parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".dev-cache"
"""Files that the set-up creates and can create again; ignored by git."""


@contextmanager
def exclusively(what: str) -> Iterator[None]:
    """Wait until no other process sets up `what` in this checkout, and lock it for the block."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
