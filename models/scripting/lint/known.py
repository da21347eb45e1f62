"""A list of commands that only read, some of them only with certain arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping


class Known:
    """Commands by name, in lower case.

    always: names of commands that never change anything, whatever their arguments, separated by blanks.
    only: (names, pattern) of commands that read where the pattern is found in their arguments.
    unless: (names, pattern) of commands that read where it is not.
    """

    def __init__(
        self, *, always: str, only: Mapping[str, str], unless: Mapping[str, str], pattern: str = "(?!)"
    ) -> None:
        self._always = frozenset(always.split())
        self._only = {name: re.compile(words) for names, words in only.items() for name in names.split()}
        self._unless = {name: re.compile(words) for names, words in unless.items() for name in names.split()}
        self._pattern = re.compile(pattern)

    def reads(self, name: str, arguments: str) -> bool:
        """`arguments`: joined by blanks, in lower case."""
        if name in self._only:
            return self._only[name].search(arguments) is not None
        if name in self._unless:
            return self._unless[name].search(arguments) is None
        return name in self._always or self._pattern.fullmatch(name) is not None
