"""A signed-in person over real HTTP: requests and open streams of a web process."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any, Self

from tests.support.desk import API, Person
from tests.support.sse import SseReader

PATIENCE_SECONDS = 20.0
_JSON = "application/json"


class HttpClient:
    """Has the person's cookie and CSRF token; every call is a connection of its own."""

    def __init__(self, port: int, person: Person) -> None:
        self._port = port
        cookie = person.client.get_cookie("flowpilot")
        assert cookie, "not signed in"
        self._headers = {"Cookie": f"flowpilot={cookie.value}", "X-CSRF-Token": person.csrf_token}

    @classmethod
    def of_a_program(cls, port: int, token: str) -> Self:
        """A client that has a personal token instead of a cookie."""
        program = cls.__new__(cls)
        program._port, program._headers = port, {"Authorization": f"Bearer {token}"}
        return program

    def get(self, path: str) -> tuple[int, Any]:
        return self._send("GET", path)

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        return self._send("POST", path, body=json.dumps(body))

    def opens(self, path: str, *, last_event_id: str | None = None) -> SseReader:
        """A stream whose headers have arrived."""
        return SseReader(self._port, API + path, headers=self._headers, last_event_id=last_event_id)

    def _send(self, method: str, path: str, body: str | None = None) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, API + path, body=body, headers=self._headers | {"Content-Type": _JSON})
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()
