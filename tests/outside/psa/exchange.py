"""A call to a simulator, its reply, and what is kept of both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import parse_qsl, urlsplit

JSON = "application/json"


@dataclass(frozen=True, kw_only=True)
class Request:
    method: str
    path: str
    """Without the query; as it was sent, so percent-encoded."""
    query: Mapping[str, str]
    """The last value of each name, decoded."""
    headers: Mapping[str, str] = field(repr=False)
    """By name in lower case."""
    body: bytes = field(repr=False)

    @property
    def json(self) -> Any:
        """None where there is no body.  Raises ValueError for what is not JSON."""
        return json.loads(self.body) if self.body else None

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def matches(self, route: str) -> bool:
        """`route` is a pattern with `*` for a method, a space and a path."""
        return fnmatchcase(f"{self.method} {self.path}", route)

    @classmethod
    def of(cls, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Request:
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        return cls(method=method, path=parts.path, query=query, headers=headers, body=body)


@dataclass(frozen=True, kw_only=True)
class Reply:
    status: int = 200
    body: bytes = b""
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> Any:
        return json.loads(self.body) if self.body else None

    def with_content(self, content: Any) -> Reply:
        return replace(self, body=json.dumps(content).encode())


def json_reply(content: Any, status: int = 200, *, media_type: str = JSON, **headers: str) -> Reply:
    """An underscore in a header's name stands for a hyphen."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=status, body=json.dumps(content).encode(), media_type=media_type, headers=named)


@dataclass(frozen=True, kw_only=True)
class Received:
    """A call and what became of it."""

    number: int
    request: Request
    fault: str | None
    """The kind of the fault that it met."""
    status: int | None
    """None where no reply was sent."""

    def as_json(self) -> dict[str, Any]:
        """For the control API: without headers, whose purpose is mostly to carry credentials."""
        try:
            body = self.request.json
        except ValueError:
            body = "(not JSON)"
        return {
            "number": self.number,
            "method": self.request.method,
            "path": self.request.path,
            "query": dict(self.request.query),
            "body": body,
            "fault": self.fault,
            "status": self.status,
        }
