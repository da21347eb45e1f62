"""The origin of the current work: the request that caused it, and that request's client.

A request sets it at the edge, and a job takes it from its outbox row.  The audit log and the outbox store it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Origin:
    """`request_id`: 32 hex digits.  `client`: the client's IP address as the outermost trusted proxy saw it."""

    request_id: str | None = None
    client: str | None = None


_NOWHERE = Origin()
_current: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)


def current() -> Origin:
    """The origin of the current work; empty for an operator's command."""
    return _current.get()


@contextmanager
def working_for(request_id: str | None, *, client: str | None = None) -> Iterator[None]:
    """Set the origin for the block; jobs use it so that their rows name the request that caused them."""
    token = _current.set(Origin(request_id=request_id, client=client))
    try:
        yield
    finally:
        _current.reset(token)


def set_origin(origin: Origin) -> None:
    """Set the origin until the next call.  The caller must reset it at the end of the request."""
    _current.set(origin)
