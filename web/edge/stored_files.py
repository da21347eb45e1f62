"""A response whose body is in the file store.  It is read after the transaction, so that no connection waits for it."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, request

from models.attachment import Attachment, AttachmentKind, Variant
from models.core.errors import NotFound
from models.core.files import FileMissing, FileStore

CSP = "default-src 'none'; style-src 'none'; sandbox"


class StoredFile(Response):
    """The variant of an attachment; 304 if the browser has it already.

    An image may be shown, a text is only ever downloaded.  Nothing keeps it without asking again, because the right
    to a session can end.
    """

    def __init__(self, attachment: Attachment, variant: Variant) -> None:
        super().__init__(mimetype=attachment.media_type_of(variant))
        self._key = attachment.key_of(variant)
        if attachment.kind == AttachmentKind.TEXT:
            self.mimetype_params["charset"] = "utf-8"
        self.headers["Content-Disposition"] = _disposition(attachment, variant)
        self.headers["Content-Security-Policy"] = CSP
        self.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        self.headers["Cache-Control"] = "private, no-cache"
        self.set_etag(f"{attachment.sha256[:32]}-{variant}")

    def load(self, files: FileStore) -> None:
        """Read the body.  Raises NotFound, StoreUnavailable (503)."""
        self.make_conditional(request)
        if self.status_code == 304 or request.method == "HEAD":
            return
        try:
            self.set_data(files.get(self._key))
        except FileMissing as error:
            raise NotFound from error


def _disposition(attachment: Attachment, variant: Variant) -> str:
    """With the name in both forms of RFC 6266; a name with quotes or beyond ASCII has only the second."""
    way = "inline" if attachment.kind == AttachmentKind.IMAGE else "attachment"
    name = _with_suffix(attachment.name, attachment.media_type_of(variant))
    plain = "".join(one if one.isascii() and (one.isalnum() or one in " ._-()") else "_" for one in name)
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


_SUFFIXES = {"image/png": (".png",), "image/jpeg": (".jpg", ".jpeg"), "image/webp": (".webp",), "text/plain": ()}


def _with_suffix(name: str, media_type: str) -> str:
    """The suffix says what the file is now: a GIF has become a PNG.  A text keeps its own, such as .log."""
    suffixes = _SUFFIXES[media_type]
    if media_type == "text/plain":
        return name if "." in name else f"{name}.txt"
    return name if name.lower().endswith(suffixes) else f"{name}{suffixes[0]}"
