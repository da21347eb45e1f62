"""/ai-sessions/{id}/shares: make, list and revoke links.  /shared/{token}: read a session by one, without a login."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import after_this_request, current_app, request

from models.core.errors import TooManyRequests
from models.operations import shares as operations
from models.operations.shares import LinkClosed, ShareLimit
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.queries.shares import share_of, shared_view, shares_of
from models.share import SharePart
from schemas.shares import CreatedShareSchema, NewShareSchema, SharedSchema, ShareSchema, SharesSchema
from web.edge.access import ENGINEERS_ONLY, PUBLIC
from web.edge.client_address import client_network
from web.edge.headers import keep_private
from web.edge.identity import current_user
from web.edge.resource import Resource

shares = Resource(
    "shares", __name__, url_prefix="/ai-sessions/<uuid:session_id>/shares", description="Links to a session."
)
shared = Resource("shared", __name__, url_prefix="/shared", description="What a link shows.")


@shares.route("", methods=["POST"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired, ShareLimit])
@shares.arguments(NewShareSchema)
@shares.response(201, CreatedShareSchema)
def share(given: dict[str, Any], session_id: UUID) -> dict[str, Any]:
    """Make a link that shows parts of the session without a login; only this response contains it

    Notes, secrets and the names of other clients are never shown.
    """
    ai_session = access.shareable_session(session_id, by=current_user())
    parts = [SharePart(part) for part in given["include"]]
    lifetime = timedelta(hours=given["expires_in_hours"])
    created = operations.create_share(ai_session, parts, lifetime=lifetime, by=current_user())
    shown = {name: getattr(created.row, name) for name in ShareSchema().fields}
    return shown | {"url": f"{current_app.extensions['settings'].public_url}/shared/{created.token}"}


@shares.route("", access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired])
@shares.response(200, SharesSchema)
def list_shares(session_id: UUID) -> dict[str, Any]:
    """List the session's links, newest first, with how often each was opened, and those that have ended"""
    ai_session = access.shareable_session(session_id, by=current_user())
    return {"items": shares_of(ai_session), "next_cursor": None}


@shares.route("/<uuid:share_id>", methods=["DELETE"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired])
@shares.response(204)
def revoke_share(session_id: UUID, share_id: UUID) -> None:
    """Revoke a link; it shows nothing any more"""
    ai_session = access.shareable_session(session_id, by=current_user())
    operations.revoke_share(share_of(ai_session, share_id), by=current_user())


@shared.route("/<token>", access=PUBLIC, errors=[LinkClosed, TooManyRequests])
@shared.response(200, SharedSchema)
def read_shared(token: str) -> dict[str, Any]:
    """Read a session by a link, at most 60 times a minute; every reading is counted

    All links of an account can be read 600 times a minute.  An unknown, an expired and a revoked link give the same
    answer; a client that asks for too many of them is refused for a minute.
    """
    after_this_request(keep_private)
    extensions = current_app.extensions
    limit, client = extensions["shared_reads"], client_network(request)
    limit.count(token, client=client)
    try:
        row = operations.open_share(token, allow_demo=extensions["settings"].dev)
    except LinkClosed:
        limit.count_unknown(client)
        raise
    limit.count_of_account(row.account_id)
    return shared_view(row)
