"""/ai-sessions/{id}/documentation: read, request, edit and download the write-up of a session."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from models.core.errors import NotFound
from models.operations import documentation as operations
from models.operations.documentation import Change
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.queries.documentation import DocumentationView, documentation_view, view_of_documentation
from models.write_up import NoDraft
from schemas.documentation import DocumentationQuery, DocumentationSchema, EditDocumentationSchema
from web.downloads import download
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_TO_MODEL, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

documentation = Resource(
    "documentation",
    __name__,
    url_prefix="/ai-sessions/<uuid:session_id>/documentation",
    description="The write-up of a session.",
)

_FILE = {"type": "string"}


@documentation.route("", access=MEMBERS)
@documentation.arguments(DocumentationQuery, location="query")
@documentation.response(200, DocumentationSchema)
@documentation.alt_response(200, schema=_FILE, content_type="text/markdown", success=True)
@documentation.alt_response(200, schema=_FILE, content_type="text/html", success=True)
@documentation.alt_response(200, schema=_FILE, content_type="text/plain", success=True)
def read_documentation(query: dict[str, Any], session_id: UUID) -> DocumentationView | Response:
    """Read the documentation, or download it in the named format"""
    ai_session = access.session_to_read(session_id, by=current_user())
    view = documentation_view(ai_session, by=current_user())
    if query["format"] is None:
        return view
    if view.content is None:
        raise NotFound("Nothing is written yet.")
    name = f"session-{ai_session.psa_ticket_id or str(ai_session.id)[:8]}"
    return download(view.content, query["format"], name=name, title=ai_session.title)


@documentation.route("", methods=["POST"], access=ENGINEERS_TO_MODEL, errors=[OwnerOrHandlerRequired])
@documentation.response(202, DocumentationSchema)
def ask_for_documentation(session_id: UUID) -> DocumentationView:
    """Request the text from the copilot; one job runs, however many people ask

    The answer already holds the text that was made from the record.  Beside a text that a person has edited, the job
    writes a draft.
    """
    ai_session = access.workable_session(session_id, by=current_user())
    return view_of_documentation(ai_session, operations.ask_for_documentation(ai_session), by=current_user())


@documentation.route("", methods=["PATCH"], access=ENGINEERS_ONLY, errors=[OwnerOrHandlerRequired, NoDraft])
@documentation.arguments(EditDocumentationSchema)
@documentation.response(200, DocumentationSchema)
def edit_documentation(given: dict[str, Any], session_id: UUID) -> DocumentationView:
    """Edit sections or the whole text, accept the draft, or set the time spent"""
    ai_session = access.workable_session(session_id, by=current_user())
    if given.pop("accept_draft", False):
        operations.accept_draft(ai_session, by=current_user())
    row = operations.edit_documentation(ai_session, Change(**given), by=current_user())
    return view_of_documentation(ai_session, row, by=current_user())
