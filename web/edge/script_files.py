"""Reads the scripts in a file that a person imports, before the request takes a database connection.

Each file is taken or refused for itself: one that is broken does not keep the others out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from flask import Request, g
from marshmallow import ValidationError

from models.attachment import display_name
from models.core.uploads import archives
from models.core.uploads.errors import AttachmentTooLarge
from models.core.uploads.examining import MOST_BYTES
from models.core.uploads.texts import text_of
from models.script import LONGEST_TITLE
from models.scripting import placeholders, script_files
from models.scripting.languages import ScriptLanguage
from models.scripting.parameters import Parameter, ParameterType
from schemas.scripts import NewScriptSchema
from web.edge.uploads import FIELD, check_form

LARGEST_SCRIPT_BYTES = 512 * 1_024
"""More than the longest script takes in any encoding, header included."""

MESSAGES = {
    "unknown_language": "Only .ps1, .sh, .bat, .cmd and .py files are imported.",
    "nested_archive": "An archive inside an archive is not opened.",
    "unsafe_name": "Its name leads out of the archive.",
    "not_a_file": "It is a link or a device, and no file.",
    "encrypted": "It is encrypted.",
    "unknown_compression": "It is compressed in a way that is not opened. Make the archive with another program.",
    "too_large": "It is too large for a script.",
    "archive_too_large": "The archive holds more than 3 MB of files. Import it in parts.",
    "too_many_files": f"The archive holds more than {archives.MOST_FILES} files. Import it in parts.",
    "damaged": "It is damaged and cannot be unpacked.",
    "not_text": "It is no text.",
    "empty": "It is empty.",
    "header_broken": "The lines of FlowPilot at its top are damaged.",
    "took_too_long": "Checking the files before it took too long. Import it by itself, or in a smaller archive.",
    "validation_failed": "It does not fit the library.",
}


@dataclass(frozen=True)
class ScriptFile:
    """A file of the import: what a new script begins with, or why the file is refused."""

    name: str
    given: dict[str, Any] | None = None
    code: str = ""
    message: str = ""


def read_upload(req: Request, *, count: Callable[[], None]) -> None:
    """Read the file, if there is one; the view's schema refuses a form without.

    `count` counts it against the limits.  Raises AttachmentTooLarge (413), and what `count` raises.
    """
    check_form(req)
    file = req.files.get(FIELD)
    if file is None:
        return
    count()
    content = file.read()
    file.seek(0)
    if len(content) > MOST_BYTES:
        raise AttachmentTooLarge
    g.script_files = list(_files(file.filename or "", content))


def current_files() -> list[ScriptFile]:
    """What this request imports."""
    files: list[ScriptFile] = g.script_files
    return files


def refused(name: str, code: str, message: str = "") -> ScriptFile:
    return ScriptFile(display_name(name) or "(no name)", None, code, message or MESSAGES[code])


def _files(name: str, content: bytes) -> Iterator[ScriptFile]:
    if not archives.looks_like_zip(content):
        yield _script(name, content)
        return
    try:
        unpacked = archives.files_in(content, most_bytes=LARGEST_SCRIPT_BYTES)
    except archives.TooManyFiles:
        yield refused(name, "too_many_files")
        return
    except archives.Damaged:
        yield refused(name, "damaged")
        return
    for one in unpacked:
        yield refused(one.name, one.refusal) if one.refusal else _script(one.name, one.content)


def _script(name: str, content: bytes) -> ScriptFile:
    language = script_files.LANGUAGES.get(PurePosixPath(name.replace("\\", "/")).suffix.lower())
    text = text_of(content)
    if fault := _fault(content, language, text):
        return refused(name, fault)
    assert language is not None and text is not None
    try:
        body, about = script_files.read(language, text)
        given = {"title": _title(name), "parameters": _parameters(body)} | about | {"language": language, "body": body}
        return ScriptFile(display_name(name), NewScriptSchema().load(given))
    except script_files.HeaderBroken:
        return refused(name, "header_broken")
    except ValidationError as error:
        return refused(name, "validation_failed", _told(error))


def _fault(content: bytes, language: ScriptLanguage | None, text: str | None) -> str | None:
    """The code of why the file is no script."""
    if archives.looks_like_zip(content):
        return "nested_archive"
    if language is None:
        return "unknown_language"
    if len(content) > LARGEST_SCRIPT_BYTES:
        return "too_large"
    if text is None:
        return "not_text"
    return None if text.strip() else "empty"


def _title(name: str) -> str:
    """The name of the file in words: `Clear-PrintQueue.ps1` is "Clear PrintQueue"."""
    words = re.sub(r"[\s_-]+", " ", PurePosixPath(display_name(name)).stem).strip()
    return (words[:1].upper() + words[1:])[:LONGEST_TITLE] or "Imported script"


def _parameters(body: str) -> list[Parameter]:
    """One for each placeholder, for a file that says nothing of its parameters."""
    return [
        Parameter(
            name=name,
            label=name,
            type=ParameterType.TEXT,
            required=True,
            default=None,
            choices=None,
            pattern=None,
            help=None,
        )
        for name in placeholders.names_in(body)
    ]


def _told(error: ValidationError) -> str:
    """The first fault, in words."""
    messages: Any = error.messages
    field = next(iter(messages))
    while isinstance(messages, dict):
        messages = next(iter(messages.values()))
    return f"{field}: {messages[0]}"
