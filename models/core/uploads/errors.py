"""Why a file is not accepted."""

from __future__ import annotations

from models.core.errors import DomainError


class AttachmentRefused(DomainError):
    """The file cannot be attached; nothing of it was stored."""

    status = 422


class UnsupportedAttachment(AttachmentRefused):
    code = "unsupported_attachment"
    message = "Only PNG, JPEG, WebP and GIF images and plain text files can be attached."


class AttachmentTooLarge(AttachmentRefused):
    status, code, message = 413, "attachment_too_large", "This file is larger than 5 MB."


class AttachmentEmpty(AttachmentRefused):
    code, message = "attachment_empty", "This file is empty."


class NotAnImage(AttachmentRefused):
    code, message = "not_an_image", "This file is named like an image but does not contain one."


class ImageBroken(AttachmentRefused):
    code, message = "image_broken", "This image is incomplete or damaged."


class ImageTooManyPixels(AttachmentRefused):
    code, message = "image_too_many_pixels", "This image has more than 8,000 pixels on a side."


class DecompressionBomb(AttachmentRefused):
    code = "decompression_bomb"
    message = "This file would become far larger than it is once it is unpacked. It was not opened."


class NotExamined(AttachmentRefused):
    """The examination took too long or its process died."""

    code, message = "attachment_not_examined", "This file could not be examined in time. Try a smaller one."


UPLOAD_ERRORS = (
    *(AttachmentEmpty, AttachmentTooLarge, DecompressionBomb, ImageBroken),
    *(ImageTooManyPixels, NotAnImage, NotExamined, UnsupportedAttachment),
)
