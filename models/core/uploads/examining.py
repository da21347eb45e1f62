"""Runs the child process that examines a file, within a deadline.

Under gevent, waiting for the child lets other requests go on; a thread that decodes could not be stopped.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from models.core.uploads.errors import UPLOAD_ERRORS, AttachmentEmpty, AttachmentTooLarge, NotExamined

MOST_BYTES = 5 * 1_048_576
DEADLINE_SECONDS = 15.0

_ROOT = Path(__file__).parents[3]
_IMAGE_SUFFIXES = {".png", ".jpg", ".jpeg", ".jfif", ".webp", ".gif"}
_REFUSALS = {error.code: error for error in UPLOAD_ERRORS}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What is stored of a file.

    `contents` and `media_types` have `full`, and for a larger image also `model` and `thumbnail`.  `excerpt`,
    `extract`, `lines` and `omitted_lines` are those of a text; `extract` contains no secrets.
    """

    kind: str
    contents: dict[str, bytes]
    media_types: dict[str, str]
    width: int | None = None
    height: int | None = None
    lines: int | None = None
    excerpt: str | None = None
    extract: str | None = None
    omitted_lines: int = 0


def examine(content: bytes, *, file_name: str) -> Examined:
    """Raises one of UPLOAD_ERRORS.  The type is found in the content; an image's name only has to fit it."""
    if not content:
        raise AttachmentEmpty
    if len(content) > MOST_BYTES:
        raise AttachmentTooLarge
    head, _, rest = _output(content, is_named_image=Path(file_name).suffix.lower() in _IMAGE_SUFFIXES).partition(b"\n")
    said = json.loads(head)
    if code := said.get("refused"):
        raise _REFUSALS.get(code, NotExamined)
    return _read(said, rest)


def _output(content: bytes, *, is_named_image: bool) -> bytes:
    command = (sys.executable, "-m", "models.core.uploads.child", "1" if is_named_image else "0")
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, without text from a person
            command, input=content, capture_output=True, cwd=_ROOT, env={}, timeout=DEADLINE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NotExamined from error
    if done.returncode:
        log.warning("a file could not be examined", returncode=done.returncode, error=done.stderr[-500:].decode())
        raise NotExamined
    return done.stdout


def _read(said: dict[str, Any], rest: bytes) -> Examined:
    lengths: list[int] = said.pop("lengths")
    contents, place = {}, 0
    for name, length in zip(said["media_types"], lengths, strict=True):
        contents[name] = rest[place : place + length]
        place += length
    return Examined(contents=contents, **said)
