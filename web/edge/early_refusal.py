"""Reads a request's body, and refuses the request early if the body is late and not needed for the decision."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context

import gevent
from flask import Request
from gevent import monkey

from web.edge.parsing import has_body, read_body

# How long a body may take before the checks that do not need it run.
LATE_AFTER_SECONDS = 0.5


def read_body_or_refuse(request: Request, refuse: Callable[[], None]) -> None:
    """Read the body.  If it is late, call `refuse`, which raises an error if the request fails without the body.

    Also raises what `read_body` raises.
    """
    if not has_body(request) or not monkey.is_module_patched("socket"):
        read_body(request)
        return
    # Flask reads its size limits from the request's context.
    reading = gevent.spawn(copy_context().run, _error_of_reading, request)
    try:
        reading.join(LATE_AFTER_SECONDS)
        if not reading.ready():
            refuse()
        error = reading.get()
    finally:
        reading.kill(block=False)
    if error is not None:
        raise error


def _error_of_reading(request: Request) -> Exception | None:
    """The error, returned instead of raised: gevent prints errors that a greenlet raises."""
    try:
        read_body(request)
    except Exception as error:  # noqa: BLE001 -- the caller raises it
        return error
    return None
