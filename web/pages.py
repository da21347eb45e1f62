"""The SPA's files: hashed assets for ever, `index.html` never from a cache, and the fallback to it."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.routing import PathConverter

STATIC = Path(__file__).parent / "static"
HASHED = "/assets/"
A_YEAR_SECONDS = 31_536_000
# By preference; the build writes them beside what is worth it.
COMPRESSED = {"br": ".br", "gzip": ".gz"}


class PagePath(PathConverter):
    """Any path but the API's: there an unknown address is 404 for every method, not a page that takes only GET."""

    regex = "(?!api(?:/|$))[^/].*?"


def register(app: Flask) -> None:
    app.url_map.converters["page"] = PagePath
    app.add_url_rule("/", "index", _page, defaults={"path": ""})
    app.add_url_rule("/<page:path>", "page", _page)


def _page(path: str) -> Response:
    """A built file, or the SPA for whatever a browser's address bar asks for."""
    if path:
        try:
            return _file(path)
        except NotFound:
            if not _asks_for_a_page():
                raise
    return _index()


def _file(path: str) -> Response:
    response = _smallest(path)
    if request.path.startswith(HASHED):
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR_SECONDS}, immutable"
    return response


def _smallest(path: str) -> Response:
    """The file, compressed by the build where the browser takes it so.  Raises NotFound."""
    for encoding, suffix in COMPRESSED.items():
        if request.accept_encodings[encoding] and _is_built(f"{path}{suffix}"):
            response = send_from_directory(STATIC, f"{path}{suffix}", mimetype=mimetypes.guess_type(path)[0])
            response.headers["Content-Encoding"] = encoding
            break
    else:
        response = send_from_directory(STATIC, path)
    response.vary.add("Accept-Encoding")
    return response


def _is_built(path: str) -> bool:
    try:
        return (STATIC / path).is_file()
    except OSError:  # a name longer than file systems take
        return False


def _asks_for_a_page() -> bool:
    return request.accept_mimetypes.accept_html and not request.path.startswith(HASHED)


def _index() -> Response:
    if not (STATIC / "index.html").exists():
        return Response("The browser app is not built. Run `make run`, or `make build`.", 503, mimetype="text/plain")
    response = _smallest("index.html")
    response.headers["Cache-Control"] = "no-cache"
    return response
