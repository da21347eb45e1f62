"""Reads the file of a multipart request and examines it, before the request takes a database connection."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any
from uuid import UUID
from weakref import WeakValueDictionary

from flask import Request, g
from werkzeug.exceptions import UnsupportedMediaType

from models.core.errors import TooManyRequests
from models.core.uploads.examining import MOST_BYTES, examine
from models.operations.attachments import Upload
from web.edge.parsing import has_body

FIELD = "file"
# The file, and room for the rest of the form; a little more than a file may have gets the more helpful error.
LARGEST_FORM_BYTES = MOST_BYTES + 1_048_576
# How many files one process examines and stores at the same time, and how long the next one waits for a slot.
MAX_CONCURRENT_UPLOADS = 2
UPLOAD_WAIT_SECONDS = 10

# By user id; a slot that no request holds or waits for goes away by itself.
_own_slots: WeakValueDictionary[UUID, threading.BoundedSemaphore] = WeakValueDictionary()


class InMemoryRequest(Request):
    """A request whose files stay in memory, where its body is already; werkzeug writes those above 500 kB to a disk."""

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> IO[bytes]:
        return io.BytesIO()


def check_form(req: Request) -> None:
    """Raises UnsupportedMediaType (415) for a body that is no form with files."""
    if has_body(req) and req.mimetype != "multipart/form-data":
        raise UnsupportedMediaType("Send multipart/form-data with a file.")


@contextmanager
def own_slot(user_id: UUID) -> Iterator[None]:
    """Let a person's files be examined one after another in this process.  Raises TooManyRequests (429)."""
    slot = _own_slots.setdefault(user_id, threading.BoundedSemaphore())
    if not slot.acquire(timeout=UPLOAD_WAIT_SECONDS):
        raise TooManyRequests(retry_after=UPLOAD_WAIT_SECONDS)
    try:
        yield
    finally:
        slot.release()


def examine_upload(req: Request, *, count: Callable[[], None]) -> None:
    """Examine the file, if there is one; the view's schema refuses a form without.

    `count` counts it against the limits.  Raises one of UPLOAD_ERRORS, and what `count` raises.
    """
    check_form(req)
    file = req.files.get(FIELD)
    if file is None:
        return
    count()
    content = file.read()
    file.seek(0)
    name = file.filename or ""
    g.upload = Upload(name, examine(content, file_name=name))


def current_upload(name: str) -> Upload:
    """The examined file of this request, under `name` or its own."""
    upload: Upload = g.upload
    return Upload(name or upload.name, upload.examined)
