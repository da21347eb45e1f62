"""An attachment: an image or a text file of a message.  Its contents are in the file store (`models.core.files`)."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core import clock
from models.core.database.tables import Base, JsonObject, TenantRow, one_of, tenant_constraints, tenant_reference
from models.core.errors import Conflict
from models.core.graphemes import cut

MOST_PER_MESSAGE = 4
MOST_PER_SESSION = 500
"""With those that no message uses yet."""
MOST_UNUSED = 40
"""Of one user, in all sessions."""
LONGEST_NAME = 120
USABLE_FOR = timedelta(hours=24)
"""How long a message may use an upload; an hour later it is removed (`attachment.expire`)."""
REMOVED_AFTER = timedelta(hours=25)


class AttachmentKind(StrEnum):
    IMAGE = "image"
    TEXT = "text"


class Variant(StrEnum):
    """What is stored of an attachment: the whole, and of a large image also a smaller one for the model and a list."""

    FULL = "full"
    MODEL = "model"
    THUMBNAIL = "thumbnail"


class AttachmentLimit(Conflict):
    code, message = "attachment_limit", "There are too many attachments. Remove those that no message uses."


class ImagesOff(Conflict):
    code, message = "images_off", "Your account does not take images, because the copilot could read secrets in them."


class AttachmentInUse(Conflict):
    code, message = "attachment_in_use", "A message has this attachment, so it can no longer be changed."


class Attachment(TenantRow, Base):
    __tablename__ = "attachments"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("step_id", "steps"),
        tenant_reference("created_by_id", "users"),
        CheckConstraint(one_of("kind", AttachmentKind), name="kind"),
        Index("ix_attachments_ai_session", "ai_session_id"),
        Index("ix_attachments_step", "step_id"),
        Index("ix_attachments_created_by", "created_by_id"),
    )

    ai_session_id: Mapped[UUID | None]
    """None for a file of a session that its first message has yet to open."""
    step_id: Mapped[UUID | None]
    """The message that uses it."""
    created_by_id: Mapped[UUID]
    kind: Mapped[str]
    name: Mapped[str]
    """The file's name or what the person calls it; it is the text that stands for an image."""
    bytes: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    lines: Mapped[int | None]
    excerpt: Mapped[str | None]
    """The first lines of a text."""
    extract: Mapped[str | None]
    """What the model may read of a text: at most 24,000 characters, without secrets."""
    omitted_lines: Mapped[int] = mapped_column(default=0)
    """How many lines of the text the extract leaves out."""
    storage_key: Mapped[str]
    media_types: Mapped[JsonObject]
    """The media type of each `Variant` that is stored."""
    sha256: Mapped[str]
    """Of the stored whole, in hexadecimal."""
    discarded_at: Mapped[datetime | None]
    """When its removal began; from then on nobody can see or use it."""

    @property
    def media_type(self) -> str:
        return self.media_type_of(Variant.FULL)

    def media_type_of(self, variant: Variant) -> str:
        return str(self.media_types[variant])

    def best(self, variant: Variant) -> Variant:
        """`variant`, or the whole if that is small enough to have no such variant."""
        return variant if variant in self.media_types else Variant.FULL

    def key_of(self, variant: Variant) -> str:
        """Where the variant is in the file store."""
        return self.storage_key if variant is Variant.FULL else f"{self.storage_key}.{variant}"

    @property
    def keys(self) -> list[str]:
        return [self.key_of(Variant(name)) for name in self.media_types]

    @property
    def is_usable(self) -> bool:
        """Whether a message may still take it."""
        is_young = self.created_at > clock.now() - USABLE_FOR
        return self.step_id is None and self.discarded_at is None and is_young

    def discard(self) -> None:
        self.discarded_at = self.discarded_at or clock.now()

    @property
    def summary(self) -> JsonObject:
        """What the step's `data.attachments` says about it."""
        shown = ("kind", "name", "width", "height", "bytes", "media_type", "lines", "excerpt")
        return {"id": str(self.id), **{name: getattr(self, name) for name in shown}}


def display_name(given: str) -> str:
    """A file's name for people: without its folder, on one line, without invisible characters; may be empty."""
    base = unicodedata.normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1])
    visible = "".join(one if unicodedata.category(one)[0] not in "CZ" else " " for one in base)
    return cut(" ".join(visible.split()), LONGEST_NAME)
