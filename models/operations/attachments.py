"""Stores uploads, lets a message use them, and removes what no message used."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy import update

from models.attachment import (
    MOST_PER_MESSAGE,
    MOST_PER_SESSION,
    MOST_UNUSED,
    REMOVED_AFTER,
    Attachment,
    AttachmentInUse,
    AttachmentKind,
    AttachmentLimit,
    ImagesOff,
    Variant,
    display_name,
)
from models.core import clock
from models.core.errors import Invalid
from models.core.files import FileStore, StoreUnavailable
from models.core.files.store import new_key
from models.core.unit_of_work import current, db_session
from models.core.uploads.examining import Examined
from models.evidence import evidence_of
from models.jobs import Job, request
from models.queries.account_settings import account_settings
from models.queries.attachments import attachment_count, locked_attachments, unused_count
from models.step import Step
from models.user import User

_UNUSABLE = "An attachment is unknown, too old or already used. Attach it again."


@dataclass(frozen=True)
class Upload:
    """A file that was examined; `name` is what the person calls it."""

    name: str
    examined: Examined


def add_attachment(upload: Upload, *, ai_session_id: UUID | None, by: User, files: FileStore) -> Attachment:
    """Store an upload for a message of `ai_session_id`, or for the first message of a session that is yet to be opened.

    Raises ImagesOff, AttachmentLimit (409), StoreUnavailable (503).
    """
    if upload.examined.kind == AttachmentKind.IMAGE and not account_settings().images:
        raise ImagesOff
    if unused_count(by) >= MOST_UNUSED or (ai_session_id and attachment_count(ai_session_id) >= MOST_PER_SESSION):
        raise AttachmentLimit
    examined = upload.examined
    content = examined.contents[Variant.FULL]
    attachment = Attachment(
        account_id=by.account_id,
        ai_session_id=ai_session_id,
        created_by_id=by.id,
        kind=examined.kind,
        name=display_name(upload.name) or examined.kind.capitalize(),
        bytes=len(content),
        width=examined.width,
        height=examined.height,
        lines=examined.lines,
        excerpt=examined.excerpt,
        extract=examined.extract,
        omitted_lines=examined.omitted_lines,
        storage_key=new_key(by.account_id),
        media_types=dict(examined.media_types),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    current().after_rollback(partial(_remove, attachment.keys, files))
    _store(attachment, examined, files)
    current().add(attachment)
    request(Job.ATTACHMENT_EXPIRE, due=clock.now() + REMOVED_AFTER, attachment_id=attachment.id)
    return attachment


def rename_attachment(attachment: Attachment, name: str) -> Attachment:
    """Expects the row to be locked.  Raises AttachmentInUse (409)."""
    _check_unused(attachment)
    attachment.name = name
    return attachment


def discard_attachment(attachment: Attachment) -> None:
    """Hide the upload at once; a job removes its contents.  Expects the row to be locked.  Raises AttachmentInUse."""
    _check_unused(attachment)
    attachment.discard()
    request(Job.ATTACHMENT_EXPIRE, attachment_id=attachment.id)


def take_attachments(attachment_ids: Sequence[UUID], *, ai_session_id: UUID | None, by: User) -> list[Attachment]:
    """The uploads that a new message of `by` uses, locked, in the order given; `ai_session_id` is None for the first.

    Raises Invalid (422) for more than four, and for one that is unknown, expired, another session's or already used.
    """
    wanted = list(dict.fromkeys(attachment_ids))
    if len(wanted) > MOST_PER_MESSAGE:
        raise Invalid(detail={"attachment_ids": [f"A message takes at most {MOST_PER_MESSAGE} attachments."]})
    if not wanted:
        return []
    found = locked_attachments(wanted)
    taken = [one for wanted_id in wanted if (one := found.get(wanted_id)) and _may_take(one, ai_session_id, by)]
    if len(taken) != len(wanted):
        raise Invalid(
            detail={"attachment_ids": ["An attachment is unknown, too old or already used. Attach it again."]}
        )
    return taken


def bind_attachments(attachments: Sequence[Attachment], step: Step) -> None:
    """Make the new step's message use them; its `data.attachments` shows them.  Expects the rows to be locked."""
    if not attachments:
        return
    shown = [one.summary | {"step_id": str(step.id)} for one in attachments]
    evidence = [*step.data.get("evidence", []), *(evidence_of(one) for one in attachments)]
    step.data = step.data | {"attachments": shown, "evidence": evidence}
    chosen = update(Attachment).where(Attachment.id.in_([one.id for one in attachments]))
    db_session().execute(chosen.values(step_id=step.id, ai_session_id=step.ai_session_id))


def _may_take(attachment: Attachment, ai_session_id: UUID | None, by: User) -> bool:
    is_here = attachment.ai_session_id in (None, ai_session_id)
    return is_here and attachment.is_usable and attachment.created_by_id == by.id


def _check_unused(attachment: Attachment) -> None:
    if attachment.step_id is not None:
        raise AttachmentInUse


def _store(attachment: Attachment, examined: Examined, files: FileStore) -> None:
    for name, content in examined.contents.items():
        variant = Variant(name)
        files.put(attachment.key_of(variant), content, media_type=attachment.media_type_of(variant))


def _remove(keys: Sequence[str], files: FileStore) -> None:
    """Remove what was stored for a row that does not exist; as far as the store can be reached."""
    with suppress(StoreUnavailable):
        for key in keys:
            files.remove(key)
