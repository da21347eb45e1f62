"""The file store in a folder of this machine: for one machine, or for a folder that all machines share."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from models.core.files.store import FileMissing, StoreUnavailable, check_key


class FolderStore:
    """Files below `folder`, which is created when the first file is stored; only this user may read them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, content: bytes, *, media_type: str) -> None:
        """Write beside the place and rename, so that nobody reads half a file.  The media type is the row's."""
        path = self._path(key)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(path, content)
        except OSError as error:
            raise StoreUnavailable from error

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise FileMissing(key) from error
        except OSError as error:
            raise StoreUnavailable from error

    def remove(self, key: str) -> None:
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError as error:
            raise StoreUnavailable from error

    def _write(self, path: Path, content: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink(missing_ok=True)
            raise

    def _path(self, key: str) -> Path:
        return self._folder / check_key(key)
