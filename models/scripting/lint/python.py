"""Finds the calls of a Python script in its tree."""

from __future__ import annotations

from collections.abc import Iterator

from models.scripting.lint.commands import Command


def commands_of(script: str) -> Iterator[Command]:
    yield from ()
