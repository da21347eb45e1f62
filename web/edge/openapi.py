"""flask-smorest's Api with our error shape, and the OpenAPI document's settings."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from flask_smorest import Api
from werkzeug.exceptions import HTTPException

from schemas.errors import ErrorSchema
from web.edge import examples
from web.edge.errors import http_error


class StrictApi(Api):
    """flask-smorest's own error handler swaps `code` and `status`; this one uses our error shape."""

    ERROR_SCHEMA = ErrorSchema
    _document: dict[str, Any] | None = None

    def document(self) -> dict[str, Any]:
        """The OpenAPI document with examples; built once."""
        if self._document is None:
            self._document = examples.add_to(self.spec.to_dict())
        return self._document

    def _openapi_json(self) -> Response:
        return jsonify(self.document())

    def handle_http_exception(self, error: HTTPException) -> Response:
        return http_error(error)


def openapi_config(prefix: str, *, cookie_name: str) -> dict[str, Any]:
    return {
        "API_TITLE": "FlowPilot",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": prefix,
        "OPENAPI_JSON_PATH": "openapi.json",
        "API_SPEC_OPTIONS": {
            "info": {"description": "The troubleshooting desk of managed service providers."},
            # The default: a browser's login or a program's token.  Routes with other requirements declare their own.
            "security": [{"cookie": [], "csrf": []}, {"bearer": []}],
            "components": {
                "securitySchemes": {
                    "cookie": {"type": "apiKey", "in": "cookie", "name": cookie_name},
                    "bearer": {"type": "http", "scheme": "bearer", "description": "A personal token, `fp_…`."},
                    "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
                }
            },
        },
    }
