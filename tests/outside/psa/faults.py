"""What can go wrong with a call, and which calls it happens to."""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tests.outside.psa.exchange import Request


class Kind(StrEnum):
    """The first group is answered instead of the call.  The second group happens after the call was carried out."""

    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    CONFLICT = "409"
    TOO_MANY = "429"
    """With `Fault.retry_after`, or without."""
    SERVER_ERROR = "500"
    """With a body in JSON."""
    BAD_GATEWAY = "502"
    """With a page in HTML."""
    CLOSE_BEFORE_REPLY = "close_before_reply"

    APPLY_THEN_CLOSE = "apply_then_close"
    """The connection is reset instead of a reply."""
    APPLY_THEN_BAD_GATEWAY = "apply_then_502"
    APPLY_THEN_REDIRECT = "apply_then_302"
    SLOW = "slow"
    """The reply waits for `Simulator.release`."""
    TRUNCATED = "truncated"
    """Half of the body, and then the connection ends."""
    BROKEN_JSON = "broken_json"
    """Half of the body, and the length fits."""
    WRONG_MEDIA_TYPE = "wrong_media_type"
    """The status is 200, and the body is XML."""
    HTML_PAGE = "html_page"
    """The status is 200, and the body is a page, as a login page or a proxy sends it."""
    NULL_FIELD = "null_field"
    """`Fault.field` is null, or `Fault.value`, wherever it is in the reply."""


@dataclass(frozen=True)
class Fault:
    kind: Kind
    retry_after: str | None = None
    """The header of a 429: seconds or a date."""
    field: str | None = None
    """For NULL_FIELD; several with commas."""
    value: str | None = None
    echo: str | None = None
    """For what is answered instead of the call: the message is this text and the headers of the request."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Fault:
        """Raises ValueError for an unknown kind."""
        return cls(Kind(value["kind"]), retry_after=value.get("retry_after"), field=value.get("field"))


@dataclass
class _Planned:
    fault: Fault
    route: str
    left: int


@dataclass(frozen=True)
class _Random:
    chances: Mapping[Fault, float]
    route: str
    source: random.Random


class Plan:
    """Which call meets which fault.  A `route` is a pattern with `*` for a method, a space and a path."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[_Planned] = []
        self._random: list[_Random] = []

    def add(self, fault: Fault, *, route: str, times: int) -> None:
        with self._lock:
            self._planned.append(_Planned(fault, route, times))

    def add_random(self, chances: Mapping[Fault, float], *, route: str, seed: int) -> None:
        with self._lock:
            self._random.append(_Random(dict(chances), route, random.Random(seed)))

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()
            self._random.clear()

    def next_for(self, request: Request) -> Fault | None:
        """The first planned fault for this call; else one by chance, with one throw for each set of chances."""
        with self._lock:
            for planned in self._planned:
                if planned.left and request.matches(planned.route):
                    planned.left -= 1
                    return planned.fault
            matching = (one for one in self._random if request.matches(one.route))
            return next((fault for one in matching if (fault := _thrown(one))), None)


def _thrown(one: _Random) -> Fault | None:
    throw = one.source.random()
    for fault, chance in one.chances.items():
        throw -= chance
        if throw < 0:
            return fault
    return None
