"""Where things are in the checkout, and the lock that keeps two set-ups from building the same thing.

The data folder has a module of its own (`datafolder`).  Standard library only.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEV = Path(__file__).resolve().parent
ROOT = DEV.parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".dev-cache"
"""What the set-up made and can make again; ignored by git."""


@contextmanager
def exclusively(what: str) -> Iterator[None]:
    """Wait until no other set-up of this checkout makes `what`, then hold the others off."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{what}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
