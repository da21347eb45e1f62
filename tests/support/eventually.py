"""Waiting for what a worker does and tells nobody about."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_SECONDS = 90.0
FIRST_LOOK_SECONDS, LAST_LOOK_SECONDS = 0.02, 0.25


def eventually(holds: Callable[[], object], *, patience: float = PATIENCE_SECONDS) -> bool:
    """True as soon as `holds`; False after a patience (seconds) that only a fault uses up."""
    deadline, pause = time.monotonic() + patience, FIRST_LOOK_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        # A look may be a call to the whole application, which would take the processor from what is waited for.
        pause = min(pause * 1.3, LAST_LOOK_SECONDS)
    return True
