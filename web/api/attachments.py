"""/ai-sessions/{id}/attachments and /ai-sessions/attachments: upload, show, rename and remove images and text files.

The second is for the first message of a session, which does not exist before that message.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app

from models.ai_session import SessionClosed
from models.attachment import Attachment, AttachmentInUse, AttachmentLimit, ImagesOff, Variant
from models.core.errors import TooManyRequests
from models.core.files import StoreUnavailable
from models.core.uploads.errors import UPLOAD_ERRORS
from models.operations import attachments as operations
from models.queries import access
from models.queries.access import OwnerOrHandlerRequired
from schemas.attachments import (
    AttachmentQuery,
    AttachmentSchema,
    RenameAttachmentSchema,
    UploadFileSchema,
    UploadFormSchema,
)
from web.edge.access import ENGINEERS_ONLY, ENGINEERS_TO_UPLOAD, MEMBERS
from web.edge.identity import current_user
from web.edge.resource import Resource
from web.edge.stored_files import StoredFile
from web.edge.uploads import current_upload

IN_SESSION, FIRST = "/<uuid:session_id>/attachments", "/attachments"
_UPLOAD_ERRORS = [*UPLOAD_ERRORS, AttachmentLimit, ImagesOff, StoreUnavailable, TooManyRequests]
_FILE = {"type": "string", "format": "binary"}

attachments = Resource(
    "attachments", __name__, url_prefix="/ai-sessions", description="Images and text files of messages."
)


@attachments.route(
    IN_SESSION,
    methods=["POST"],
    access=ENGINEERS_TO_UPLOAD,
    errors=[*_UPLOAD_ERRORS, OwnerOrHandlerRequired, SessionClosed],
)
@attachments.arguments(UploadFileSchema, location="files")
@attachments.arguments(UploadFormSchema, location="form")
@attachments.response(201, AttachmentSchema)
def upload(files: dict[str, Any], form: dict[str, str], session_id: UUID) -> Attachment:
    """Upload an image or a text file for the next message

    The type is found in the content.  An image is decoded and encoded again, without metadata; of a GIF, the first
    frame is kept.  Post a message with the id within 24 hours; otherwise the file is removed.
    """
    return _add(form["name"], access.session_to_attach(session_id, by=current_user()).id)


@attachments.route(FIRST, methods=["POST"], access=ENGINEERS_TO_UPLOAD, errors=_UPLOAD_ERRORS)
@attachments.arguments(UploadFileSchema, location="files")
@attachments.arguments(UploadFormSchema, location="form")
@attachments.response(201, AttachmentSchema)
def upload_first(files: dict[str, Any], form: dict[str, str]) -> Attachment:
    """Upload an image or a text file for the first message of a new session

    Open the session with its id in `attachment_ids`.  Until then, only the uploader may see it.
    """
    access.active_engineer(current_user())
    return _add(form["name"], None)


@attachments.route(f"{IN_SESSION}/<uuid:attachment_id>", access=MEMBERS, errors=[StoreUnavailable])
@attachments.arguments(AttachmentQuery, location="query")
@attachments.response(200, _FILE, content_type="application/octet-stream")
@attachments.alt_response(304, description="The browser's copy is still right.")
def read(query: dict[str, Any], session_id: UUID, attachment_id: UUID) -> Response:
    """Show an image, or download a text file"""
    ai_session = access.session_to_read(session_id, by=current_user())
    return _file(access.attachment_of(ai_session, attachment_id), query["size"])


@attachments.route(f"{FIRST}/<uuid:upload_id>", access=ENGINEERS_ONLY, errors=[StoreUnavailable])
@attachments.arguments(AttachmentQuery, location="query")
@attachments.response(200, _FILE, content_type="application/octet-stream")
@attachments.alt_response(304, description="The browser's copy is still right.")
def read_first(query: dict[str, Any], upload_id: UUID) -> Response:
    """Show or download an upload of the caller that no session has yet"""
    found = access.unused_attachment(upload_id, ai_session_id=None, by=current_user(), lock=False)
    return _file(found, query["size"])


@attachments.route(
    f"{IN_SESSION}/<uuid:attachment_id>", methods=["PATCH"], access=ENGINEERS_ONLY, errors=[AttachmentInUse]
)
@attachments.arguments(RenameAttachmentSchema)
@attachments.response(200, AttachmentSchema)
def rename(given: dict[str, str], session_id: UUID, attachment_id: UUID) -> Attachment:
    """Rename an upload that no message uses yet"""
    return operations.rename_attachment(_unused(attachment_id, session_id), given["name"])


@attachments.route(f"{FIRST}/<uuid:upload_id>", methods=["PATCH"], access=ENGINEERS_ONLY, errors=[AttachmentInUse])
@attachments.arguments(RenameAttachmentSchema)
@attachments.response(200, AttachmentSchema)
def rename_first(given: dict[str, str], upload_id: UUID) -> Attachment:
    """Rename an upload that no session has yet"""
    return operations.rename_attachment(_unused(upload_id, None), given["name"])


@attachments.route(
    f"{IN_SESSION}/<uuid:attachment_id>", methods=["DELETE"], access=ENGINEERS_ONLY, errors=[AttachmentInUse]
)
@attachments.response(204)
def remove(session_id: UUID, attachment_id: UUID) -> None:
    """Remove an upload that no message uses yet"""
    operations.discard_attachment(_unused(attachment_id, session_id))


@attachments.route(f"{FIRST}/<uuid:upload_id>", methods=["DELETE"], access=ENGINEERS_ONLY, errors=[AttachmentInUse])
@attachments.response(204)
def remove_first(upload_id: UUID) -> None:
    """Remove an upload that no session has yet"""
    operations.discard_attachment(_unused(upload_id, None))


def _add(name: str, session_id: UUID | None) -> Attachment:
    files = current_app.extensions["files"]
    return operations.add_attachment(current_upload(name), ai_session_id=session_id, by=current_user(), files=files)


def _unused(attachment_id: UUID, session_id: UUID | None) -> Attachment:
    if session_id:
        access.session_to_read(session_id, by=current_user())
    return access.unused_attachment(attachment_id, ai_session_id=session_id, by=current_user())


def _file(attachment: Attachment, size: int | None) -> Response:
    return StoredFile(attachment, attachment.best(Variant.THUMBNAIL) if size else Variant.FULL)
