"""What an answer of 4xx means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tasks.integrations.psa.errors import (
    Conflicting,
    PermissionMissing,
    PsaFailed,
    TicketNotFound,
    ValidationFailed,
    WrongCredentials,
)
from tasks.integrations.psa.http import Response


def code_of(response: Response) -> str:
    """`InvalidObject`, `Security` and so on; empty where the answer has none."""
    content = response.content
    code = content.get("code") if isinstance(content, dict) else None
    return code if isinstance(code, str) else ""


def failure(response: Response, *, is_ticket: bool) -> PsaFailed:
    """`is_ticket`: the path names a ticket, which is what a 404 is about."""
    status, code, detail = response.status, code_of(response), _detail(response.content)
    # A missing clientId is 401 or 403, depending on whom one asks.
    if status == 401 or "clientid" in detail.lower():
        return WrongCredentials(detail)
    if status == 403 or code == "Security":
        return PermissionMissing(detail)
    if status == 404 and is_ticket:
        return TicketNotFound(detail)
    if status == 409 or code == "ObjectExists":
        return Conflicting(detail)
    return ValidationFailed(detail, fields=[error["field"] for error in _errors(response.content) if error["field"]])


def _detail(content: Any) -> str:
    """The message, and what it says about each field."""
    if not isinstance(content, dict):
        return ""
    parts = [content.get("message"), *(error["message"] for error in _errors(content))]
    return " ".join(dict.fromkeys(part.strip() for part in parts if isinstance(part, str) and part.strip()))


def _errors(content: Any) -> Iterator[dict[str, str]]:
    listed = content.get("errors") if isinstance(content, dict) else None
    for error in listed if isinstance(listed, list) else []:
        if isinstance(error, dict):
            yield {name: str(error.get(name) or "") for name in ("field", "message")}
