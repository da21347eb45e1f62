"""Answers a save of an older version with the newest one, so that a person can compare the two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from models.core.errors import VersionConflict


@contextmanager
def showing_newest(detail_of: Callable[[Any], dict[str, Any]]) -> Iterator[None]:
    """Make the `detail` of a VersionConflict from what stands now, so that the client compares without another call."""
    try:
        yield
    except VersionConflict as conflict:
        conflict.detail = detail_of(conflict.newest)
        raise
