"""Takes the files out of a zip that a person uploads, within limits: what it says of itself is not believed."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

MOST_FILES = 200
MOST_BYTES_UNPACKED = 3 * 1_048_576
_ENTRY_MARK = b"PK\x01\x02"
_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
_LEFT_OUT = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What a file system adds to a folder; nobody misses it."""
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Unpacked:
    """One file: its content, or the code of why it was not taken."""

    name: str
    content: bytes = b""
    refusal: str | None = None


class TooManyFiles(Exception):
    """The archive has more than MOST_FILES files; none was unpacked."""


class Damaged(Exception):
    """No archive that can be read."""


def looks_like_zip(content: bytes) -> bool:
    return content.startswith(_BEGINNINGS)


def files_in(content: bytes, *, most_bytes: int) -> Iterator[Unpacked]:
    """Each file of the archive.  `most_bytes`: how large one file may be.

    The codes: `unsafe_name`, `not_a_file`, `encrypted`, `unknown_compression`, `too_large`,
    `archive_too_large`, `damaged`.
    Raises TooManyFiles and Damaged before the first file.
    """
    # Counted before it is read: a list of a hundred thousand names would fit into what may be uploaded.
    if content.count(_ENTRY_MARK) > 2 * MOST_FILES:
        raise TooManyFiles
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Damaged from error
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_left_out(entry.filename)]
    if len(entries) > MOST_FILES:
        raise TooManyFiles
    return _unpacked(archive, entries, most_bytes=most_bytes)


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], *, most_bytes: int) -> Iterator[Unpacked]:
    left = MOST_BYTES_UNPACKED
    with archive:
        for entry in entries:
            refusal = _refusal(entry)
            if refusal is None and left <= 0:
                refusal = "archive_too_large"
            if refusal:
                yield Unpacked(entry.filename, refusal=refusal)
                continue
            one = _read(archive, entry, most_bytes=min(most_bytes, left))
            if one.refusal == "too_large" and left < most_bytes:
                one = Unpacked(one.name, refusal="archive_too_large")
            left -= len(one.content) if one.refusal is None else most_bytes
            yield one


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, most_bytes: int) -> Unpacked:
    """Read at most one byte too many, whatever size the entry claims."""
    try:
        with archive.open(entry) as opened:
            content = opened.read(most_bytes + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        return Unpacked(entry.filename, refusal="damaged")
    if len(content) > most_bytes:
        return Unpacked(entry.filename, refusal="too_large")
    return Unpacked(entry.filename, content)


def _refusal(entry: zipfile.ZipInfo) -> str | None:
    # Archives of older Windows tools separate folders by a backslash.
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ".." in PurePosixPath(name).parts or ":" in name or not name.isprintable():
        return "unsafe_name"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "not_a_file"
    if entry.flag_bits & _ENCRYPTED:
        return "encrypted"
    # The others are unpacked without a limit by Python's zipfile.
    return None if entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else "unknown_compression"


def _is_left_out(name: str) -> bool:
    return name.startswith(_LEFT_OUT[0]) or PurePosixPath(name).name in _LEFT_OUT
