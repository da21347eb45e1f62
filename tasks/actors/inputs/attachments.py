"""The images and text files of a session, as the assistant's input."""

from __future__ import annotations

from collections.abc import Sequence

from models.attachment import Attachment, AttachmentKind, Variant
from models.core.files import FileMissing, FileStore, StoreUnavailable
from models.queries.attachments import attachments_by_step
from models.step import Step
from tasks.integrations.assistant import ChatReplyInput, ImageIn, LogIn, Turn
from tasks.integrations.errors import TryAgain

MOST_IMAGE_TOKENS = 10_000
"""Of the images of one request together; its text takes less for them.  The four of one message fit."""


class FilesUnavailable(TryAgain):
    """The file store cannot be reached, so the copilot would answer without having seen the images."""

    code = "store_unavailable"
    message = "The images of the message could not be read. FlowPilot will try again."


def with_attachments(turns: Sequence[Turn], steps: Sequence[Step]) -> list[Turn]:
    """The turns with the extracts of their text files, and with their images, whose contents are not read yet."""
    having = [step.id for step in steps if step.data.get("attachments")]
    if not having:
        return list(turns)
    by_step = {str(step_id): found for step_id, found in attachments_by_step(having).items()}
    return [_with(turn, by_step.get(turn.step_id or "", [])) for turn in turns]


def with_image_contents(given: ChatReplyInput, files: FileStore) -> ChatReplyInput:
    """The input with the contents of its newest images, as many as the budget allows.

    It reads the file store, so no transaction may be open.  Raises FilesUnavailable.
    """
    left, turns = MOST_IMAGE_TOKENS, list(given.turns)
    for place in reversed(range(len(turns))):
        images: list[ImageIn] = []
        for image in turns[place].images:
            left -= image.tokens
            images.append(_loaded(image, files) if left >= 0 else image)
        if images:
            turns[place] = turns[place].model_copy(update={"images": images})
    return given.model_copy(update={"turns": turns})


def _with(turn: Turn, attachments: Sequence[Attachment]) -> Turn:
    images = [_image(one) for one in attachments if one.kind == AttachmentKind.IMAGE]
    logs = [_log(one) for one in attachments if one.kind == AttachmentKind.TEXT]
    return turn.model_copy(update={"images": images, "logs": logs})


def _image(attachment: Attachment) -> ImageIn:
    variant = attachment.best(Variant.MODEL)
    return ImageIn(
        name=attachment.name,
        media_type=attachment.media_type_of(variant),
        width=attachment.width or 0,
        height=attachment.height or 0,
        key=attachment.key_of(variant),
    )


def _log(attachment: Attachment) -> LogIn:
    return LogIn(name=attachment.name, text=attachment.extract or "", lines_omitted=attachment.omitted_lines)


def _loaded(image: ImageIn, files: FileStore) -> ImageIn:
    """An image that is gone is only named."""
    try:
        content = files.get(image.key or "")
    except FileMissing:
        return image
    except StoreUnavailable as error:
        raise FilesUnavailable from error
    return image.model_copy(update={"content": content, "key": None})
