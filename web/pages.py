"""Serves the SPA: hashed assets may be cached for a year, `index.html` never, and unknown pages get `index.html`."""

from __future__ import annotations

import mimetypes
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import NotFound
from werkzeug.routing import PathConverter

from models.operations.shares import share_to_read
from web.edge.application import request_transaction
from web.edge.client_address import client_network
from web.edge.headers import keep_private

STATIC = Path(__file__).parent / "static"
HASHED = "/assets/"
A_YEAR_SECONDS = 31_536_000
# In order of preference.  The build writes them next to the files that are worth compressing.
COMPRESSED = {"br": ".br", "gzip": ".gz"}


class PagePath(PathConverter):
    """Any path except the API's: an unknown API address must be 404 for every method, not 405 for all but GET."""

    regex = "(?!api(?:/|$))[^/].*?"


def register(app: Flask) -> None:
    app.url_map.converters["page"] = PagePath
    app.add_url_rule("/", "index", _page, defaults={"path": ""})
    app.add_url_rule("/<page:path>", "page", _page)
    app.add_url_rule("/shared/<token>", "shared_page", _shared_page)


def _page(path: str) -> Response:
    """The built file at `path`, or `index.html` if a browser asks for a page."""
    if path:
        try:
            return _file(path)
        except NotFound:
            if not _asks_for_a_page():
                raise
    return _index()


def _shared_page(token: str) -> Response:
    """`index.html` for a link to a session, with 404 if it shows nothing.  The page's own call counts as an opening."""
    limit, client = current_app.extensions["shared_pages"], client_network(request)
    limit.count(token, client=client)
    response = _index()
    if response.status_code == HTTPStatus.OK and not _is_open(token):
        limit.count_unknown(client)
        response.status_code = HTTPStatus.NOT_FOUND
    return keep_private(response)


def _is_open(token: str) -> bool:
    """True also while the database is away: the page says so itself."""
    try:
        with request_transaction(only_reads=True):
            return share_to_read(token, allow_demo=current_app.extensions["settings"].dev) is not None
    except OperationalError:
        return True


def _file(path: str) -> Response:
    """Raises NotFound, also for hidden files (the build's own records) and for paths that contain `..`."""
    if any(part.startswith(".") for part in path.split("/")):
        raise NotFound
    response = _best_encoding(path)
    if request.path.startswith(HASHED):
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR_SECONDS}, immutable"
    return response


def _best_encoding(path: str) -> Response:
    """The file, compressed if the browser accepts it and the build wrote it.  Raises NotFound."""
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
    except OSError:  # the name is too long for the file system
        return False


def _asks_for_a_page() -> bool:
    return request.accept_mimetypes.accept_html and not request.path.startswith(HASHED)


def _index() -> Response:
    if not (STATIC / "index.html").exists():
        return Response("The browser app is not built. Run `make run`, or `make build`.", 503, mimetype="text/plain")
    response = _best_encoding("index.html")
    response.headers["Cache-Control"] = "no-cache"
    return response
