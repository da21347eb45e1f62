"""Waiting for what a worker does and tells nobody about."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_SECONDS = 90.0
LOOK_SECONDS = 0.02


def eventually(holds: Callable[[], object], *, patience: float = PATIENCE_SECONDS) -> bool:
    """True as soon as `holds`; False after a patience (seconds) that only a fault uses up."""
    deadline = time.monotonic() + patience
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(LOOK_SECONDS)
    return True
