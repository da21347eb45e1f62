"""What a scripted reply is made of: one step after another, as the server does them on the wire."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.outside.anthropic_server.received import ReceivedRequest


class Gate:
    """Where a reply waits until the test says go.  `reached` is set once a reply has come to it."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._opened = threading.Event()

    def open(self) -> None:
        """Let every reply pass that waits here or comes later."""
        self._opened.set()

    @property
    def is_open(self) -> bool:
        return self._opened.is_set()

    def wait(self, seconds: float) -> bool:
        return self._opened.wait(seconds)

    def wait_until_reached(self, seconds: float = 10.0) -> None:
        """Raises TimeoutError."""
        if not self.reached.wait(seconds):
            raise TimeoutError("no reply has come to the gate")


@dataclass(frozen=True)
class Head:
    """Status and headers; the body follows in chunks."""

    status: int = 200
    content_type: str = "text/event-stream; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    """One server-sent event, checked against the SDK's own types before it is sent."""

    data: Mapping[str, Any]

    @property
    def is_piece_of_text(self) -> bool:
        return bool(self.data["type"] == "content_block_delta" and self.data["delta"]["type"] == "text_delta")


@dataclass(frozen=True)
class Raw:
    """Bytes of the body as they are, right or wrong."""

    body: bytes


@dataclass(frozen=True)
class RawHead:
    """Bytes before or in the middle of the headers, without chunking."""

    line: bytes


@dataclass(frozen=True)
class Pause:
    seconds: float


@dataclass(frozen=True)
class Hold:
    """Wait at the gate; ends as well when the client hangs up or the server closes."""

    gate: Gate = field(default_factory=Gate)


@dataclass(frozen=True)
class CutSocket:
    """Close in the middle of the body; with `reset` the client gets a TCP reset."""

    reset: bool = False


Step = Head | Event | Raw | RawHead | Pause | Hold | CutSocket
Reply = Callable[[ReceivedRequest], Iterable[Step]]
"""Given a request, the steps to answer it.  Made by `replies`; any function of this shape will do."""
