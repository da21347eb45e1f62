"""/ai-sessions/{id}/previews: what the resolution note and the escalation package would say now."""

from __future__ import annotations

from uuid import UUID

from flask import current_app

from models.cache_key import cache_key
from models.operations import previews as operations
from models.preview import PreviewKind, PreviewStatus
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from models.queries.previews import PreviewView, preview_view_of, view_of
from schemas.previews import PreviewSchema
from settings import Settings
from web.edge.access import ENGINEERS_ONLY_TO_MODEL, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource

previews = Resource(
    "previews",
    __name__,
    url_prefix="/ai-sessions/<uuid:session_id>/previews",
    description="Previews of the texts that end the work on a session.",
)
_ERRORS = [OwnerOrHandlerRequired]


@previews.route("/resolution-note", access=MEMBERS)
@previews.response(200, PreviewSchema)
def read_resolution_note(session_id: UUID) -> PreviewView:
    """Read the preview of the resolution note"""
    return _read(session_id, PreviewKind.RESOLUTION_NOTE)


@previews.route("/resolution-note", methods=["POST"], access=ENGINEERS_ONLY_TO_MODEL, errors=_ERRORS)
@previews.alt_response(200, schema=PreviewSchema, description="It is up to date.")
@previews.response(202, PreviewSchema)
def request_resolution_note(session_id: UUID) -> tuple[PreviewView, int]:
    """Request the preview of the resolution note; people who ask at once get the same one"""
    return _request(session_id, PreviewKind.RESOLUTION_NOTE)


@previews.route("/escalation-package", access=MEMBERS)
@previews.response(200, PreviewSchema)
def read_escalation_package(session_id: UUID) -> PreviewView:
    """Read the preview of the escalation package"""
    return _read(session_id, PreviewKind.ESCALATION_PACKAGE)


@previews.route("/escalation-package", methods=["POST"], access=ENGINEERS_ONLY_TO_MODEL, errors=_ERRORS)
@previews.alt_response(200, schema=PreviewSchema, description="It is up to date.")
@previews.response(202, PreviewSchema)
def request_escalation_package(session_id: UUID) -> tuple[PreviewView, int]:
    """Request the preview of the escalation package; people who ask at once get the same one"""
    return _request(session_id, PreviewKind.ESCALATION_PACKAGE)


def _read(session_id: UUID, kind: PreviewKind) -> PreviewView:
    return preview_view_of(access.session_to_read(session_id, by=current_user()), kind)


def _request(session_id: UUID, kind: PreviewKind) -> tuple[PreviewView, int]:
    """200 with a text that is up to date, 202 while one is being written."""
    settings: Settings = current_app.extensions["settings"]
    ai_session = access.workable_session(session_id, by=current_user())
    preview = operations.request_preview(
        ai_session, kind, by=current_user(), cache_key=cache_key(kind, settings), debounce=settings.preview_debounce
    )
    return view_of(preview, ai_session), 200 if preview.status == PreviewStatus.READY else 202
