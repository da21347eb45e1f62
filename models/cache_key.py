"""A key for texts that a model writes: it changes when another call would use another prompt or model.

web compares keys and may not load `prompts`, so the key is computed from the files of the task.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from settings import Settings

_PROMPTS = Path(__file__).parent.parent / "prompts"


def cache_key(task: str, settings: Settings) -> str:
    """The key of `task`, the name of a folder in `prompts`, for a process with these settings."""
    answers = "demo" if settings.is_demo_ai else f"anthropic {settings.anthropic_model or ''}"
    return hashlib.sha256(f"{_files_digest(task)} {answers}".encode()).hexdigest()[:16]


@lru_cache
def _files_digest(task: str) -> str:
    """Read once per process.  Raises FileNotFoundError for a task without a folder."""
    digest = hashlib.sha256()
    for path in _files(task):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(task: str) -> Iterator[Path]:
    for folder in (_PROMPTS / task, _PROMPTS / "_shared"):
        yield from sorted(path for path in folder.iterdir() if path.suffix in (".py", ".j2"))
    yield _PROMPTS / "models.toml"
