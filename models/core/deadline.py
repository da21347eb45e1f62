"""A time limit for a block of code, by gevent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import gevent
from gevent import monkey


@contextmanager
def deadline(seconds: float, error: Exception) -> Iterator[None]:
    """Raise `error` in the block after `seconds`.  Without gevent's patches, nothing is interrupted."""
    if not monkey.is_module_patched("socket"):
        yield
        return
    with gevent.Timeout(seconds, error):
        yield
