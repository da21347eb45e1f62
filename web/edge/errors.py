"""The error handlers: every error is answered as `{status, code, message, detail, request_id}`.

Unexpected exceptions are caught only here.  They are logged with their traceback; the response does not contain it.
"""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, Response, g, jsonify
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, UnsupportedMediaType

from models.core.errors import DomainError, Unavailable
from models.core.observing import error_reports
from web.edge.parsing import Malformed

log = structlog.get_logger(__name__)

_CODES = {
    400: ("malformed_request", "This request could not be read."),
    404: ("not_found", "This does not exist or you cannot see it."),
    405: ("method_not_allowed", "This address does not take that method."),
    408: ("request_timeout", "The body did not arrive in time. Send it again."),
    413: ("too_large", "What was sent is too large."),
    415: ("unsupported_media_type", "Send JSON, with Content-Type: application/json."),
    422: ("validation_failed", "Some of what was sent is not valid."),
}


def register(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(HTTPException, http_error)
    for lost in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(lost, _database_lost)
    app.register_error_handler(Exception, _unexpected)


def render(status: int, code: str, message: str, detail: Any = None) -> Response:
    response = jsonify(
        {
            "status": status,
            "code": code,
            "message": message,
            "detail": detail or {},
            "request_id": g.get("request_id"),
        }
    )
    response.status_code = status
    return response


def http_error(error: HTTPException) -> Response:
    """The response to an error of werkzeug or webargs.  A validation error's `detail` is `{field: [messages]}`."""
    status = error.code or 500
    code, message = _CODES.get(status, (f"http_{status}", error.description or error.name))
    if isinstance(error, (Malformed, UnsupportedMediaType)):
        message = error.description or message
    response = render(status, code, message, _field_messages(error))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _field_messages(error: HTTPException) -> dict[str, Any]:
    by_location: dict[str, Any] = (getattr(error, "data", None) or {}).get("messages") or {}
    fields: dict[str, Any] = {}
    for messages in by_location.values():
        fields |= messages if isinstance(messages, dict) else {"_schema": messages}
    return {str(name): _flat(messages) for name, messages in fields.items()}


def _flat(messages: Any) -> list[Any]:
    """All messages of a field.  For lists and objects, marshmallow nests them by index or key."""
    if isinstance(messages, dict):
        return [message for nested in messages.values() for message in _flat(nested)]
    return messages if isinstance(messages, list) else [messages]


def _domain_error(error: DomainError) -> Response:
    response = render(error.status, error.code, error.message, error.detail)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _database_lost(error: Exception) -> Response:
    log.error("database unavailable", exc_info=error)
    response = _domain_error(Unavailable())
    response.headers["Retry-After"] = "2"
    return response


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    error_reports.report(error)
    return render(500, "internal_error", "Something failed on our side. Nothing was changed. Try again.")
