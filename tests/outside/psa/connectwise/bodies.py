"""The JSON that came with a call."""

from __future__ import annotations

from typing import Any

from tests.outside.psa.connectwise.problems import Problem
from tests.outside.psa.exchange import Request


def json_of(request: Request) -> Any:
    """Raises Problem."""
    if "application/json" not in request.headers.get("content-type", ""):
        raise Problem(415, "UnsupportedMediaType", "The body has to be application/json")
    try:
        return request.json
    except ValueError as error:
        raise Problem(400, "InvalidObject", "The body is not JSON") from error


def object_of(request: Request) -> dict[str, Any]:
    """Raises Problem."""
    value = json_of(request)
    if not isinstance(value, dict):
        raise Problem(400, "InvalidObject", "The body has to be an object")
    return value
