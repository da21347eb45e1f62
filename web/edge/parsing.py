"""Strict input: valid JSON only, no unknown fields, limited size and depth."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Request
from gunicorn.http.errors import ParseException
from marshmallow import RAISE
from webargs import missing
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

LARGEST_BODY_BYTES = 1_048_576


_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Malformed(BadRequest):
    """The body cannot be read; `description` is shown to the client."""


def has_body(req: Request) -> bool:
    """Whether the request's headers announce a body."""
    return bool(req.content_length) or req.headers.get("Transfer-Encoding", "identity") != "identity"


def is_unread(req: Request) -> bool:
    """Whether the body has not been read from the connection."""
    return has_body(req) and not req.environ.get(_READ)


_READ = "flowpilot.body_read"


def read_body(req: Request) -> bytes:
    """The whole body, cached for later calls.  Raises Malformed (400), RequestEntityTooLarge (413)."""
    try:
        body = req.get_data(cache=True)
    except (ParseException, OSError) as error:
        raise Malformed("The body could not be read.") from error
    largest = req.max_content_length or LARGEST_BODY_BYTES
    req.environ[_READ] = req.content_length is not None or len(body) < largest
    if req.content_length is None and len(body) >= largest:
        # werkzeug silently truncates a chunked body at the limit instead of refusing it.
        raise RequestEntityTooLarge
    return body


def check_media_type(req: Request) -> None:
    """Raises UnsupportedMediaType (415) for a body whose content type is not JSON."""
    if has_body(req) and not req.is_json:
        raise UnsupportedMediaType("Send JSON, with Content-Type: application/json.")


class StrictParser(FlaskParser):
    """Parses with orjson, which refuses NaN, lone surrogates and deep nesting; the standard library accepts them."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "json": RAISE, "query": RAISE}  # noqa: RUF012

    def load_json(self, req: Request, schema: Any) -> Any:
        """The body as parsed JSON.

        Raises Malformed (400), RequestEntityTooLarge (413), UnsupportedMediaType (415).
        """
        body = read_body(req)
        if not body:
            return missing
        check_media_type(req)
        try:
            # Windows programs write a byte order mark, which has no meaning in UTF-8.
            return orjson.loads(body.removeprefix(_BYTE_ORDER_MARK).decode())
        except UnicodeDecodeError as error:
            raise Malformed("The body is not UTF-8. JSON has to be sent as UTF-8.") from error
        except orjson.JSONDecodeError as error:
            raise Malformed("The body is not valid JSON.") from error
