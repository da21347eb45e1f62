"""Reads the library's files, once in each process.

The tests check the contents; here a file that breaks its shape stops the process.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import msgspec
import yaml

from models.library.guide import Guide
from models.library.signal import Signal


@cache
def load_guides() -> dict[str, Guide]:
    """Every guide by its id, in order of the ids.  Raises msgspec.ValidationError for a file that breaks the shape."""
    guides = [msgspec.convert(content, Guide) for content in _contents("guides")]
    return {guide.id: guide for guide in sorted(guides, key=lambda guide: guide.id)}


@cache
def load_signals() -> tuple[Signal, ...]:
    """Every signal, in the order of the files.  Raises msgspec.ValidationError for a file that breaks the shape."""
    return tuple(msgspec.convert(entry, Signal) for content in _contents("signals") for entry in content)


def _contents(folder: str) -> Iterator[Any]:
    """What the YAML files of a folder and of the folders below it hold."""
    for file in _yaml_files(resources.files(__package__).joinpath(folder)):
        yield content_of(file)


def content_of(file: Traversable) -> Any:
    """What a YAML file holds, with every value as text: "No" and "0x0000011b" stay what they are.

    libyaml, where PyYAML was built with it, takes a tenth of the time.
    """
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 -- both make nothing but text


def _yaml_files(folder: Traversable) -> list[Traversable]:
    below = sorted(folder.iterdir(), key=lambda entry: entry.name)
    files = [entry for entry in below if entry.name.endswith(".yaml")]
    return files + [file for entry in below if entry.is_dir() for file in _yaml_files(entry)]
