"""Chooses the adapter by the address in the settings, which have checked it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from models.core.files.folder import FolderStore
from models.core.files.store import FileStore
from settings import SettingsError

DEFAULT_REGION = "us-east-1"


def open_store(address: str) -> FileStore:
    """The store at `file:///folder` or `s3://bucket/prefix?endpoint=https://…&region=…`.  Connects to nothing.

    Raises SettingsError if boto3 is missing.
    """
    parts = urlsplit(address)
    if parts.scheme == "file":
        return FolderStore(Path(unquote(parts.path)))
    return _s3(parts.netloc, parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})


def _s3(bucket: str, path: str, options: dict[str, str]) -> FileStore:
    try:
        from models.core.files.s3 import S3Store  # noqa: PLC0415 -- boto3 is an extra, and slow to import
    except ImportError as error:
        raise SettingsError("ATTACHMENTS_URL=s3://… needs boto3: pip install 'flowpilot[s3]'.") from error
    prefix = unquote(path).strip("/")
    return S3Store(
        bucket,
        f"{prefix}/" if prefix else "",
        endpoint=options.get("endpoint"),
        region=options.get("region", DEFAULT_REGION),
    )
