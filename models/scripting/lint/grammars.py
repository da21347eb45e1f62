"""The grammars of PowerShell and Bash, and a parser that gives up in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache

import tree_sitter_bash
import tree_sitter_powershell
from tree_sitter import Language as Grammar, Parser, Point, Tree

from models.scripting.languages import ScriptLanguage

_GRAMMARS: dict[ScriptLanguage, Callable[[], object]] = {
    ScriptLanguage.POWERSHELL: tree_sitter_powershell.language,
    ScriptLanguage.BASH: tree_sitter_bash.language,
}

SECONDS = 1.0
_CHUNK = 65_536
_SHORT = 2_000
"""Bytes that are parsed without looking at the clock: at worst a fifth of a second."""


@lru_cache
def _parser(language: ScriptLanguage) -> Parser:
    return Parser(Grammar(_GRAMMARS[language]()))


class Deadline:
    """A limit on the processor's time, so that a busy machine does not shorten it.  Begins when it is created."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._end = time.thread_time() + seconds

    @property
    def is_over(self) -> bool:
        return time.thread_time() > self._end


def parse(language: ScriptLanguage, script: str, deadline: Deadline | None = None) -> Tree | None:
    """The tree of a script in PowerShell or Bash; None if it takes too long (a second, if no deadline is given).

    An error costs the grammars up to the square of the text: 100,000 characters of `${` take minutes.
    """
    limit, parser = deadline or Deadline(), _parser(language)
    source = script.encode(errors="replace")
    if limit.is_over:
        return None
    if len(source) <= _SHORT:
        return parser.parse(source)
    first = _parsed_in_time(parser, source, limit)
    # A tree that was read through a callback cannot give the text of its nodes; another one takes over its parts.
    return first and parser.parse(source, first)


def _parsed_in_time(parser: Parser, source: bytes, limit: Deadline) -> Tree | None:
    view = memoryview(source)

    def read(offset: int, point: Point) -> memoryview:
        return view[offset : offset + _CHUNK]

    def gives_up(offset: int, has_error: bool) -> bool:  # noqa: FBT001 -- the parser prescribes it
        return limit.is_over

    try:
        return parser.parse(read, progress_callback=gives_up)
    except ValueError:
        parser.reset()
        return None
