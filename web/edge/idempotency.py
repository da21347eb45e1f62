"""The Idempotency-Key header: a call whose answer was lost can be sent again.

As in the IETF's draft-ietf-httpapi-idempotency-key-header; a key is 1 to 255 visible ASCII characters.  Kept is an
answer that took effect (2xx): a refusal changed nothing, so trying again is right.
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


def once(access: Access, view: Callable[[], Any]) -> Any:
    """The view's answer, or the first one where this call was made before.

    Before a login there is nobody whose key it could be: such a call is not remembered.
    Raises Invalid (422) for a key that is none, IdempotencyConflict and StillRunning (409).
    """
    key = request.headers.get(HEADER)
    if key is None or request.method not in METHODS or access.roles is None:
        return view()
    return _once(_call(key), view)


def _once(call: Call, view: Callable[[], Any]) -> Response:
    key_ring = current_app.extensions["key_ring"]
    first = idempotency.first_answer(call, key_ring=key_ring)
    if first is not None:
        return _again(first)
    response = make_response(view())
    if response.status_code < 300:
        answer = Answer(status=response.status_code, body=response.get_data())
        idempotency.keep_answer(call, answer, key_ring=key_ring)
    return response


def _call(key: str) -> Call:
    if not _KEY.fullmatch(key):
        raise Invalid(detail={HEADER: ["Between 1 and 255 visible ASCII characters."]})
    told_apart = hashlib.sha256()
    for part in (request.method.encode(), request.path.encode(), request.query_string, read_body(request)):
        told_apart.update(len(part).to_bytes(8, "big") + part)
    return Call(key=key, request_fingerprint=told_apart.digest(), by=identity.current_user())


def _again(first: Answer) -> Response:
    response = Response(first.body, status=first.status, mimetype="application/json")
    response.headers[REPLAYED] = "true"
    return response
