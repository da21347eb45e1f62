"""Waiting for what another thread does and tells nobody about."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_SECONDS = 15.0


def eventually(holds: Callable[[], bool]) -> bool:
    """True as soon as `holds`; False after a patience that only a fault uses up."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
