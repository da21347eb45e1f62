"""/ai-sessions/{id}/client-update: read, request, edit and post the text for the session's client."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from models.client_update import NothingToPost
from models.operations import client_updates as operations
from models.operations.postings import PostingStatus, post_client_text
from models.psa_push import Occasion
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.queries.client_updates import ClientUpdateView, client_update_view, view_of_client_update
from models.write_up import NoDraft
from schemas.client_updates import (
    ClientUpdateSchema,
    EditClientUpdateSchema,
    PostClientUpdateSchema,
    PostedUpdateSchema,
)
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_ONLY_TO_MODEL, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

client_updates = Resource(
    "client_updates",
    __name__,
    url_prefix="/ai-sessions/<uuid:session_id>/client-update",
    description="A short text for the session's client.",
)


@client_updates.route("", access=MEMBERS)
@client_updates.response(200, ClientUpdateSchema)
def read_client_update(session_id: UUID) -> ClientUpdateView:
    """Read the client update"""
    return client_update_view(access.session_to_read(session_id, by=current_user()), by=current_user())


@client_updates.route("", methods=["POST"], access=ENGINEERS_ONLY_TO_MODEL, errors=[OwnerOrHandlerRequired])
@client_updates.response(202, ClientUpdateSchema)
def ask_for_client_update(session_id: UUID) -> ClientUpdateView:
    """Request the text from the copilot; one job runs, however many people ask

    Beside a text that a person has edited, the job writes a draft.
    """
    ai_session = access.workable_session(session_id, by=current_user())
    return view_of_client_update(ai_session, operations.ask_for_client_update(ai_session), by=current_user())


@client_updates.route("", methods=["PATCH"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired, NoDraft])
@client_updates.arguments(EditClientUpdateSchema)
@client_updates.response(200, ClientUpdateSchema)
def edit_client_update(given: dict[str, Any], session_id: UUID) -> ClientUpdateView:
    """Edit the text, or accept the draft"""
    ai_session = access.workable_session(session_id, by=current_user())
    if "content" in given:
        row = operations.edit_client_update(ai_session, given["content"], by=current_user())
    else:
        row = operations.accept_update_draft(ai_session, by=current_user())
    return view_of_client_update(ai_session, row, by=current_user())


@client_updates.route("/post", methods=["POST"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired, NothingToPost])
@client_updates.arguments(PostClientUpdateSchema)
@client_updates.response(202, PostedUpdateSchema)
def post_client_update(given: dict[str, str], session_id: UUID) -> dict[str, PostingStatus]:
    """Post the text where the client named in the body will see it

    The name has to be that of the session's client.  The same text is not posted twice: a call that repeats it tries
    again what failed, and answers `sent` once the ticket has it.
    """
    ai_session = access.workable_session(session_id, by=current_user())
    text = operations.text_to_post(ai_session, reader=given["reader"])
    return {"status": post_client_text(ai_session, text, Occasion.CLIENT_UPDATE, by=current_user())}
