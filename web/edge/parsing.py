"""Input, strictly: JSON that is JSON, no unknown fields, bounded in size and depth."""

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


def read_body(req: Request) -> bytes:
    """The whole body, kept for whoever asks again.  Raises BadRequest (400), RequestEntityTooLarge (413)."""
    try:
        body = req.get_data(cache=True)
    except (ParseException, OSError) as error:
        raise BadRequest("The body could not be read.") from error
    if req.content_length is None and len(body) >= LARGEST_BODY_BYTES:
        # werkzeug cuts a chunked body off at the limit where it should refuse it.
        raise RequestEntityTooLarge
    return body


class StrictParser(FlaskParser):
    """orjson refuses NaN, lone surrogates and endless nesting, which the standard library lets through."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "json": RAISE, "query": RAISE}  # noqa: RUF012

    def load_json(self, req: Request, schema: Any) -> Any:
        """The body as parsed JSON.

        Raises BadRequest (400), RequestEntityTooLarge (413), UnsupportedMediaType (415).
        """
        body = read_body(req)
        if not body:
            return missing
        if not req.is_json:
            raise UnsupportedMediaType("Send JSON, with Content-Type: application/json.")
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise BadRequest("The body is not valid JSON.") from error
