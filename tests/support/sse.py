"""A browser's EventSource in a few lines: reads a stream strictly, so that a torn frame fails the test."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage, HTTPResponse
from types import TracebackType
from typing import Any, Self

PATIENCE_SECONDS = 15.0


@dataclass(frozen=True)
class SseEvent:
    type: str
    data: Any
    id: str | None
    retry: int | None


class SseReader:
    """One connection; `last_id` is what an EventSource would send as Last-Event-ID."""

    def __init__(
        self,
        port: int,
        path: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        last_event_id: str | None = None,
        receive_buffer: int | None = None,
    ) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        sock = socket.socket()
        if receive_buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        sock.settimeout(PATIENCE_SECONDS)
        sock.connect(("127.0.0.1", port))
        self._connection.sock = sock
        again = {"Last-Event-ID": last_event_id} if last_event_id else {}
        self._connection.request(method, path, headers={**(headers or {}), **again})
        self.response: HTTPResponse = self._connection.getresponse()
        self.last_id: str | None = last_event_id
        self.comments: list[str] = []

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def headers(self) -> HTTPMessage:
        return self.response.headers

    def next(self) -> SseEvent:
        """The next event; comments on the way are kept.  Raises EOFError at the end, TimeoutError without any."""
        while True:
            lines = self._block()
            fields = dict(line.split(": ", 1) for line in lines if not line.startswith(":"))
            self.comments += [line for line in lines if line.startswith(":")]
            if fields:
                return self._event(fields)

    def next_comment(self) -> str:
        (line,) = self._block()
        assert line.startswith(":")
        return line

    def until(self, last: str) -> list[SseEvent]:
        """The events up to the first of type `last`, that one included."""
        heard = [self.next()]
        while heard[-1].type != last:
            heard.append(self.next())
        return heard

    def has_ended(self) -> bool:
        return self.response.readline() == b""

    def close(self) -> None:
        self.response.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _block(self) -> list[str]:
        lines = []
        while (line := self.response.readline()) != b"\n":
            if not line:
                raise EOFError("the stream has ended")
            lines.append(line.decode().removesuffix("\n"))
        return lines

    def _event(self, fields: dict[str, str]) -> SseEvent:
        assert set(fields) <= {"event", "id", "retry", "data"}, f"a torn frame: {fields}"
        self.last_id = fields.get("id", self.last_id)
        retry = int(fields["retry"]) if "retry" in fields else None
        return SseEvent(fields["event"], json.loads(fields["data"]), fields.get("id"), retry)
