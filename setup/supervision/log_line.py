"""Shortens a structured log line for the screen; the log file has all of it."""

from __future__ import annotations

import json
from typing import Any

_SAID_ELSEWHERE = {
    "event",
    "level",
    "logger",
    "timestamp",
    "exception",
    "request_id",
    "account_id",
    "user_id",
    "job_id",
}


def in_short(line: str) -> str:
    """`GET /api/v1/auth/me 200 (12 ms)`, or level, event and its fields; any other line unchanged."""
    try:
        told = json.loads(line)
    except ValueError:
        return line
    if not isinstance(told, dict) or "event" not in told:
        return line
    if told["event"] == "request":
        return "{method} {route} {status} ({duration_ms} ms)".format_map(_Lenient(told))
    about = " ".join(f"{name}={value}" for name, value in told.items() if name not in _SAID_ELSEWHERE)
    return " ".join(part for part in (f"{told.get('level', 'info')}:", told["event"], about, _fault(told)) if part)


def _fault(told: dict[str, Any]) -> str:
    """The last line of the traceback, if there is one: it says what went wrong."""
    lines = str(told.get("exception", "")).strip().splitlines()
    return f"({lines[-1]})" if lines else ""


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"
