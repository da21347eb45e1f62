"""The Idempotency-Key header, which lets a client repeat a call whose response was lost.

It follows the IETF's draft-ietf-httpapi-idempotency-key-header.  A key is 1 to 255 visible ASCII characters.  Only
successful responses (2xx) are stored: an error changed nothing, so that the call can simply run again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from flask import Response, current_app, make_response, request

from models.core.errors import Invalid
from models.operations import idempotency
from models.operations.idempotency import Answer, Call
from web.edge import identity
from web.edge.access import Access
from web.edge.parsing import read_body

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
METHODS = frozenset({"POST", "PUT", "PATCH"})
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def run_once(access: Access, view: Callable[[], Any]) -> Any:
    """The view's response, or the stored response if this call ran before.

    Responses of routes without login are not stored, because keys belong to users; neither are those that may hold a
    secret, whose routes change nothing.
    Raises Invalid (422) for a malformed key, IdempotencyConflict (409) and StillRunning (409).
    """
    key = request.headers.get(HEADER)
    if key is None or request.method not in METHODS or access.roles is None:
        return view()
    if access.answers_secrets:
        check_key()
        return view()
    return _run_once(_call(key), view)


def check_key() -> None:
    """Raises Invalid (422) for a malformed key."""
    key = request.headers.get(HEADER)
    if key is not None and request.method in METHODS and not _KEY.fullmatch(key):
        raise Invalid(detail={HEADER: ["Between 1 and 255 visible ASCII characters."]})


def _run_once(call: Call, view: Callable[[], Any]) -> Response:
    key_ring = current_app.extensions["key_ring"]
    first = idempotency.first_answer(call, key_ring=key_ring)
    if first is not None:
        return _replayed(first)
    response = make_response(view())
    if response.status_code < 300:
        answer = Answer(status=response.status_code, body=response.get_data())
        idempotency.store_answer(call, answer, key_ring=key_ring)
    return response


def _call(key: str) -> Call:
    check_key()
    fingerprint = hashlib.sha256()
    for part in (request.method.encode(), request.path.encode(), request.query_string, *_content()):
        fingerprint.update(len(part).to_bytes(8, "big") + part)
    return Call(key=key, request_fingerprint=fingerprint.digest(), by=identity.current_user())


def _content() -> list[bytes]:
    """The body; of a form its fields and files, because a browser separates them by another boundary each time."""
    body = read_body(request)
    if request.mimetype != "multipart/form-data":
        return [body]
    fields = [part.encode() for name, value in sorted(request.form.items(multi=True)) for part in (name, value)]
    for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        fields += [name.encode(), (file.filename or "").encode(), file.read()]
        file.seek(0)
    return fields


def _replayed(first: Answer) -> Response:
    response = Response(first.body, status=first.status, mimetype="application/json")
    response.headers[REPLAYED] = "true"
    return response
