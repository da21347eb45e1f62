"""Where the work at hand comes from: the request that asked for it and the client that sent that.

Set at the edge of a request (and for a job, from its outbox row), read by what keeps a record: the audit log, the
outbox, log lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Origin:
    """`request_id`: 32 hex digits.  `client`: the caller's IP address as the outermost trusted proxy saw it."""

    request_id: str | None = None
    client: str | None = None


_NOWHERE = Origin()
_current: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)


def current() -> Origin:
    """Where this work comes from; empty for an operator's command."""
    return _current.get()


@contextmanager
def working_for(request_id: str | None) -> Iterator[None]:
    """Inside, work belongs to the request that asked for it: a job's rows and log lines name it."""
    token = _current.set(Origin(request_id=request_id))
    try:
        yield
    finally:
        _current.reset(token)


def set_origin(origin: Origin) -> None:
    """From here on, until it is set anew: whoever sets it takes it back at the end of the request or job."""
    _current.set(origin)
