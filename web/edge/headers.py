"""The headers of every response, errors included."""

from __future__ import annotations

from flask import Flask, Response, request

from web.edge.parsing import is_unread

CSP = (
    "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
_ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def keep_private(response: Response) -> Response:
    """For what a secret link shows: search engines list nothing of it, and no other site learns its address."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def register(app: Flask) -> None:
    is_https = app.extensions["settings"].is_https

    @app.after_request
    def add_headers(response: Response) -> Response:
        given = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 -- headers iterate over pairs
        response.headers.extend([pair for pair in _ALWAYS.items() if pair[0].lower() not in given])
        if is_unread(request):
            # The server would otherwise take the unread body for the next request on this connection.
            response.headers["Connection"] = "close"
        if is_https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
