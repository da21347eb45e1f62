"""Files to upload: real images made by Pillow, how a person uploads one, and stores that fail."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, stream_encode_multipart

from models.core.files import FileStore, StoreUnavailable
from tests.support.desk import Person, expect


def image(width: int = 40, height: int = 30, kind: str = "PNG", *, mode: str = "RGB", **options: Any) -> bytes:
    """An encoded image with a gradient, so that it does not compress to nothing."""
    gradient = Image.linear_gradient("L").resize((width, height)).convert(mode)
    written = io.BytesIO()
    gradient.save(written, kind, **options)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def path_of(ai_session: dict[str, Any] | None) -> str:
    """Where files for the session go; None: for the first message of one that is yet to be opened."""
    return f"/ai-sessions/{ai_session['id']}/attachments" if ai_session else "/ai-sessions/attachments"


def uploads(
    person: Person,
    ai_session: dict[str, Any] | None,
    content: bytes,
    file_name: str = "screen.png",
    *,
    headers: dict[str, str] | None = None,
    **form: str,
) -> TestResponse:
    return uploads_to(person, path_of(ai_session), content, file_name, headers=headers, **form)


def uploads_to(
    person: Person, path: str, content: bytes, file_name: str, *, headers: dict[str, str] | None = None, **form: str
) -> TestResponse:
    """The form is encoded here, because werkzeug's client leaves a temporary file open for a large one."""
    parts = {"file": FileStorage(io.BytesIO(content), file_name), **form}
    body, _, boundary = stream_encode_multipart(parts, use_tempfile=False)
    kind = f"multipart/form-data; boundary={boundary}"
    return person.send("POST", path, data=body.read(), content_type=kind, headers=headers)


def attaches(
    person: Person, ai_session: dict[str, Any] | None, content: bytes | None = None, file_name: str = "screen.png"
) -> dict[str, Any]:
    """An upload that no message uses yet."""
    return expect(uploads(person, ai_session, image() if content is None else content, file_name), 201)


class Shelf(FileStore):
    """Keeps files in memory, `room` of them."""

    def __init__(self, room: int) -> None:
        self.room, self.most = room, 0
        self.contents: dict[str, bytes] = {}

    def put(self, key: str, content: bytes, *, media_type: str) -> None:
        if len(self.contents) == self.room:
            raise StoreUnavailable
        self.contents[key] = content
        self.most = len(self.contents)

    def get(self, key: str) -> bytes:
        return self.contents[key]

    def remove(self, key: str) -> None:
        self.contents.pop(key, None)


class Away(FileStore):
    """A store that cannot be reached."""

    def put(self, key: str, content: bytes, *, media_type: str) -> None:
        raise StoreUnavailable

    def get(self, key: str) -> bytes:
        raise StoreUnavailable

    def remove(self, key: str) -> None:
        raise StoreUnavailable
