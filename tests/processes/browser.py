"""A signed-in person over real HTTP: requests and open streams of a web process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from types import TracebackType
from typing import Any, Self

from tests.desk import API, Person

PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Heard:
    type: str
    data: dict[str, Any]
    id: str | None


class Browser:
    """Has the person's cookie and CSRF token; every call is a connection of its own."""

    def __init__(self, port: int, person: Person) -> None:
        self._port = port
        cookie = person.client.get_cookie("flowpilot")
        assert cookie, "not signed in"
        self._headers = {"Cookie": f"flowpilot={cookie.value}", "X-CSRF-Token": person.csrf_token}

    def get(self, path: str) -> tuple[int, Any]:
        return self._send("GET", path)

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        return self._send("POST", path, body=json.dumps(body))

    def opens(self, path: str, *, last_event_id: str | None = None) -> Stream:
        """A stream whose headers have arrived."""
        again = {"Last-Event-ID": last_event_id} if last_event_id else {}
        return Stream(self._port, API + path, self._headers | again)

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, API + path, body=body, headers=self._headers | {"Content-Type": _JSON})
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()


_JSON = "application/json"


class Stream:
    """`status` is the answer's; `last_id` is what an EventSource would return with."""

    def __init__(self, port: int, path: str, headers: dict[str, str]) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self._connection.request("GET", path, headers=headers)
        self._response = self._connection.getresponse()
        self.status = self._response.status
        self.last_id: str | None = None

    def next(self) -> Heard:
        """The next event.  Raises EOFError at the stream's end, TimeoutError without any."""
        fields: dict[str, str] = {}
        while "event" not in fields:
            fields = self._block()
        self.last_id = fields.get("id", self.last_id)
        return Heard(fields["event"], json.loads(fields["data"]), fields.get("id"))

    def until(self, event_type: str) -> list[Heard]:
        """The events up to the first of this type, that one included."""
        heard = [self.next()]
        while heard[-1].type != event_type:
            heard.append(self.next())
        return heard

    def has_ended(self) -> bool:
        return self._response.readline() == b""

    def _block(self) -> dict[str, str]:
        lines = []
        while (line := self._response.readline()) != b"\n":
            if not line:
                raise EOFError("the stream has ended")
            lines.append(line.decode().removesuffix("\n"))
        return dict(line.split(": ", 1) for line in lines if not line.startswith(":"))

    def close(self) -> None:
        self._response.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
